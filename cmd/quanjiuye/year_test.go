package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// year is one station through a year, with the tokens of all who have a hand in it.
type year struct {
	*running
	t                               *testing.T
	site                            string
	manager, ann, bob, county, city string
	evidence                        int
}

// TestAWholeYearFromFirstRecordToSeal is a station's year through the API, as its
// staff, manager, county and city; then the seal is checked, and what was changed in
// the database is named.
func TestAWholeYearFromFirstRecordToSeal(t *testing.T) {
	dir := t.TempDir()
	y := begin(t, settings(dir))
	for month := 1; month <= 11; month++ {
		y.work(month)
	}
	y.ledger()
	y.honour()
	y.close()
	y.later(time.Hour) // what was recorded in the minutes before a seal counts as recorded since
	y.assess()
	y.printed()
	if out := mustTool(t, y.environ, "verify", "assessment", y.site, "2026"); strings.Count(out, "通过") != 7 || strings.Contains(out, "不符") {
		t.Errorf("verified:\n%s", out)
	}
	y.stop()
	y.tamper(dir)
}

func begin(t *testing.T, environ []string) *year {
	r := start(t, environ, "--empty")
	y := &year{running: r, t: t, site: r.station("2026-01-01")}
	for openID, role := range map[string]string{"boss": "manager", "ann": "staff", "bob": "staff"} {
		mustTool(t, environ, "grant", "--openid", openID, "--role", role, "--scope", y.site)
	}
	mustTool(t, environ, "grant", "--openid", "fengze", "--role", "county", "--scope", "350503")
	y.manager, y.ann, y.bob = r.login("boss"), r.login("ann"), r.login("bob")
	y.county, y.city = r.login("fengze"), r.login("demo-city")
	return y
}

// later starts the server again with its clock moved on.
func (y *year) later(d time.Duration) {
	y.t.Helper()
	y.stop()
	environ := slices.Clone(y.environ)
	for i, v := range environ {
		if strings.HasPrefix(v, "CLOCK_OFFSET=") {
			environ[i] = "CLOCK_OFFSET=" + (time.Until(today) + d).String()
		}
	}
	y.running = start(y.t, environ)
}

func (y *year) post(path, token string, in map[string]any) (id string) {
	y.t.Helper()
	var made struct{ ID string }
	y.call("POST", path, token, in, &made)
	return made.ID
}

// refused makes a call that must be refused with this code.
func (y *year) refused(method, path, token string, in any, code string) {
	y.t.Helper()
	status, body, err := request(y.t.Context(), method, y.base+path, token, in)
	if err != nil || status < 400 || !strings.Contains(string(body), `"code":"`+code+`"`) {
		y.t.Errorf("%s %s: %d %s %v, want %s", method, path, status, body, err, code)
	}
}

// work is a month: six persons registered and placed, one of them stably, with the
// contract, and what publish does; a colleague confirms all but November's placements
// and postings.
func (y *year) work(month int) {
	y.t.Helper()
	var refs []map[string]string
	day := fmt.Sprintf("2026-%02d-05", month)
	for i := range 6 {
		body := registration(month*10 + i)
		body["site_id"], body["registered_on"] = y.site, day
		var made struct {
			ID       string
			PersonID string `json:"person_id"`
		}
		y.call("POST", "/v1/registrations", y.ann, body, &made)
		refs = append(refs, map[string]string{"kind": "registration", "id": made.ID})
		placement := map[string]any{"site_id": y.site, "person_id": made.PersonID, "employer_name": fmt.Sprint("雇主", i), "kind": "casual", "started_on": day}
		if i == 0 {
			placement["kind"], placement["evidence_ids"] = "stable", []string{y.photo(y.ann)}
		}
		id := y.post("/v1/placements", y.ann, placement)
		if month < 11 {
			refs = append(refs, map[string]string{"kind": "placement", "id": id})
		}
	}
	for _, id := range y.publish(month, day) {
		if month < 11 {
			refs = append(refs, map[string]string{"kind": "posting", "id": id})
		}
	}
	var out struct{ Results []struct{ Status int } }
	y.call("POST", "/v1/confirmations", y.bob, map[string]any{"records": refs}, &out)
	for i, r := range out.Results {
		if r.Status != http.StatusOK {
			y.t.Fatalf("confirming %v: %d", refs[i], r.Status)
		}
	}
}

// publish is 23 postings of five new employers, and one of them repeated, which
// counts nothing.
func (y *year) publish(month int, day string) (ids []string) {
	y.t.Helper()
	var firms []string
	for i := range 5 {
		firms = append(firms, y.post("/v1/enterprises", y.ann, map[string]any{"name": fmt.Sprintf("用人单位%d-%d", month, i), "kind": "company"}))
	}
	for i := range 24 {
		var made struct {
			ID              string
			Counted, Public bool
		}
		y.call("POST", "/v1/postings", y.ann, map[string]any{"site_id": y.site, "enterprise_id": firms[i%23%5], "title": fmt.Sprint("岗位", i%23),
			"headcount": 2, "description": "看管设备", "conditions": "男女不限", "place": "东海街道", "pay": map[string]any{"min": 18000, "unit": "day"},
			"kind": "temporary", "posted_on": day, "valid_until": "2026-12-31"}, &made)
		if !made.Public || made.Counted != (i < 23) {
			y.t.Errorf("posting %d: %+v", i, made)
		}
		if made.Counted {
			ids = append(ids, made.ID)
		}
	}
	return ids
}

// photo uploads a picture that nobody has uploaded yet.
func (y *year) photo(token string) (id string) {
	y.t.Helper()
	y.evidence++
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range y.evidence {
		img.Set(i%64, i/64, color.White)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	must(y.t, w.WriteField("site_id", y.site))
	part, err := w.CreateFormFile("file", "photo.jpg")
	must(y.t, err)
	must(y.t, jpeg.Encode(part, img, nil))
	must(y.t, w.Close())
	req, err := http.NewRequestWithContext(y.t.Context(), http.MethodPost, y.base+"/v1/evidence", &form)
	must(y.t, err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	must(y.t, err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	must(y.t, err)
	_, rest, _ := strings.Cut(string(body), `"id":"`)
	id, _, _ = strings.Cut(rest, `"`)
	if res.StatusCode != http.StatusCreated || id == "" {
		y.t.Fatalf("upload: %d %s", res.StatusCode, body)
	}
	return id
}

// ledger is an activity of every type, with a photo: type and photo are enough.
func (y *year) ledger() {
	y.t.Helper()
	var types struct{ Items []struct{ Type string } }
	y.call("GET", "/v1/activity-types", y.ann, nil, &types)
	for _, k := range types.Items {
		y.post("/v1/activities", y.ann, map[string]any{"site_id": y.site, "type": k.Type, "evidence_ids": []string{y.photo(y.ann)}})
	}
}

func (y *year) honour() {
	y.t.Helper()
	id := y.post("/v1/honours", y.manager, map[string]any{"site_id": y.site, "level": "city", "title": "市级先进零工驿站",
		"awarded_on": "2026-05-04", "evidence_ids": []string{y.photo(y.manager)}})
	y.refused("POST", "/v1/honours/"+id+"/confirm", y.bob, nil, "forbidden")
	y.post("/v1/honours/"+id+"/confirm", y.county, nil)
}

// close ends the months; what comes later is an adjustment.
func (y *year) close() {
	y.t.Helper()
	for month := 1; month <= 10; month++ {
		y.post(fmt.Sprintf("/v1/counties/350503/months/2026-%02d/close", month), y.county, nil)
	}
	body := registration(999)
	body["site_id"], body["registered_on"] = y.site, "2026-10-08"
	var late struct {
		ID         string
		Adjustment bool
	}
	y.call("POST", "/v1/registrations", y.ann, body, &late)
	var list struct{ Items []struct{ ID, Month string } }
	y.call("GET", "/v1/sites/"+y.site+"/adjustments?year=2026", y.county, nil, &list)
	if !late.Adjustment || len(list.Items) != 1 || list.Items[0].ID != late.ID || list.Items[0].Month != "2026-10" {
		y.t.Errorf("late: %+v, adjustments %+v", late, list.Items)
	}
}

type scores []map[string]any

// byHand are scores for what the program does not compute.
func byHand(below float64, note string) (list scores) {
	for no, most := range map[int]float64{1: 10, 3: 5, 5: 5, 6: 5, 9: 5, 10: 5, 11: 5, 12: 5, 13: 5, 14: 10} {
		list = append(list, map[string]any{"no": no, "score": most - below, "note": note})
	}
	return list
}

// assess takes the form from the manager's scores to the city's seal.
func (y *year) assess() {
	y.t.Helper()
	form := "/v1/sites/" + y.site + "/assessments/2026"
	y.refused("POST", form+"/submit", y.manager, nil, "scores_missing")
	y.call("PUT", form+"/self", y.manager, map[string]any{"items": byHand(0, "岗位台账见纸质材料")}, nil)
	y.refused("PUT", form+"/self", y.ann, map[string]any{"items": scores{}}, "forbidden")
	y.post(form+"/submit", y.manager, nil)
	y.refused("POST", form+"/approve", y.city, nil, "assessment_state")
	y.refused("PUT", form+"/scores", y.manager, map[string]any{"items": scores{}}, "forbidden")
	y.call("PUT", form+"/scores", y.county, map[string]any{"items": byHand(0.5, "佐证不足"), "done": true}, nil)
	y.refused("POST", form+"/approve", y.city, nil, "appeal_open")
	y.post(form+"/accept", y.manager, nil)
	y.post(form+"/approve", y.city, nil)
	var sealed struct {
		Status         string
		Self, Assessed float64
		Items          []struct{ Recorded, Verified, Self, Assessed *float64 }
		Seal           struct{ SHA256 string }
	}
	y.call("GET", form, y.ann, nil, &sealed)
	four, eight := sealed.Items[3], sealed.Items[7]
	if *four.Self != 5 || *four.Assessed != 4 || *four.Verified != 4 { // 253 of 500 postings, 230 of them confirmed; of 55 employers 50
		y.t.Errorf("item 4: %v %v", *four.Self, *four.Assessed)
	}
	// 66 persons and 11 of them twice in 11 months are 7 a month; without November's, 70 by 11 are 6.36.
	if sealed.Status != "approved" || *eight.Self != 8 || *eight.Assessed != 6.5 || sealed.Self != 91 || sealed.Assessed != 83.5 || len(sealed.Seal.SHA256) != 64 {
		y.t.Errorf("sealed: %+v, item 8: %v %v", sealed, *eight.Self, *eight.Assessed)
	}
	var p struct {
		Live struct{ Self, Assessed float64 }
	}
	y.call("GET", "/v1/sites/"+y.site+"/progress", y.ann, nil, &p)
	if p.Live.Self != 91 || p.Live.Assessed != 83.5 {
		y.t.Errorf("progress: %+v", p.Live)
	}
}

// printed looks at the form as a page, as a workbook and in the county's summary.
func (y *year) printed() {
	y.t.Helper()
	form := "/v1/sites/" + y.site + "/assessments/2026/form"
	y.refused("GET", "/v1/assessments/summary.xlsx?year=2026&kind=shop", y.city, nil, "invalid_input")
	for path, token := range map[string]string{form: y.manager, form + ".xlsx": y.county, "/v1/assessments/summary.xlsx?year=2026": y.county} {
		status, body, err := request(y.t.Context(), "GET", y.base+path, token, nil)
		if err != nil || status != http.StatusOK {
			y.t.Fatalf("%s: %d %s %v", path, status, body, err)
		}
		if strings.Contains(path, ".xlsx") {
			if !bytes.HasPrefix(body, []byte("PK")) {
				y.t.Errorf("%s is no workbook", path)
			}
			continue
		}
		for _, words := range []string{"泉州市零工市场（驿站）工作考核表", "丰泽区台账示例零工驿站", ">91<", ">83.5<", "封存校验码", "市级先进零工驿站"} {
			if !strings.Contains(string(body), words) {
				y.t.Errorf("the page lacks %q", words)
			}
		}
	}
}

// tamper changes the database and the files under the seal, one byte at a time.
func (y *year) tamper(dir string) {
	y.t.Helper()
	file := filepath.Join(dir, "quanjiuye.db")
	db, err := sql.Open("sqlite", file)
	must(y.t, err)
	for _, change := range [][4]string{
		{"assessments", `{"score":"6.5"`, `{"score":"7.5"`, "columns"},
		{"assessments", `\"name\":\"丰泽区`, `\"name\":\"晋江市`, "hash"},
		{"registrations", `"registered_on":"2026-03-05"`, `"registered_on":"2026-12-05"`, "records"},
		{"postings", `"title":"岗位7"`, `"title":"保安7"`, "records"},
	} {
		swap := func(from, to string) {
			_, err := db.Exec(fmt.Sprintf("UPDATE %s SET _doc = replace(_doc, ?, ?)", change[0]), from, to)
			must(y.t, err)
		}
		swap(change[1], change[2])
		y.fails(change[3])
		swap(change[2], change[1])
	}
	mustTool(y.t, y.environ, "verify", "assessment", y.site, "2026")
	must(y.t, db.Close())
	// Behind the database's back: what the indexes say is as it was.
	data, err := os.ReadFile(file)
	must(y.t, err)
	const march, april = `"month":"2026-03"`, `"month":"2026-04"`
	at := bytes.LastIndex(data[:bytes.Index(data, []byte(`"registered_on":"2026-03-05"`))], []byte(march))
	copy(data[at:], april)
	must(y.t, os.WriteFile(file, data, 0o600))
	y.fails("records")
	copy(data[at:], march)
	must(y.t, os.WriteFile(file, data, 0o600))
	must(y.t, filepath.WalkDir(filepath.Join(dir, "blobs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		must(y.t, err)
		data[len(data)/2] ^= 1
		return os.WriteFile(path, data, 0o600)
	}))
	y.fails("evidence")
}

// fails checks that the verification fails by this name and no other.
func (y *year) fails(name string) {
	y.t.Helper()
	code, out, _ := tool(y.t, y.environ, "verify", "assessment", y.site, "2026")
	for _, line := range lines(out)[1:] {
		if strings.Contains(line, "不符") != strings.Contains(line, " "+name+" ") {
			y.t.Errorf("%s changed: %s", name, line)
		}
	}
	if code != 1 {
		y.t.Errorf("%s changed: exit code %d\n%s", name, code, out)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
