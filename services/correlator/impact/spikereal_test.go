package impact

import (
	"encoding/json"
	"math"
	"os"
	"testing"
	"time"
)

// TestSpikesOfTwitterVolumes measures the search for hours on real series with labelled moments:
// the share of them that is found, and what is flagged beside them. Not every event is labelled,
// so what is beside them is an upper bound of false ones.
func TestSpikesOfTwitterVolumes(t *testing.T) {
	raw, err := os.ReadFile(data(t, "NAB", "combined_windows.json"))
	if err != nil {
		t.Fatal(err)
	}
	var windows map[string][][2]string
	if err := json.Unmarshal(raw, &windows); err != nil {
		t.Fatal(err)
	}
	labels, found, outside, hours := 0, 0, 0, 0
	for _, name := range []string{"AAPL", "AMZN", "CRM", "FB", "GOOG", "IBM"} {
		s := load(t, data(t, "NAB", "hourly_"+name+".csv"), "2006-01-02 15:04:05", Hour, func(v float64) float64 { return v })
		spikes, err := FindSpikes(s, SpikeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		first := LeastSpikeRows(Hour) + 200
		inside := make([]bool, len(s.Values))
		for _, w := range windows["realTweets/Twitter_volume_"+name+".csv"] {
			a, _ := time.Parse("2006-01-02 15:04:05.000000", w[0])
			b, _ := time.Parse("2006-01-02 15:04:05.000000", w[1])
			from, end := max(s.Row(a), 0), s.Row(b)+1
			mark(inside, Span{from, end - from})
			if end <= first {
				continue
			}
			labels++
			for _, k := range spikes {
				if k.Row >= from && k.Row < end {
					found++
					break
				}
			}
		}
		for i := first; i < len(inside); i++ {
			if !inside[i] {
				hours++
			}
		}
		for _, k := range spikes {
			if k.Row >= first && !inside[k.Row] {
				outside++
			}
		}
	}
	weekly := float64(outside) / float64(hours) * 168
	t.Logf("%d of %d labelled stretches found, %d hours beside them: %.2f a week and series", found, labels, outside, weekly)
	if found < 8 || weekly > 2 {
		t.Errorf("found %d of %d, %.2f a week beside them", found, labels, weekly)
	}
}

// TestSpikesOfPlayOffs looks for a player's play-off days, with the seasons before listed as events
// and without.
func TestSpikesOfPlayOffs(t *testing.T) {
	s := load(t, data(t, "series", "example_wp_log_peyton_manning.csv"), "2006-01-02", Day, func(v float64) float64 { return math.Round(math.Exp(v)) })
	days := []string{"2009-01-03", "2010-01-16", "2010-01-24", "2010-02-07", "2011-01-08", "2013-01-12", "2014-01-12", "2014-01-19", "2014-02-02", "2015-01-11", "2016-01-17", "2016-01-24", "2016-02-07"}
	count := func(masked bool) (hits, asked, all int) {
		var events []Event
		for i, d := range days {
			at := s.Row(day(d))
			if at < 365+28 {
				continue
			}
			asked++
			if masked {
				events = events[:0]
				for _, e := range days[:i] {
					events = append(events, Event{Span: Span{s.Row(day(e)) - 1, 4}, Name: "game"})
				}
			}
			found, err := FindSpikes(cut(s, 0, min(at+45, len(s.Values))), SpikeOptions{Events: events, OnDemand: true})
			if err != nil {
				t.Fatal(err)
			}
			all = len(found)
			for _, f := range found {
				if f.Row >= at && f.Row <= at+1 {
					hits++
					break
				}
			}
		}
		return hits, asked, all
	}
	plain, asked, _ := count(false)
	masked, _, _ := count(true)
	t.Logf("of %d play-off days %d are found, %d with the earlier ones listed as events", asked, plain, masked)
	if masked < plain {
		t.Errorf("listing the earlier seasons finds %d, not listing them %d", masked, plain)
	}
}
