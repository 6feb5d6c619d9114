package api

import (
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// ReportPick picks numbers of a report.
type ReportPick struct {
	Metric string `query:"metric" maxLength:"100" doc:"A metric of one of its lines, such as visits or branded_clicks. One that it doesn't have is ignored, and the answer says so."`
	Window string `query:"window" maxLength:"20" doc:"Days: those of the report's window, or of a longer one in secondary. Others are ignored, and the answer says so."`
}

// ReportChoice is what was picked of a report.
type ReportChoice struct {
	Metric   string            `json:"metric"`
	Days     int               `json:"days"`
	Verdict  bool              `json:"verdict" doc:"Whether the report's verdict is about these numbers: that of visits in its own window."`
	Observed *float64          `json:"observed"`
	Expected *float64          `json:"expected"`
	Effect   evidence.Interval `json:"effect"`
	P        *float64          `json:"p"`
	Others   int               `json:"others" doc:"Other mentions that began in a longer window: their effects are in it too."`
	Ignored  []ReportIgnored   `json:"ignored" doc:"What was asked for and is not in the report."`
}

// ReportIgnored is a parameter that a report has nothing for.
type ReportIgnored struct {
	Name    string   `json:"name" enum:"metric,window"`
	Value   string   `json:"value"`
	Offered []string `json:"offered" doc:"What the report has."`
}

// choose returns what a query picks of a report; nil for a query that picks nothing.
func (q ReportPick) choose(b evidence.ReportBody) *ReportChoice {
	if q.Metric == "" && q.Window == "" {
		return nil
	}
	c := &ReportChoice{Metric: feeds.VisitsMetric, Days: b.Window.Days, Verdict: true, Ignored: []ReportIgnored{}}
	if b.GroupDays != nil {
		c.Days = b.GroupDays.Days
	}
	if l := b.Lift; l != nil {
		c.Observed, c.Expected, c.Effect, c.P = l.Observed, l.Expected, l.Effect, l.P
	}
	c.pickMetric(q.Metric, b)
	c.pickWindow(q.Window, b)
	return c
}

func (c *ReportChoice) pickMetric(metric string, b evidence.ReportBody) {
	if metric == "" || metric == c.Metric {
		return
	}
	offered := []string{feeds.VisitsMetric}
	for _, l := range b.Lines {
		if l.Kind == "lift" || l.Metric == "" || l.State != "ready" || l.Effect == nil {
			continue
		}
		if offered = append(offered, l.Metric); l.Metric == metric {
			c.Metric, c.Verdict, c.Days = metric, false, b.Window.Days
			c.Observed, c.Expected, c.Effect, c.P = l.Observed, l.Expected, *l.Effect, l.P
			return
		}
	}
	c.Ignored = append(c.Ignored, ReportIgnored{"metric", metric, offered})
}

func (c *ReportChoice) pickWindow(window string, b evidence.ReportBody) {
	days, err := strconv.Atoi(strings.TrimSuffix(window, "d"))
	if window == "" || err == nil && (days == c.Days || days == b.Window.Days) {
		return
	}
	offered := []string{strconv.Itoa(c.Days)}
	for _, s := range b.Secondary {
		if c.Metric != feeds.VisitsMetric {
			break // longer windows are computed for visits only
		}
		if offered = append(offered, strconv.Itoa(s.Days)); err == nil && s.Days == days {
			c.Days, c.Verdict, c.Observed, c.Expected, c.Effect, c.P, c.Others = days, false, s.Observed, s.Expected, s.Effect, s.P, s.Others
			return
		}
	}
	c.Ignored = append(c.Ignored, ReportIgnored{"window", window, offered})
}
