package config

import (
	"errors"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// BlobPlace says where photos and files are kept: in the folder Dir, or else in a
// bucket.
type BlobPlace struct {
	Dir string

	Endpoint  string // host, or host:port
	Plain     bool   // http, not https
	Region    string
	PathStyle bool
	Bucket    string
	Prefix    string // without slashes at its ends; may be empty
}

// Blobs is what BLOB_URL names; the folder blobs in DATA_DIR when it is not set.
func (c Config) Blobs() BlobPlace {
	if c.BlobURL == "" {
		return BlobPlace{Dir: filepath.Join(c.DataDir, "blobs")}
	}
	p, _ := parseBlobURL(c.BlobURL) // Load has checked it
	return p
}

// parseBlobURL quotes nothing of the value: somebody may have put a password in it.
func parseBlobURL(text string) (BlobPlace, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Fragment != "" || u.Opaque != "":
		return BlobPlace{}, errors.New("不是 file:///目录 或 s3://桶/前缀?endpoint=https://…")
	case u.User != nil:
		return BlobPlace{}, errors.New("不得含有用户名或口令；请用 BLOB_ACCESS_KEY 与 BLOB_SECRET_KEY")
	case u.Scheme == "file":
		if u.Host != "" || u.RawQuery != "" || !strings.HasPrefix(u.Path, "/") || u.Path == "/" {
			return BlobPlace{}, errors.New("须为 file:// 加目录的绝对路径，如 file:///srv/blobs")
		}
		return BlobPlace{Dir: filepath.FromSlash(u.Path)}, nil
	case u.Scheme != "s3":
		return BlobPlace{}, errors.New("须以 file:// 或 s3:// 开头")
	}
	return parseBucket(u)
}

func parseBucket(u *url.URL) (p BlobPlace, err error) {
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return p, errors.New("? 之后的参数写法不对")
	}
	for name, values := range q {
		if !slices.Contains([]string{"endpoint", "region", "path_style"}, name) || len(values) != 1 {
			return p, errors.New("? 之后只能各有一个 endpoint、region、path_style")
		}
	}
	end, err := url.Parse(q.Get("endpoint"))
	if err != nil || end.Host == "" || end.User != nil || strings.Trim(end.Path, "/") != "" || end.Scheme != "https" && end.Scheme != "http" {
		return p, errors.New("endpoint 须为对象存储的地址，如 https://s3.example.org")
	}
	p = BlobPlace{
		Endpoint: end.Host, Plain: end.Scheme == "http", Region: q.Get("region"),
		Bucket: u.Host, Prefix: strings.Trim(u.Path, "/"),
	}
	if p.Region == "" {
		p.Region = "us-east-1"
	}
	if style := q.Get("path_style"); style != "" {
		if p.PathStyle, err = strconv.ParseBool(style); err != nil {
			return p, errors.New("path_style 须为 true 或 false")
		}
	}
	if p.Bucket == "" || strings.Contains(p.Bucket, ":") {
		return p, errors.New("须写明桶名，如 s3://quanjiuye")
	}
	return p, nil
}

// checkBlobs holds BLOB_URL and its keys against each other.
func (c *Config) checkBlobs(p *problems) {
	var place BlobPlace
	if c.BlobURL != "" {
		var err error
		if place, err = parseBlobURL(c.BlobURL); err != nil {
			p.add("BLOB_URL", err)
			return
		}
	}
	bucket := place.Bucket != ""
	p.add("BLOB_ACCESS_KEY", checkBlobKey(c.BlobAccessKey, bucket))
	p.add("BLOB_SECRET_KEY", checkBlobKey(c.BlobSecretKey, bucket))
}

func checkBlobKey(key Secret, bucket bool) error {
	if bucket != (key != "") {
		return errors.New("BLOB_URL 为 s3:// 时必须设置，否则不得设置")
	}
	return nil
}
