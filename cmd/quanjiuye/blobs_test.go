package main

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// upload sends a small PDF and returns the status.
func (r *running) upload(token, site string) int {
	r.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if err := w.WriteField("site_id", site); err != nil {
		r.t.Fatal(err)
	}
	part, err := w.CreateFormFile("file", "x.pdf")
	if err != nil {
		r.t.Fatal(err)
	}
	_, _ = part.Write([]byte("%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"))
	_ = w.Close()
	req, err := http.NewRequestWithContext(r.t.Context(), "POST", r.base+"/v1/evidence", &form)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

const (
	withoutBlobs = `{"status":"degraded","store":"ok","redis":"ok","relay":"ok","blobs":"unavailable"}`
	withBlobs    = `{"status":"ready","store":"ok","redis":"ok","relay":"ok","blobs":"ok"}`
)

// TestBlobsGoAndCome: without its folder an instance says so, takes everything but
// files, and begins no other folder.
func TestBlobsGoAndCome(t *testing.T) {
	dir := t.TempDir()
	r, site, token := atStation(t, settings(dir))
	folder := filepath.Join(dir, "blobs")
	if !strings.Contains(r.out.String(), folder) {
		t.Errorf("the banner does not say where files are:\n%s", r.out)
	}
	if err := os.Rename(folder, folder+".aside"); err != nil {
		t.Fatal(err)
	}
	r.awaitReadiness(withoutBlobs)
	if got := r.upload(token, site); got != 503 {
		t.Errorf("an upload: %d, want 503", got)
	}
	r.register(token, site, 1)
	if err := os.Rename(folder+".aside", folder); err != nil {
		t.Fatal(err)
	}
	r.awaitReadiness(withBlobs)
	if got := r.upload(token, site); got != 201 {
		t.Errorf("an upload: %d, want 201", got)
	}
	files, err := filepath.Glob(filepath.Join(folder, site, "*"))
	if err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
}

// A bucket that does not answer keeps no server from starting; a folder that cannot
// be is told at once.
func TestStartWithoutBlobs(t *testing.T) {
	bucket := []string{"BLOB_URL=s3://b?endpoint=http://" + closedPort(t), "BLOB_ACCESS_KEY=k", "BLOB_SECRET_KEY=s"}
	r := start(t, settings(t.TempDir(), bucket...), "--empty")
	r.awaitReadiness(withoutBlobs)
	if !strings.Contains(r.out.String(), "对象存储（127.0.0.1:") {
		t.Errorf("the banner does not say where files are:\n%s", r.out)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refusedTool(t, settings(t.TempDir(), "BLOB_URL=file://"+file+"/blobs"), []string{"serve"}, "BLOB_URL")
}
