package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"time"
)

// Widths of a mini-program code's picture, in pixels: WeChat's bounds, and its own
// choice.
const (
	LeastCodeWidth = 280
	MostCodeWidth  = 1280
	CodeWidth      = 430
)

const (
	// drawTimeout bounds the making of one picture, whoever waits for it.
	drawTimeout = 10 * time.Second
	// drawsPerMinute is how many pictures of one site WeChat is asked for. There is
	// one for each width and medium, and each is asked for once.
	drawsPerMinute = 20
	// mostCodeBytes is far more than a picture takes.
	mostCodeBytes = 2 << 20
)

var (
	errCodeWidth = invalid("query.width", "width", fmt.Sprintf("宽度须在%d到%d像素之间", LeastCodeWidth, MostCodeWidth))
	// errCodeAway: WeChat drew nothing, for whatever reason; nothing of it is kept.
	errCodeAway = &Error{Kind: Unavailable, Code: "wechat_unavailable", Message: "微信暂时无法生成小程序码，请稍后再试", RetryAfter: 5 * time.Second}
)

// QRCode is the picture of the site's mini-program code, a JPEG, to those who may see
// the site. WeChat draws each once: it is kept beside the evidence.
func (s *Service) QRCode(ctx context.Context, a Actor, siteID string, width int) ([]byte, error) {
	if width < LeastCodeWidth || width > MostCodeWidth {
		return nil, errCodeWidth
	}
	site, err := s.siteFor(ctx, a, readSite, siteID)
	if err != nil {
		return nil, err
	}
	return s.codePicture(ctx, site, BareCode, width)
}

// PosterCode is the site with the code for its poster, to those who may see the site.
func (s *Service) PosterCode(ctx context.Context, a Actor, siteID string) (Site, []byte, error) {
	site, err := s.siteFor(ctx, a, readSite, siteID)
	if err != nil {
		return Site{}, nil, err
	}
	picture, err := s.codePicture(ctx, site, OnPoster, MostCodeWidth)
	return site, picture, err
}

// codePicture answers the kept picture, or has WeChat draw it. Those who ask at the
// same time share one making, and nobody's leaving ends it for the others.
func (s *Service) codePicture(ctx context.Context, site Site, m Medium, width int) ([]byte, error) {
	scene, err := s.scene(ctx, site, m)
	if err != nil {
		return nil, err
	}
	key := s.pictureKey(scene, width)
	if kept, err := s.keptPicture(ctx, key); !errors.Is(err, ErrNoRecord) {
		return kept, err
	}
	return s.pictures.do(key, func() ([]byte, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drawTimeout)
		defer cancel()
		if kept, err := s.keptPicture(ctx, key); !errors.Is(err, ErrNoRecord) {
			return kept, err
		}
		return s.drawCode(ctx, site, scene, width, key)
	})
}

// pictureKey tells apart what would open something else: another mini-program, another
// version or page of it.
func (s *Service) pictureKey(scene Scene, width int) string {
	opens := sha256.Sum256([]byte(s.program + "\n" + s.sitePage))
	return fmt.Sprintf("qrcode/%x/%s-%d.jpg", opens[:8], scene, width)
}

func (s *Service) keptPicture(ctx context.Context, key string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, blobTimeout)
	defer cancel()
	body, size, err := s.blobs.Get(ctx, key)
	if errors.Is(err, ErrNoRecord) {
		return nil, ErrNoRecord
	}
	if err != nil {
		return nil, errBlobsAway.Because(err)
	}
	defer func() { _ = body.Close() }()
	data, err := io.ReadAll(io.LimitReader(body, mostCodeBytes))
	if err == nil && int64(len(data)) != size {
		err = errBlobSize
	}
	if err != nil {
		return nil, errBlobsAway.Because(err)
	}
	return data, nil
}

func (s *Service) drawCode(ctx context.Context, site Site, scene Scene, width int, key string) ([]byte, error) {
	if ok, wait := s.limits.Allow(ctx, "qrcode:"+site.ID, drawsPerMinute); !ok {
		e := *ErrLimited
		e.RetryAfter = wait
		return nil, &e
	}
	picture, err := s.wechat.MiniProgramCode(ctx, scene.String(), s.sitePage, width)
	if err == nil {
		err = soundPicture(picture)
	}
	if err != nil {
		s.log.WarnContext(ctx, "mini-program code not drawn", "site", site.ID, "error", err)
		return nil, codeAway(err)
	}
	if err := s.blobs.Put(ctx, key, picture); err != nil { // it is a good one all the same
		s.log.WarnContext(ctx, "mini-program code not kept", "site", site.ID, "error", err)
	}
	return picture, nil
}

// errPicture tells of an answer that is no whole, square JPEG.
var errPicture = errors.New("service: the code's picture is damaged")

// soundPicture looks at the whole picture, since it will be kept for good.
func soundPicture(data []byte) error {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width != c.Height || c.Width > 2*MostCodeWidth || len(data) >= mostCodeBytes {
		return errPicture
	}
	if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
		return errPicture
	}
	return nil
}

// codeAway is one refusal for all that WeChat may answer: whether it is overloaded or
// our settings are wrong, the code comes later.
func codeAway(cause error) error {
	e := *errCodeAway
	var refused *Error
	if errors.As(cause, &refused) {
		e.RetryAfter = max(e.RetryAfter, refused.RetryAfter)
	}
	return e.Because(cause)
}
