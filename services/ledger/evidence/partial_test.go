package evidence_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// A time is partial if any of its samples is: one of another channel, or one by country, which is not
// even added up. Whichever of them the system reports last may still change the others.
func TestOnePartialSampleMakesItsTimePartial(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		addFeed(t, l, "a", "UTC")
		day := func(n int, metric, channel, country string, value float64, state feeds.SampleState) feeds.Sample {
			return feeds.Sample{Start: noon.AddDate(0, 0, n), Span: feeds.DaySpan, Metric: metric, Channel: channel, Country: country, Value: value, State: state}
		}
		replace(t, l, "a", []feeds.Sample{
			day(0, "visits", "direct", "", 5, feeds.Final), day(0, "visits", "social", "", 1, feeds.Partial),
			day(1, "visits", "direct", "", 5, feeds.Final), day(1, "visits", "", "NL", 4, feeds.Partial),
			day(2, "visits", "direct", "", 5, feeds.Partial), day(2, "visits", "", "NL", 4, feeds.Final),
			day(3, "visits", "", "NL", 4, feeds.Final), day(3, "visits", "", "DE", 2, feeds.Partial),
			day(4, "visits", "direct", "", 5, feeds.Final), day(4, "visits", "", "NL", 4, feeds.Provisional),
			day(4, "branded_clicks", "", "", 3, feeds.Partial),
		})
		want := []struct {
			value   float64
			partial bool
		}{{6, true}, {5, true}, {5, true}, {6, true}, {5, false}}
		all := must(evidence.CountsBy(t.Context(), l, evidence.CountFilter{Feed: "a", Metric: "visits", From: noon}))(t)
		var wanted []evidence.Count
		for n, w := range want {
			wanted = append(wanted, evidence.Count{Start: noon.AddDate(0, 0, n), Span: feeds.DaySpan, Value: w.value, Partial: w.partial})
		}
		if diff := cmp.Diff(wanted, all); diff != "" {
			t.Errorf("all channels (- want, + got):\n%s", diff)
		}
		// A channel is as partial as its time: that its own sample is final says nothing about those
		// that may still be moved to it.
		direct := must(evidence.CountsBy(t.Context(), l, evidence.CountFilter{Feed: "a", Metric: "visits", Channel: "direct", From: noon, To: noon.Add(time.Hour)}))(t)
		if diff := cmp.Diff([]evidence.Count{{Start: noon, Span: feeds.DaySpan, Value: 5, Partial: true}}, direct); diff != "" {
			t.Errorf("one channel (- want, + got):\n%s", diff)
		}
	})
}
