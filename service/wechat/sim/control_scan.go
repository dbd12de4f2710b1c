package sim

import (
	"bytes"
	"image"
	"io"
	"net/http"

	_ "image/png" // pictures of codes come as JPEG from WeChat, and as PNG from whoever drew them anew
)

const (
	maxPicture = 1 << 20
	maxPixels  = 4 << 20
)

// scanCode is a phone's camera: the picture of a code, and nothing else on it, is the
// body, and the scene the answer.
func scanCode(_ *Simulator, w http.ResponseWriter, r *http.Request) (any, *problem) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPicture))
	if err != nil {
		return nil, &problem{http.StatusRequestEntityTooLarge, "too_large", "图片不能超过 1 MB"}
	}
	about, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || about.Width*about.Height > maxPixels {
		return nil, invalid("请求内容应是小程序码的图片（JPEG 或 PNG，不超过 400 万像素）")
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, invalid("图片不完整")
	}
	scene, ok := ReadCode(picture)
	if !ok {
		return nil, invalid("图片上没有模拟器画的小程序码")
	}
	return map[string]string{"scene": scene}, nil
}
