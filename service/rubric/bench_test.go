package rubric_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/rubric"
)

func BenchmarkEvaluate(b *testing.B) {
	p, f := rubric.DefaultPolicy(), station()
	b.ReportAllocs()
	for b.Loop() {
		if s := rubric.Evaluate(p, f); len(s.Items) != 15 {
			b.Fatal("not a sheet")
		}
	}
}

func BenchmarkForecast(b *testing.B) {
	p, f := rubric.DefaultPolicy(), station()
	b.ReportAllocs()
	for b.Loop() {
		if s := rubric.Forecast(p, f); len(s.Items) != 15 {
			b.Fatal("not a sheet")
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	p, f := rubric.DefaultPolicy(), station()
	b.ReportAllocs()
	for b.Loop() {
		if r, _ := rubric.Plan(p, f, rubric.Goal{Target: rubric.Points(50), Horizon: rubric.YearEnd}); r.Steps == nil {
			b.Fatal("not a route")
		}
	}
}
