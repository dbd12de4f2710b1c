package service

import (
	"context"
	"crypto/rand"
	"errors"
	"regexp"
	"time"
)

// SiteCode is a site's short name in the scene of its mini-program code, which has
// no room for an id. It is drawn when the first picture is wanted and then stays:
// what hangs on a wall must go on working.
type SiteCode struct {
	ID        string // the code
	Rev       int64
	SiteID    string
	CreatedAt time.Time
}

// SiteCodeStore keeps site codes.
type SiteCodeStore interface {
	// EnsureSiteCode answers the code of fresh.SiteID, keeping fresh when there is
	// none; parallel calls agree. ErrExists: the site has none, and fresh's is
	// another site's.
	EnsureSiteCode(ctx context.Context, fresh SiteCode) (SiteCode, error)
	SiteCode(ctx context.Context, code string) (SiteCode, error)
}

// Medium says where somebody met a code.
type Medium string

// The media.
const (
	BareCode Medium = "code"   // the picture of the code alone
	OnPoster Medium = "poster" // the site's poster
)

// Scene is what a mini-program code says: whose it is, and where it was met.
type Scene struct {
	Code   string // of a SiteCode
	Medium Medium
}

// mediumMarks stand before the code. Nothing in a scene changes when a browser or
// WeChat escapes it.
var mediumMarks = map[Medium]string{BareCode: "q", OnPoster: "p"}

// String is the scene as WeChat takes it: 12 of its 32 characters.
func (s Scene) String() string { return mediumMarks[s.Medium] + "." + s.Code }

var sceneForm = regexp.MustCompile(`^([qp])\.([A-Z2-7]{10})$`)

// ParseScene reads what String wrote, and nothing else.
func ParseScene(text string) (s Scene, ok bool) {
	if len(text) > 32 {
		return s, false
	}
	m := sceneForm.FindStringSubmatch(text)
	if m == nil {
		return s, false
	}
	s.Code = m[2]
	for medium, mark := range mediumMarks {
		if mark == m[1] {
			s.Medium = medium
		}
	}
	return s, true
}

// errSceneUnknown: the code is not one of ours, or was spoilt on the way.
var errSceneUnknown = &Error{Kind: NotFound, Code: "scene_unknown", Message: "没有识别出站点，请重新扫描站点张贴的小程序码"}

// siteOfScene finds the one site of a scene.
func (s *Service) siteOfScene(ctx context.Context, text string) (Site, Scene, error) {
	scene, ok := ParseScene(text)
	if !ok {
		return Site{}, scene, errSceneUnknown
	}
	code, err := s.store.SiteCode(ctx, scene.Code)
	if errors.Is(err, ErrNoRecord) {
		err = errSceneUnknown
	}
	if err != nil {
		return Site{}, scene, err
	}
	site, err := s.store.Site(ctx, code.SiteID)
	if errors.Is(err, ErrNoRecord) {
		err = errSceneUnknown
	}
	return site, scene, err
}

// scene is the site's own, made when there is none yet.
func (s *Service) scene(ctx context.Context, site Site, m Medium) (Scene, error) {
	for {
		fresh := SiteCode{ID: rand.Text()[:10], Rev: 1, SiteID: site.ID, CreatedAt: s.now()} // 50 bits
		c, err := s.store.EnsureSiteCode(ctx, fresh)
		if errors.Is(err, ErrExists) {
			continue // another site's, which chance may do
		}
		return Scene{c.ID, m}, err
	}
}
