package indexer

import (
	"log/slog"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search"
)

func january() time.Time { return time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC) }

func TestRetentionKeepsWholeMonths(t *testing.T) {
	x := &Indexer{opts: Options{KeepMonths: 3, Now: january}}
	for month, want := range map[string]bool{
		"2026-02": true, "2026-01": true, "2025-12": true, "2025-11": true, "2025-10": false, "2025": true, "2024": false, "undated": true,
	} {
		if got := x.wanted(month); got != want {
			t.Errorf("%s is wanted: %t", month, got)
		}
	}
	x.opts.KeepMonths = 0
	if !x.wanted("2005-01") {
		t.Error("without a retention everything is kept")
	}
}

func TestUpkeepDropsMonthsOutsideTheRetention(t *testing.T) {
	s, err := search.Open(t.TempDir(), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var entries []index.Entry
	for _, month := range []string{"2025-10", "2025-11", "undated"} {
		d := feeds.Document{ID: "in-" + month, Kind: feeds.Page, Title: month, Text: "We moved to Larkmeter."}
		entries = append(entries, passage.Entry(&d, "", month, 1, nil))
	}
	if err := s.Put(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	x := &Indexer{opts: Options{KeepMonths: 3, Now: january, Index: s, Logger: slog.New(slog.DiscardHandler)}}
	if err := x.tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	stats, err := s.Stats()
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for _, p := range stats.Partitions {
		kept[p.Name] = true
	}
	if len(kept) != 2 || !kept["2025-11"] || !kept["undated"] {
		t.Errorf("partitions %v are kept", kept)
	}
	if left := x.kept(entries); len(left) != 2 {
		t.Errorf("%d entries would be indexed", len(left))
	}
}
