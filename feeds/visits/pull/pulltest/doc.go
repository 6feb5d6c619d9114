// Package pulltest has what the tests of readers of analytics systems share.
package pulltest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/visits/pull"
)

// Options are those of a reader that may connect to loopback, at a time that stands still.
func Options(t testing.TB, now time.Time) pull.Options {
	t.Helper()
	transport := fetch.NewTransport(feedstest.Loopback())
	t.Cleanup(transport.CloseIdleConnections)
	return pull.Options{Transport: transport, UserAgent: "test", Now: func() time.Time { return now }}
}

// At parses a time.
func At(t testing.TB, text string) time.Time {
	t.Helper()
	out, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Position is that of a feed that was read until a day.
func Position(until string, began bool) feeds.Position {
	b, _ := json.Marshal(map[string]any{"until": until, "began": began, "weekly": until})
	return b
}

// Lines are samples above zero of a metric, by default visits, as a test writes them.
func Lines(samples []feeds.Sample, metric ...string) (out []string) {
	for _, s := range samples {
		if s.Value != 0 && (len(metric) == 0 && s.Metric == feeds.VisitsMetric || len(metric) > 0 && s.Metric == metric[0]) {
			out = append(out, strings.Join(strings.Fields(fmt.Sprint(s.Start.Format("01-02T15Z"), " ", s.Span, " ", s.Channel, " ", s.Landing, " ", s.Country, " ", s.Value, " ", s.State)), " "))
		}
	}
	return out
}

// All is the result of reading until the present.
type All struct {
	Samples  map[feeds.SampleKey]feeds.Sample
	Reads    int
	Position feeds.Position
	Warnings []feeds.Warning
}

// ReadAll reads until the present, and checks that there is no gap and that no sample lies outside of its batch.
func ReadAll(t testing.TB, r feeds.SampleReader, f feeds.SampleFeed) All {
	t.Helper()
	out := All{Samples: map[feeds.SampleKey]feeds.Sample{}}
	var end time.Time
	for more := true; more; out.Reads++ {
		b, err := r.Samples(t.Context(), f, out.Position)
		if err != nil || out.Reads > 400 {
			t.Fatalf("read %d: %v", out.Reads, err)
		}
		if !b.From.IsZero() && !end.IsZero() && !b.From.Equal(end) {
			t.Errorf("a gap: %v to %v", end, b.From)
		}
		for _, s := range b.Samples {
			if s.Start.Before(b.From) || !s.Start.Before(b.To) {
				t.Errorf("%v lies outside of %v to %v", s.Start, b.From, b.To)
			}
			if _, twice := out.Samples[s.Key()]; twice {
				t.Errorf("%+v is there twice", s)
			}
			out.Samples[s.Key()] = s
		}
		if end = b.To; b.To.IsZero() && len(b.Samples) > 0 {
			t.Error("samples of no time")
		}
		out.Warnings = append(out.Warnings, b.Warnings...)
		out.Position, more = b.Position, b.More
	}
	return out
}

// States checks the states of hours.
func States(t testing.TB, b feeds.SampleBatch, now time.Time, settled time.Duration) {
	t.Helper()
	for _, s := range b.Samples {
		if s.Span != feeds.HourSpan {
			continue
		}
		want := feeds.Final
		switch end := s.Start.Add(time.Hour); {
		case end.After(now):
			want = feeds.Partial
		case end.After(now.Add(-settled)):
			want = feeds.Provisional
		}
		if s.State != want || s.Start.After(now) {
			t.Errorf("%v is %s, want %s", s.Start, s.State, want)
		}
	}
}
