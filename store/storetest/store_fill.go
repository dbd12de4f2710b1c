package storetest

import (
	"fmt"
	"reflect"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// seeds is how many different records filled makes. With so many, no two bools
// of a record are the same in all of them.
const seeds = 6

// rare is appended to every text: characters outside the BMP, combining ones,
// and what means something to a database, to JSON or to a page.
const rare = " 𠮷😀é e\u0301 $ne a.b '\"\\` %_<&>\u2028"

// filled is a record with a value of its own in every field, however deep, so
// that a field which a store forgets, or takes for another, does not come back
// as it was. It follows the struct, and so knows fields that are added later.
func filled[N any](id string, seed int) N {
	var n N
	v := reflect.ValueOf(&n).Elem()
	(&filler{seed: seed}).fill(v, "")
	v.FieldByName("ID").SetString(id)
	return n
}

type filler struct{ seed, n int }

func (f *filler) fill(v reflect.Value, path string) {
	f.n++
	if f.fillTime(v) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), path+"/"+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range v.Len() {
			f.fill(v.Index(i), fmt.Sprint(path, "/", i))
		}
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i), fmt.Sprint(path, "/", i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path)
	case reflect.String:
		v.SetString(fmt.Sprint(f.seed, path, rare))
	case reflect.Bool:
		v.SetBool(f.n>>f.seed&1 == 1)
	case reflect.Int, reflect.Int64:
		v.SetInt(1<<40 + int64(f.n))
	case reflect.Int32:
		v.SetInt(1<<20 + int64(f.n))
	case reflect.Uint8:
		v.SetUint(uint64(255 - f.n)) // not UTF-8
	case reflect.Float64:
		v.SetFloat(float64(f.n) + 0.1)
	default:
		panic(fmt.Sprintf("storetest: no value for %s, a %s", path, v.Type()))
	}
}

// fillTime fills what has a meaning of its own. Times are whole milliseconds,
// which is what stores keep.
func (f *filler) fillTime(v reflect.Value) bool {
	n := f.n*100 + f.seed
	switch at := v.Addr().Interface().(type) {
	case *time.Time:
		*at = time.UnixMilli(1795490072001 + int64(n)*1001).UTC()
	case *calendar.Date:
		*at = calendar.Date{Year: 2024, Month: time.February, Day: 29}.AddDays(n)
	case *calendar.Month:
		*at = calendar.Month{Year: 2024, Month: time.February}.Add(n)
	case *rubric.Score:
		*at = rubric.Points(n)
	default:
		return false
	}
	return true
}
