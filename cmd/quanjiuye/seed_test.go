package main

import (
	"bytes"
	"crypto/sha256"
	"image/jpeg"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A first start has something to show for judged items, honours, files and a
// supervisor's queue, too.
func TestFirstStartHasSomethingOfEverything(t *testing.T) {
	r := start(t, settings(t.TempDir()))
	county, city := r.login("demo-county"), r.login("demo-city")
	var files struct{ Items []struct{ ID string } }
	r.call("GET", "/v1/evidence?site_id=demo-market", r.login("demo-staff"), nil, &files)
	if len(files.Items) == 0 {
		t.Fatal("the market has no photo")
	}
	for _, f := range files.Items {
		for _, of := range []string{"/content", "/thumbnail"} {
			status, body, err := request(t.Context(), "GET", r.base+"/v1/evidence/"+f.ID+of, county, nil)
			if err != nil || status != 200 {
				t.Fatalf("%s: %d %v", of, status, err)
			}
			if _, err := jpeg.Decode(bytes.NewReader(body)); err != nil {
				t.Errorf("%s: %v", of, err)
			}
		}
	}
	var market, other progress
	r.call("GET", "/v1/sites/demo-market/progress", county, nil, &market)
	for no, says := range map[int]string{5: "七项服务中有", 14: "11个月中有"} {
		if text := market.Items[no-1].Explanation; !strings.Contains(text, says) {
			t.Errorf("item %d of the market: %s", no, text)
		}
	}
	r.call("GET", "/v1/sites/demo-350502-1/progress", city, nil, &other)
	if got := other.score(15); got != "5/5" {
		t.Errorf("item 15: %s, want 5/5", got)
	}
	var queue struct {
		Items []struct{ Flags []struct{ Code string } }
	}
	r.call("GET", "/v1/verification", county, nil, &queue)
	if len(queue.Items) == 0 || len(queue.Items[0].Flags) != 2 || queue.Items[0].Flags[0].Code != "one_employer" {
		t.Errorf("the county's queue begins with %+v", queue.Items)
	}
}

// keptFiles are the files of a data directory, by their path.
func keptFiles(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "blobs", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][32]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = sha256.Sum256(data)
	}
	return files
}

// A seeding that broke off between the files and the records is done again, and
// keeps no file twice.
func TestSeedAgain(t *testing.T) {
	dir := t.TempDir()
	seeded := func() map[string][32]byte {
		if code, _, errOut := tool(t, settings(dir), "seed"); code != 0 {
			t.Fatal(errOut)
		}
		return keptFiles(t, dir)
	}
	first := seeded()
	for _, name := range []string{"quanjiuye.db", "quanjiuye.db-wal", "quanjiuye.db-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if again := seeded(); len(first) == 0 || !maps.Equal(first, again) {
		t.Errorf("%d files, then %d", len(first), len(again))
	}
	if code, _, errOut := tool(t, settings(dir), "seed"); code != 1 || !strings.Contains(errOut, "已有站点") {
		t.Errorf("onto what is there: %d %s", code, errOut)
	}
}

func TestSeedWithoutAPlaceForFiles(t *testing.T) {
	away := settings(t.TempDir(), "BLOB_URL=s3://b?endpoint=http://"+closedPort(t), "BLOB_ACCESS_KEY=k", "BLOB_SECRET_KEY=s")
	code, out, errOut := tool(t, away, "seed")
	if code != 0 || !strings.Contains(out, "40 个站点") || !strings.Contains(out, "、0 张照片") {
		t.Errorf("%d %s%s", code, out, errOut)
	}
}
