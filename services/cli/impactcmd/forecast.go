package impactcmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/namedrop/namedrop/feeds/table"
	"github.com/namedrop/namedrop/services/correlator/impact"
)

// forecast answers whether a mention to come could be seen.
func (c *Cmd) forecast(_ context.Context, s Streams) error {
	switch c.Kind {
	case "podcast", "video", "post", "page":
	case "":
		return errors.New("--forecast needs --kind: podcast, video, post or page")
	default:
		return fmt.Errorf("--kind: %q is not a kind of mention: use podcast, video, post or page", table.Clip(c.Kind))
	}
	if c.Audience == "" {
		return errors.New("--forecast needs --audience: how many people will it reach? A number, or a range like 2000-8000")
	}
	low, high, err := parseAudience(c.Audience)
	if err != nil {
		return fmt.Errorf("--audience: %w", err)
	}
	at := c.At
	c.At = ""
	q, err := c.read(s.In)
	if err != nil {
		return err
	}
	if q.series.Step != impact.Day && q.series.Step != impact.Hour {
		return errors.New("--forecast needs a series with dates, by day or by hour")
	}
	var when time.Time
	if at != "" {
		p, err := parsePosition(at, q.series)
		if err != nil {
			return fmt.Errorf("--at: %w", err)
		}
		when = p.instant(q.series)
	}
	known := impact.Known{Events: q.events}
	for _, m := range q.mentions {
		known.Mentions = append(known.Mentions, m.Mention)
	}
	f, err := impact.Foresee(q.series, impact.Coming{Kind: c.Kind, Low: low, High: high, At: when}, known)
	if err != nil {
		return err
	}
	if s.JSON {
		return json.NewEncoder(s.Out).Encode(f)
	}
	fmt.Fprintln(s.Out, forecastText(q, c.Kind, f))
	return nil
}

func forecastText(q *question, kind string, f impact.Foreseen) string {
	unit := unitOf(q.series.Metric)
	days := impact.Window(kind)
	span := fmt.Sprintf("in %d %s", days, plural(days, "day", "days"))
	if math.IsNaN(f.Low) {
		return "Nobody can be told to hear it: give the audience as a number above 0. Timing alone does not prove cause."
	}
	own := func(v float64) string { return rounded(v, step(0, v*4), false) }
	text := fmt.Sprintf("About %s to %s%s expected %s (%.1f to %.1f %% of the audience in all).", own(f.Low), own(f.High), unit, span, 100*impact.LeastResponse, 100*impact.MostResponse)
	if math.IsNaN(f.VisibleFrom) {
		return text + fmt.Sprintf("\nWhether this series would show it can't be told: %d past windows, %d needed.\nTiming alone does not prove cause.", f.Placebos, impact.LeastPlacebos)
	}
	text += fmt.Sprintf("\nThis series shows %s or more 8 times in 10.\nChance to see it: %s.", own(f.VisibleFrom), odds(f.Chance))
	if f.Together > 1 {
		text += fmt.Sprintf("\nJudge such mentions together: about %d of them would show.", f.Together)
	}
	return text + fmt.Sprintf("\nLook on %s.\nTiming alone does not prove cause.", f.LookOn.Format("2006-01-02"))
}

func odds(p float64) string {
	switch {
	case p < 0.01:
		return "under 1 %"
	case p > 0.99:
		return "over 99 %"
	}
	return fmt.Sprintf("%.0f %%", 100*p)
}
