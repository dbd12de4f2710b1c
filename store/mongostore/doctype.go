package mongostore

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
)

// checkType refuses a document type that BSON and JSON would keep in different
// shapes, so that an index or a condition would work on one engine only: the
// driver knows nothing of text and JSON forms, nests what JSON flattens, and
// lower-cases names that JSON keeps.
func checkType(t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if answer, ok := checked.Load(t); ok {
		err, _ := answer.(error)
		return err
	}
	var err error
	if t.Kind() != reflect.Struct {
		err = fmt.Errorf("%s is not a struct", t)
	} else {
		err = checkValue(t, t.String(), map[reflect.Type]bool{})
	}
	checked.Store(t, err)
	return err
}

// checked remembers the answers: nil or an error by reflect.Type.
var checked sync.Map

var (
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
)

// checkValue looks at a type at path; seen stops at types that contain themselves.
func checkValue(t reflect.Type, path string, seen map[reflect.Type]bool) error {
	if p := reflect.PointerTo(t); p.Implements(textMarshaler) || p.Implements(jsonMarshaler) {
		return fmt.Errorf("%s: %s has a text form of its own, keep that instead", path, t)
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return checkValue(t.Elem(), path, seen)
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return fmt.Errorf("%s: the keys of %s are not strings", path, t)
		}
		return checkValue(t.Elem(), path, seen)
	case reflect.Interface:
		return fmt.Errorf("%s: %s does not say what is in it", path, t)
	case reflect.Struct:
		return checkStruct(t, path, seen)
	}
	return nil
}

func checkStruct(t reflect.Type, path string, seen map[reflect.Type]bool) error {
	if seen[t] {
		return nil
	}
	seen[t] = true
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		at := path + "." + field.Name
		switch {
		case !field.IsExported() && !field.Anonymous || name == "-" && options == "":
			continue
		case field.Anonymous && !field.IsExported():
			return fmt.Errorf("%s: an embedded struct that is not exported", at)
		case field.Anonymous && name == "" && options != "inline":
			return fmt.Errorf("%s: an embedded struct needs the tag `json:\",inline\"`", at)
		case name == "" && !field.Anonymous:
			return fmt.Errorf("%s: no name in a json tag", at)
		case strings.Contains(options, "string"):
			return fmt.Errorf("%s: a number or bool that is kept as a string", at)
		}
		if err := checkValue(field.Type, at, seen); err != nil {
			return err
		}
	}
	return nil
}
