package slack

import (
	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/report"
)

// report returns a report, with its fallback text.
func (w words) report(ev alerts.ReportEvent) (string, []block) {
	t := report.Of(w.language, ev)
	blocks := []block{header(t.Title), section(plain(t.Headline))}
	var about []*object
	for _, line := range []string{t.Numbers, t.Window} {
		if line != "" {
			about = append(about, plain(line))
		}
	}
	blocks = append(blocks, aside(about...))
	links := link(ev.Data.Link, t.Open)
	if page := foreign(ev.Data.Mention.URL); page != "" && links != "" {
		links += " · " + page
	} else if links == "" {
		links = page
	}
	if links != "" {
		blocks = append(blocks, section(markup(links)))
	}
	return t.Title + ". " + t.Headline, blocks
}
