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

// miniProgramCode draws a code. A phone cannot scan it; ReadCode can.
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

// A drawn code is a white frame of one block around a square of blocks, one to a bit
// of the scene: 32 bytes, those behind its end 0. The mask makes it look like a code.
const (
	codeBlocks = 16
	codeSide   = codeBlocks + 2
)

var codeMask = sha256.Sum256([]byte("a code of the simulator"))

// drawCode is a picture of the right size and type. No phone can scan it; ReadCode can.
func drawCode(scene string, width int) jpegImage {
	bits := codeMask
	for i := range len(scene) {
		bits[i] ^= scene[i]
	}
	picture := image.NewGray(image.Rect(0, 0, width, width))
	for y := range width {
		for x := range width {
			bx, by := x*codeSide/width-1, y*codeSide/width-1
			inside := bx >= 0 && bx < codeBlocks && by >= 0 && by < codeBlocks
			if block := by*codeBlocks + bx; !inside || bits[block/8]>>(block%8)&1 == 0 {
				picture.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	var out bytes.Buffer
	_ = jpeg.Encode(&out, picture, nil) // a buffer takes everything
	return out.Bytes()
}

// DrawCode is what the simulator answers for a scene, without asking it.
func DrawCode(scene string, width int) []byte { return drawCode(scene, width) }

// ReadCode scans what the simulator has drawn, in any size, and answers the scene;
// ok is false when the picture is no such code. A phone's camera, for tests.
func ReadCode(picture image.Image) (scene string, ok bool) {
	bits, area := codeMask, picture.Bounds()
	for block := range codeBlocks * codeBlocks {
		x := area.Min.X + (2*(block%codeBlocks+1)+1)*area.Dx()/(2*codeSide)
		y := area.Min.Y + (2*(block/codeBlocks+1)+1)*area.Dy()/(2*codeSide)
		if color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y < 128 {
			bits[block/8] ^= 1 << (block % 8)
		}
	}
	scene = strings.TrimRight(string(bits[:]), "\x00")
	return scene, scene != "" && sceneForm.MatchString(scene)
}
