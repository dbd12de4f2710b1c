package handler

import "github.com/quanjiuye/backend/service"

// Forecast is the standing at the year's end if the pace stays.
type Forecast struct {
	Totals
	Assumption string         `json:"assumption" doc:"What it rests on, in Chinese"`
	Items      []ForecastItem `json:"items" doc:"The items whose score will be another than now"`
}

// ForecastItem is an item as it will be.
type ForecastItem struct {
	No          int    `json:"no"`
	Title       string `json:"title"`
	Recorded    *Score `json:"recorded" nullable:"true"`
	Verified    *Score `json:"verified" nullable:"true"`
	Assumption  string `json:"assumption"`
	Explanation string `json:"explanation" doc:"From the projected facts to the recorded score"`
}

func forecast(p service.Progress) *Forecast {
	if p.Forecast == nil {
		return nil
	}
	out := &Forecast{totals(*p.Forecast), p.Outlook.Assumption, make([]ForecastItem, len(p.Outlook.Items))}
	for i, it := range p.Outlook.Items {
		out.Items[i] = ForecastItem{it.No, it.Title, score(it.Recorded), score(it.Verified), it.Assumption, it.Explanation}
	}
	return out
}
