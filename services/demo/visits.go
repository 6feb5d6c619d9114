package demo

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// archiveShow is the show whose old episodes have reports worth reading: far enough from one
// another and from all others, but for the two that overlap.
const archiveShow = "the-slow-quarter"

// archiveDays is how many days before the base time its episodes appeared, newest first.
var archiveDays = []int{168, 170, 220, 275, 330}

// moved is by how much visits rose in the week after each of these episodes: after the oldest
// two, not after the third, and after the two that overlap.
var moved = []float64{0.5, 0.5, 0, 0.6, 0.5}

// visitDays is how many days of visits there are.
const visitDays = 600

// Zone is the time zone of the site in the demo.
const Zone = "Europe/Amsterdam"

// Visits returns the visits to our brand's site, by day and channel.
func (w *World) Visits() (feeds.SampleFeed, []feeds.Sample, error) {
	feed := feeds.SampleFeed{ID: feeds.ID("visits", "demo"), Site: Site, Type: "csv", Name: "Visits of the demo", Zone: Zone}
	zone, err := feed.Location()
	if err != nil {
		return feed, nil, err
	}
	y, m, d := w.opts.Base.In(zone).Date()
	r := w.random("visits")
	var out []feeds.Sample
	for ago := visitDays; ago > 0; ago-- {
		day := time.Date(y, m, d-ago, 0, 0, 0, 0, zone)
		usual := 520.0
		if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
			usual = 210
		}
		lift, after := 0.0, false
		for i, before := range archiveDays {
			y, m, d := w.opts.Base.AddDate(0, 0, -before).Truncate(time.Hour).In(zone).Date()
			if days := day.Sub(time.Date(y, m, d, 0, 0, 0, 0, zone)).Hours() / 24; days > -0.5 && days < 6.5 {
				lift, after = lift+moved[i], true
			}
		}
		// Somebody who heard the name types it: the visit is direct, or comes by a search.
		for _, c := range []struct {
			channel string
			mean    float64
		}{{"direct", usual * (0.4 + lift*0.7)}, {"organic_search", usual * (0.45 + lift*0.3)}, {"referral", usual * 0.15}} {
			visits := poisson(c.mean, r)
			if after { // without noise, so that no report says something else by chance
				visits = math.Round(c.mean)
			}
			out = append(out, feeds.Sample{Start: day.UTC(), Span: feeds.DaySpan, Metric: feeds.VisitsMetric, Channel: c.channel, Value: visits, State: feeds.Final})
		}
	}
	return feed, out, nil
}

// poisson returns a number of visits round a mean that is not small.
func poisson(mean float64, r *rand.Rand) float64 {
	return math.Max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
}
