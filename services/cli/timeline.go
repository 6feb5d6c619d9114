package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/namedrop/namedrop/services/cli/screen"
)

type timelineCmd struct {
	Site    string   `placeholder:"ID" help:"Site; by default the oldest one."`
	Brand   []string `help:"Only mentions of these brands and their competitors."`
	Metric  string   `help:"visits, branded_clicks or branded_impressions; visits by default."`
	Channel string   `help:"Only this channel, such as direct."`
	Unit    string   `enum:"hour,day,week" default:"day" help:"hour, day or week."`
	From    string   `placeholder:"DAY" help:"First day, such as 2026-11-23; by default 89 days before the last one."`
	To      string   `placeholder:"DAY" help:"Last day; by default today."`
	CSV     bool     `name:"csv" help:"Write CSV."`
	Semi    bool     `name:"semicolon" help:"Write CSV with semicolons and decimal commas."`
}

// timelineView is a timeline as the API sends it.
type timelineView struct {
	Series struct {
		Site struct {
			Name string `json:"name"`
			Zone string `json:"zone"`
		} `json:"site"`
		Metric string `json:"metric"`
		Unit   string `json:"unit"`
		Feed   *struct {
			Name string `json:"name"`
		} `json:"feed"`
		Points []struct {
			Start   time.Time `json:"start"`
			Value   *float64  `json:"value"`
			Partial bool      `json:"partial"`
		} `json:"points"`
	} `json:"series"`
	Own      []int `json:"own"`
	Rivals   []int `json:"rivals"`
	More     int   `json:"more"`
	Mentions []struct {
		Title     string    `json:"title"`
		Published time.Time `json:"published"`
	} `json:"mentions"`
}

func (c *timelineCmd) query() url.Values {
	q := url.Values{"unit": {c.Unit}}
	for name, value := range map[string]string{"site": c.Site, "brand": strings.Join(c.Brand, ","), "metric": c.Metric, "channel": c.Channel, "from": c.From, "to": c.To} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

func (c *timelineCmd) Run(ctx context.Context, g *globals) error {
	q := c.query()
	if !c.CSV && !c.Semi {
		return send(ctx, g, http.MethodGet, "/timeline", q, nil, timelineView.table)
	}
	if c.Semi {
		q.Set("separator", "semicolon")
	}
	g.out.Writes(screen.Data)
	return g.with(ctx, func(api *client) error {
		return api.do(ctx, http.MethodGet, "/timeline/export", q, nil, g.streams.Out)
	})
}

// table writes a row for each point, the newest last. Times are those of the site.
func (v timelineView) table() string {
	s := v.Series
	zone, err := time.LoadLocation(s.Site.Zone)
	if err != nil {
		zone = time.UTC
	}
	layout := time.DateOnly
	if s.Unit == "hour" {
		layout = "2006-01-02 15:04 -07:00"
	}
	by := "nothing yet"
	if s.Feed != nil {
		by = s.Feed.Name
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %s by %s, counted by %s.\n\n", screen.Line(strings.ReplaceAll(s.Metric, "_", " ")), screen.Line(s.Site.Name), s.Unit, screen.Line(by))
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "START\tCOUNTED\tMENTIONS\tCOMPETITORS\tFIRST MENTION")
	at := 0
	for i, p := range s.Points {
		title := ""
		for ; at < len(v.Mentions) && (i+1 == len(s.Points) || v.Mentions[at].Published.Before(s.Points[i+1].Start)); at++ {
			if title == "" {
				title = short(v.Mentions[at].Title)
			}
		}
		if i < len(v.Own) && i < len(v.Rivals) {
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\n", p.Start.In(zone).Format(layout), countedText(p.Value, p.Partial), v.Own[i], v.Rivals[i], screen.Line(title))
		}
	}
	_ = w.Flush()
	if v.More > 0 {
		fmt.Fprintf(&b, "\n%s counted but not listed.\n", count(v.More, "further mention is", "further mentions are"))
	}
	// A row without a mention ends in spaces.
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

// countedText writes a count. One that is not known is a dash, and one of a part has a plus.
func countedText(v *float64, partial bool) string {
	if v == nil {
		return "-"
	}
	text := strconv.FormatFloat(*v, 'f', -1, 64)
	if partial {
		text += "+"
	}
	return text
}
