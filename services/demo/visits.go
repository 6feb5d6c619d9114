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
	r, deep := w.random("visits"), w.random("deep visits")
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
		// A part of them begins on a page that nobody types: links were pasted, searched for, or read by an assistant.
		for _, c := range []struct {
			metric string
			mean   float64
		}{{feeds.DeepDirectMetric, usual * (0.12 + lift*0.2)}, {feeds.DeepSearchMetric, usual * (0.1 + lift*0.05)}, {feeds.DeepAIMetric, usual * (0.01 + lift*0.02)}} {
			visits := poisson(c.mean, deep)
			if after {
				visits = math.Round(c.mean)
			}
			out = append(out, feeds.Sample{Start: day.UTC(), Span: feeds.DaySpan, Metric: c.metric, Value: visits, State: feeds.Final})
		}
	}
	return feed, out, nil
}

// pasted is how often a chat or an assistant fetched a page on each of the two days after an episode that moved visits.
var pasted = []struct {
	kind  feeds.FetchKind
	name  string
	times int
}{
	{feeds.PreviewFetch, "slack", 3}, {feeds.PreviewFetch, "whatsapp", 1}, {feeds.PreviewFetch, "linkedin", 1}, {feeds.AssistantFetch, "chatgpt", 2},
}

// Fetches returns what chats and assistants fetched of our brand's site, as its log shows it.
func (w *World) Fetches() ([]feeds.Fetches, error) {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return nil, err
	}
	r := w.random("fetches")
	pages := []string{"/blog/forecasting-for-small-teams", "/guides/the-slow-quarter", "/customers/harbour-and-oak"}
	y, m, d := w.opts.Base.In(zone).Date()
	var out []feeds.Fetches
	for ago := visitDays; ago > 0; ago-- {
		day := time.Date(y, m, d-ago, 0, 0, 0, 0, zone)
		fetch := func(kind feeds.FetchKind, name string) {
			at := day.Add(8*time.Hour + time.Duration(r.IntN(10*60))*time.Minute).UTC()
			out = append(out, feeds.Fetches{Start: at, Span: feeds.MinuteSpan, Kind: kind, Name: name, Page: pages[r.IntN(len(pages))], Proof: feeds.Claimed, Count: 1, Minutes: 1})
		}
		for _, p := range pasted {
			if r.IntN(8) == 0 { // somebody pastes a link on any day
				fetch(p.kind, p.name)
			}
			for i, before := range archiveDays {
				y, m, d := w.opts.Base.AddDate(0, 0, -before).Truncate(time.Hour).In(zone).Date()
				if days := day.Sub(time.Date(y, m, d, 0, 0, 0, 0, zone)).Hours() / 24; moved[i] > 0 && days > 0.5 && days < 2.5 {
					for range p.times {
						fetch(p.kind, p.name)
					}
				}
			}
		}
	}
	return out, nil
}

// poisson returns a number of visits round a mean that is not small.
func poisson(mean float64, r *rand.Rand) float64 {
	return math.Max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
}
