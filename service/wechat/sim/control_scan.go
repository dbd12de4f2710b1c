package sim

import (
	"bytes"
	"image"
	"io"
	"net/http"

	_ "image/png" // pictures of codes come as JPEG from WeChat, and as PNG from whoever drew them anew

	"github.com/quanjiuye/backend/service/poster"
)

const (
	// maxPicture is the most that a picture may weigh: a poster takes half of it.
	maxPicture = 1 << 20
	// maxPixels lets A4 with 300 dots to the inch through, which has 8.7 million.
	maxPixels = 10_000_000
)

// scanCode is a phone's camera: the picture of a code, and nothing else on it, or of a
// whole poster of ours, is the body, and the scene the answer.
func scanCode(_ *Simulator, w http.ResponseWriter, r *http.Request) (any, *problem) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPicture))
	if err != nil {
		return nil, &problem{http.StatusRequestEntityTooLarge, "too_large", "图片不能超过 1 MB"}
	}
	about, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || about.Width*about.Height > maxPixels {
		return nil, invalid("请求内容应是小程序码或整张海报的图片（JPEG 或 PNG，不超过 1000 万像素）")
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, invalid("图片不完整")
	}
	scene, ok := ReadCode(codeOn(picture))
	if !ok {
		return nil, invalid("图片上没有模拟器画的小程序码")
	}
	return map[string]string{"scene": scene}, nil
}

// codeOn cuts the code out of a poster; any other picture is taken whole.
func codeOn(picture image.Image) image.Image {
	at, ok := poster.CodeWithin(picture.Bounds())
	part, cuts := picture.(interface {
		SubImage(image.Rectangle) image.Image
	})
	if !ok || !cuts {
		return picture
	}
	return part.SubImage(at)
}
