package sim

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/color"
	"image/jpeg"
	"regexp"
	"slices"
	"strings"
)

var sceneForm = regexp.MustCompile(`^[0-9A-Za-z!#$&'()*+,/:;=?@._~-]*$`)

// miniProgramCode draws a code. What it draws cannot be scanned: the record of
// calls tells the scene.
func (s *Simulator) miniProgramCode(q *request) (any, *errcode) {
	var in struct {
		Scene      string `json:"scene"`
		Page       string `json:"page"`
		CheckPath  *bool  `json:"check_path"`
		EnvVersion string `json:"env_version"`
		Width      int    `json:"width"`
	}
	if refused := q.decode(&in); refused != nil {
		return nil, refused
	}
	if in.Width == 0 {
		in.Width = 430
	}
	switch {
	case len(in.Scene) < 1 || len(in.Scene) > 32:
		return nil, refuse(40169)
	case !sceneForm.MatchString(in.Scene):
		return nil, refuse(40129)
	case !goodPage(in.Page), (in.CheckPath == nil || *in.CheckPath) && !s.published(in.Page):
		return nil, refuse(41030)
	case !goodVersion(in.EnvVersion), in.Width < 280, in.Width > 1280:
		return nil, refuse(40097)
	}
	return drawCode(in.Scene, in.Width), nil
}

// goodPage reports whether page is written as WeChat wants it.
func goodPage(page string) bool { return !strings.HasPrefix(page, "/") && !strings.Contains(page, "?") }

// published reports whether page can be opened; "" is the first page.
func (s *Simulator) published(page string) bool {
	return page == "" || s.opt.Pages == nil || slices.Contains(s.opt.Pages, page)
}

func goodVersion(v string) bool {
	return v == "" || v == "release" || v == "trial" || v == "develop"
}

// drawCode is a picture of the right size and type, a pattern that differs with
// the scene.
func drawCode(scene string, width int) jpegImage {
	const blocks = 16
	bits := sha256.Sum256([]byte(scene))
	picture := image.NewGray(image.Rect(0, 0, width, width))
	for y := range width {
		for x := range width {
			block := (y*blocks/width)*blocks + x*blocks/width
			if bits[block/8]>>(block%8)&1 == 0 {
				picture.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	var out bytes.Buffer
	_ = jpeg.Encode(&out, picture, nil) // a buffer takes everything
	return out.Bytes()
}
