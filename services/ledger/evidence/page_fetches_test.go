package evidence_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestFetchesAreKeptByMinuteAndThenByHour(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		hour := l.Now().UTC().Truncate(time.Hour).Add(-5 * time.Hour)
		fetch := func(minute int, name string, n int64) feeds.Fetches {
			return feeds.Fetches{Start: hour.Add(time.Duration(minute) * time.Minute), Span: feeds.MinuteSpan, Kind: feeds.PreviewFetch, Name: name, Page: "/a/b", Proof: feeds.Claimed, Count: n, Minutes: 1}
		}
		rows := []feeds.Fetches{fetch(1, "slack", 1000), fetch(2, "slack", 1), fetch(2, "whatsapp", 2)}
		write(t, l, func(tx *ledger.Tx) error {
			return evidence.ReplaceFetches(ctx, tx, "f", hour, hour.Add(time.Hour), rows)
		})
		write(t, l, func(tx *ledger.Tx) error { // the same log again
			return evidence.ReplaceFetches(ctx, tx, "f", hour, hour.Add(time.Hour), rows)
		})
		write(t, l, func(tx *ledger.Tx) error {
			return evidence.AddFetches(ctx, tx, evidence.LinkFetches("s"), []feeds.Fetches{fetch(2, "slack", 5), fetch(2, "slack", 5)})
		})
		text := func(by string) (out []string) {
			found, err := evidence.FetchesBy(ctx, l, evidence.FetchFilter{Feeds: []string{"f", evidence.LinkFetches("s")}, Kinds: []string{"preview"}, From: hour, Limit: 100}, by)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				out = append(out, fmt.Sprint(f.Name, " ", f.Page, " ", f.Span, " ", f.Count, " ", f.Minutes))
			}
			return out
		}
		byName := []string{"slack  ", "whatsapp  "}
		for i, n := range []string{" 1011 3", " 2 1"} {
			byName[i] += n
		}
		before := text("name")
		if d := cmp.Diff(byName, before); d != "" {
			t.Error(d)
		}
		if got := text("time"); len(got) != 3 {
			t.Errorf("%q", got)
		}
		for range 2 {
			write(t, l, func(tx *ledger.Tx) error {
				return evidence.FoldFetches(ctx, tx, hour.Add(time.Hour))
			})
			if d := cmp.Diff(before, text("name")); d != "" {
				t.Error(d) // folding loses nothing
			}
			if got := text("time"); len(got) != 2 || got[0] != "slack /a/b hour 1011 3" {
				t.Errorf("%q", got)
			}
		}
	})
}
