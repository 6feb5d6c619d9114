package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/index/spreadsheet"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

var timelineColumns = []any{"start", "unit", "metric", "channel", "value", "partial", "expected_low", "expected_high", "own_mentions", "rival_mentions", "mentions", "events", "clicks"}

func (a *API) exportTimelineOperation() huma.Operation {
	o := op(http.MethodGet, "/timeline/export", "export-timeline", "Export a timeline as CSV, one row for each hour, day or week", "sites", access.Read)
	o.Description = "UTF-8 with a byte order mark. The columns are " + listed(timelineColumns) + ". Start is in the site's time zone. A value is empty where nothing was counted. " +
		"What was expected is the 95 % interval of the reports whose windows have that day; of several, the lowest and the highest end. Mentions are titles, at most ten."
	o.Responses = map[string]*huma.Response{"200": {Description: "The file.", Content: map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	return o
}

func (a *API) exportTimeline(ctx context.Context, in *struct {
	TimelineQuery
	SeparatorQuery
}) (*huma.StreamResponse, error) {
	v, s, err := a.timeline(ctx, in.TimelineQuery)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/csv; charset=utf-8")
		c.SetHeader("Content-Disposition", `attachment; filename="timeline-`+v.Series.From+"-"+v.Series.To+`.csv"`)
		w := spreadsheet.NewWriter(c.BodyWriter(), in.separator())
		err := w.Write(timelineColumns...)
		titles, expected := titlesByUnit(v, s.grid), expectedByDay(v)
		for i := 0; i < len(v.Series.Points) && err == nil; i++ {
			err = w.Write(timelineCells(v, s.grid, i, titles[i], expected)...)
		}
		if err == nil {
			err = w.Flush()
		}
		if err != nil {
			a.cutShort(ctx, err)
		}
	}}, nil
}

func timelineCells(v TimelineView, g evidence.Grid, i int, titles []string, expected map[string]ExpectedDay) []any {
	p := v.Series.Points[i]
	local := p.Start.In(g.Zone)
	start, day := local.Format(time.DateOnly), local.Format(time.DateOnly)
	var partial string
	if p.Partial {
		partial = "yes"
	}
	var e ExpectedDay
	switch g.Unit {
	case evidence.Hourly:
		start = local.Format(time.RFC3339)
	case evidence.Daily:
		e = expected[day]
	}
	last := local.AddDate(0, 0, 6).Format(time.DateOnly)
	if g.Unit != evidence.Weekly {
		last = day
	}
	var events []string
	for _, n := range v.Events {
		if n.From <= last && n.To >= day {
			events = append(events, n.Name)
		}
	}
	return []any{
		start, string(g.Unit), v.Series.Metric, v.Series.Channel, cell(p.Value), partial, cell(e.Low), cell(e.High), v.Own[i], v.Rivals[i],
		strings.Join(titles, "; "), strings.Join(events, "; "), v.Clicks[i],
	}
}

// titlesInCell is how many titles one cell lists.
const titlesInCell = 10

// titlesByUnit returns the shows and titles of the listed mentions, by the unit in which they were published.
func titlesByUnit(v TimelineView, g evidence.Grid) map[int][]string {
	out := map[int][]string{}
	for _, m := range v.Mentions {
		title := m.Title
		if m.Show != "" {
			title = m.Show + ", " + title
		}
		if i := g.At(m.Published); i >= 0 && len(out[i]) < titlesInCell {
			out[i] = append(out[i], m.Brand.Name+": "+title)
		}
	}
	return out
}

// expectedByDay returns what was expected of the metric that the reports are about.
func expectedByDay(v TimelineView) map[string]ExpectedDay {
	out := map[string]ExpectedDay{}
	if v.Series.Channel != "" {
		return out // a report is about all channels
	}
	for _, e := range v.Effects {
		for _, d := range e.Expected {
			if e.Metric != v.Series.Metric || d.Low == nil || d.High == nil {
				continue
			}
			known, ok := out[d.Day]
			if !ok || *d.Low < *known.Low {
				known.Low = d.Low
			}
			if !ok || *d.High > *known.High {
				known.High = d.High
			}
			out[d.Day] = known
		}
	}
	return out
}
