package config

import (
	"errors"
	"fmt"
)

// problems collects what is wrong, each thing with the setting that it is about,
// in Chinese: whoever starts the server reads it.
type problems struct {
	list  []error
	about map[string]bool
}

// add notes what is wrong with a setting, unless something was wrong with it
// before: an unreadable value is not also missing or out of range.
func (p *problems) add(name string, wrong ...error) {
	if p.about[name] {
		return
	}
	for _, err := range wrong {
		if err != nil {
			p.list = append(p.list, fmt.Errorf("%s：%w", name, err))
			p.about[name] = true
		}
	}
}

// err joins everything, one line each; nil when all is well.
func (p *problems) err() error { return errors.Join(p.list...) }
