package match

import (
	"testing"
)

func TestPlacesAreReadFromText(t *testing.T) {
	for _, c := range []struct{ text, counties, towns string }{
		{"丰泽区东海街道", "丰泽区", "东海街道"},
		{"陈埭", "晋江市", "陈埭镇"},
		{"晋江市陈埭镇岸兜村、池店", "晋江市", "陈埭镇 池店镇"},
		{"官桥", "安溪县、南安市", "官桥镇 官桥镇"},
		{"南安官桥", "南安市", "官桥镇"},
		{"鲤城、丰泽都可以", "鲤城区、丰泽区", ""},
		{"泉州开发区清濛", "泉州经济技术开发区", ""},
		{"台商投资区张坂", "泉州台商投资区", "张坂镇"},
		{"后渚码头", "", ""},
		{"码头镇", "南安市", "码头镇"},
		{"洛阳市", "", ""},
		{"龙门滩", "德化县", "龙门滩镇"},
		{"全市", "", ""},
		{"\xff丰\xff", "", ""},
		{"", "", ""},
	} {
		named, towns := places.read(c.text)
		var got string
		for i, id := range towns {
			if i > 0 {
				got += " "
			}
			got += places.town[id].name
		}
		if places.names(named) != c.counties || got != c.towns {
			t.Errorf("%s: %s; %s", c.text, places.names(named), got)
		}
	}
}

func TestNeighboursAreMutual(t *testing.T) {
	for i, next := range places.next {
		for j := range places.county {
			if (next>>j&1 == 1) != (places.next[j]>>i&1 == 1) {
				t.Errorf("%s and %s", places.county[i], places.county[j])
			}
		}
	}
}

func TestMetres(t *testing.T) {
	// By the haversine formula: 3.94 km, and 110.8 km for a degree of latitude.
	station, park := Point{24_941_000, 118_580_000}, Point{24_916_000, 118_608_000}
	if got := Metres(station, park); got < 3800 || got > 4100 {
		t.Errorf("got %d", got)
	}
	if got := Metres(Point{24_000_000, 118_000_000}, Point{25_000_000, 118_000_000}); got < 110_000 || got > 111_500 {
		t.Errorf("got %d", got)
	}
}
