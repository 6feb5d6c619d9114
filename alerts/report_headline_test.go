package alerts_test

import (
	"testing"

	"github.com/namedrop/namedrop/alerts"
)

func TestWhatIsNewsInAHeadline(t *testing.T) {
	n := func(v float64) *float64 { return &v }
	had := alerts.ReportHeadline{Verdict: "likely", Low: n(300), High: n(800), Days: 7, Mentions: 1}
	for _, tt := range []struct {
		name string
		now  alerts.ReportHeadline
		want bool
	}{
		{"the same", alerts.ReportHeadline{Verdict: "likely", Low: n(300), High: n(800), Days: 7, Mentions: 1}, false},
		{"late counts", alerts.ReportHeadline{Verdict: "likely", Low: n(330), High: n(770), Days: 7, Mentions: 1}, false},
		{"a lower end", alerts.ReportHeadline{Verdict: "likely", Low: n(240), High: n(800), Days: 7, Mentions: 1}, true},
		{"a higher end", alerts.ReportHeadline{Verdict: "likely", Low: n(300), High: n(860), Days: 7, Mentions: 1}, true},
		{"another grade", alerts.ReportHeadline{Verdict: "possible", Low: n(300), High: n(800), Days: 7, Mentions: 1}, true},
		{"a group", alerts.ReportHeadline{Verdict: "likely", Low: n(300), High: n(800), Days: 7, Mentions: 2}, true},
		{"no range", alerts.ReportHeadline{Verdict: "likely", Days: 7, Mentions: 1}, true},
	} {
		if got := tt.now.News(had); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
		if got := had.News(tt.now); got != tt.want {
			t.Errorf("from %s back: %v", tt.name, got)
		}
	}
	// A range of a few visits doesn't become news by one of them.
	few := alerts.ReportHeadline{Verdict: "no_sign", Low: n(-2), High: n(3)}
	if (alerts.ReportHeadline{Verdict: "no_sign", Low: n(-1), High: n(3)}).News(few) {
		t.Error("one visit more is news")
	}
}

func TestAHeadlineIsAboutTheDaysOfItsGroup(t *testing.T) {
	d := alerts.ReportEventData{Verdict: "likely", Window: alerts.ReportWindow{Days: 7}, Lift: &alerts.ReportLift{}}
	if h := d.Headline(); h.Days != 7 || h.Mentions != 1 || h.Low != nil {
		t.Errorf("one alone: %+v", h)
	}
	d.Group, d.GroupDays = []string{"a", "b", "c"}, &alerts.ReportWindow{Days: 9}
	if h := d.Headline(); h.Days != 9 || h.Mentions != 3 {
		t.Errorf("a group: %+v", h)
	}
}
