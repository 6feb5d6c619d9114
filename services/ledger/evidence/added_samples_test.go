package evidence_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// A batch that is sent again, because its writer didn't learn that it was stored, counts once.
func TestAddingSamples(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		feed := visitsFeed("a")
		feed.Type = "tag"
		paused := visitsFeed("p")
		paused.Type, paused.Paused = "tag", true
		write(t, l, func(tx *ledger.Tx) error {
			_, _, err := evidence.AddSampleFeed(ctx, tx, feed)
			_, _, err2 := evidence.AddSampleFeed(ctx, tx, paused)
			_, _, err3 := evidence.AddSampleFeed(ctx, tx, visitsFeed("other"))
			return errors.Join(err, err2, err3)
		})
		sample := func(hour int, value float64) feeds.Sample {
			return feeds.Sample{Start: noon.Add(time.Duration(hour) * time.Hour), Span: feeds.HourSpan, Metric: "visits", Channel: "direct", Value: value, State: feeds.Partial}
		}
		add := func(writer string, number int64, want bool, samples ...feeds.Sample) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) error {
				got, err := evidence.AddSamples(ctx, tx, evidence.AddedBatch{Feed: "a", Writer: writer, Number: number, Samples: samples})
				if got != want {
					t.Errorf("batch %d of %s: applied %t", number, writer, got)
				}
				return err
			})
		}
		closeHour := func(hour int) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) error {
				return evidence.CloseHour(ctx, tx, "a", noon.Add(time.Duration(hour)*time.Hour), []string{"visits", "pageviews"})
			})
		}
		closeHour(-1) // before the first sample: unknown, not zero
		add("one", 1, true, sample(0, 2), sample(1, 1))
		add("one", 1, false, sample(0, 2), sample(1, 1))
		add("two", 1, true, sample(0, 3))
		add("one", 2, true, sample(1, 4))
		add("one", 1, false, sample(1, 9))
		closeHour(0)
		closeHour(0)
		closeHour(2)
		got, _, err := evidence.ListSamples(ctx, l, evidence.SampleFilter{Feed: "a"})
		if err != nil {
			t.Fatal(err)
		}
		zero := func(hour int, metric string) feeds.Sample {
			return feeds.Sample{Start: noon.Add(time.Duration(hour) * time.Hour), Span: feeds.HourSpan, Metric: metric, State: feeds.Final}
		}
		five := sample(0, 5)
		five.State = feeds.Final
		want := []feeds.Sample{zero(0, "pageviews"), five, sample(1, 5), zero(2, "pageviews"), zero(2, "visits")}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		active, err := evidence.PushedFeeds(ctx, l, "tag")
		if err != nil || len(active) != 1 || active[0].ID != "a" {
			t.Errorf("%v, %v", active, err)
		}
		view, err := evidence.GetSampleFeed(ctx, l, "", "a")
		if err != nil || view.Poll.Condition.Health != feeds.Healthy || view.Poll.State.LastRead.IsZero() {
			t.Errorf("%+v, %v", view.Poll, err)
		}
		err = l.Write(ctx, func(tx *ledger.Tx) error {
			_, err := evidence.AddSamples(ctx, tx, evidence.AddedBatch{Feed: "gone", Writer: "one", Number: 1})
			return err
		})
		if !errors.Is(err, ledger.ErrNotFound) {
			t.Error(err)
		}
	})
}
