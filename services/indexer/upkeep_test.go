package indexer

import (
	"testing"
	"time"
)

func TestRetentionKeepsWholeMonths(t *testing.T) {
	x := &Indexer{opts: Options{KeepMonths: 3, Now: func() time.Time { return time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC) }}}
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
