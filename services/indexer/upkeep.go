package indexer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/lease"
)

const (
	upkeepFirst = 10 * time.Minute // after the start, when the backlog is likely indexed
	upkeepEvery = 24 * time.Hour
)

// upkeep drops the months that are past the retention and compacts the others, once a day. The
// ledger keeps the documents, so a longer retention and a reindex make them searchable again.
func (x *Indexer) upkeep(ctx context.Context) {
	lease.Loop{
		Delay: upkeepFirst, Poll: upkeepEvery,
		Work:   func(ctx context.Context) (int, error) { return 0, x.tidy(ctx) },
		Failed: func(err error) { x.opts.Logger.Warn("search index upkeep failed", "error", err) },
	}.Run(ctx)
}

func (x *Indexer) tidy(ctx context.Context) error {
	stats, err := x.opts.Index.Stats()
	if err != nil {
		return fmt.Errorf("measuring the index: %w", err)
	}
	for _, p := range stats.Partitions {
		if !x.wanted(p.Name) {
			if err := x.opts.Index.Drop(p.Name); err != nil {
				return fmt.Errorf("dropping %s: %w", p.Name, err)
			}
			x.opts.Logger.Info("month dropped from search index", "month", p.Name, "passages", p.Passages)
		}
	}
	// Check moves damaged partitions aside, and rebuildLost rebuilds them.
	if _, _, err := x.opts.Index.Check(ctx); err != nil {
		return fmt.Errorf("verifying the index: %w", err)
	}
	return x.opts.Index.Compact(ctx)
}

// wanted reports whether a partition is within the retention. Partitions of older documents are
// whole years ("2019"), so only the common prefix with the oldest month is compared. The
// partition of documents without a usable date is always kept.
func (x *Indexer) wanted(month string) bool {
	if x.opts.KeepMonths <= 0 || month == "undated" {
		return true
	}
	oldest := x.opts.Now().UTC().AddDate(0, -x.opts.KeepMonths+1, 0).Format("2006-01")
	return month >= oldest[:min(len(oldest), len(month))]
}

// kept returns the entries whose months are within the retention.
func (x *Indexer) kept(entries []index.Entry) []index.Entry {
	return slices.DeleteFunc(entries, func(e index.Entry) bool { return !x.wanted(e.Month) })
}
