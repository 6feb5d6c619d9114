package indexer

import (
	"context"
	"errors"
	"fmt"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/subjects"
)

// catchUp indexes what was detected after the index's own offset. It rebuilds the whole index if
// the index is empty and the ledger is not, or if the index is too far behind.
func (x *Indexer) catchUp(ctx context.Context) error {
	offset := int64(x.opts.Index.Offset())
	first, err := x.opts.Ledger.FirstSeq(ctx, subjects.Documents)
	if err != nil {
		return fmt.Errorf("looking up the oldest reference: %w", err)
	}
	// If the references after the offset were pruned, the index can't catch up from them.
	if offset == 0 || offset+1 < first {
		n, err := archive.CountDocuments(ctx, x.opts.Ledger)
		if err != nil || n == 0 && offset == 0 {
			return err
		}
		// Without documents it is built too: what the index still has was deleted meanwhile.
		x.opts.Logger.Info("building the search index from the ledger", "documents", n)
		return x.Reindex(ctx)
	}
	return x.follow(ctx, offset)
}

// follow indexes what was detected after an offset.
func (x *Indexer) follow(ctx context.Context, offset int64) error {
	for {
		rows, err := x.opts.Ledger.After(ctx, subjects.Documents, offset, 500)
		if err != nil {
			return fmt.Errorf("reading references: %w", err)
		}
		if len(rows) == 0 {
			return nil
		}
		var ids []string
		seen := map[string]bool{}
		for _, r := range rows {
			offset = max(offset, r.Seq)
			if r.Ref != nil && isDetected(r.Subject) && !seen[r.Ref.ID] {
				seen[r.Ref.ID] = true
				ids = append(ids, r.Ref.ID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		if err := x.put(ctx, ids, offset); err != nil {
			return err
		}
	}
}

func isDetected(subject string) bool {
	const prefix = subjects.DetectedPrefix
	return len(subject) > len(prefix) && subject[:len(prefix)] == prefix
}

// Reindex rebuilds the index from the ledger. Searches use the old index until the new one is
// complete.
func (x *Indexer) Reindex(ctx context.Context) error {
	ctx, done, err := x.job.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	total, err := archive.CountDocuments(ctx, x.opts.Ledger)
	if err != nil {
		return err
	}
	seq, err := x.opts.Ledger.LastSeq(ctx, subjects.Documents)
	if err != nil {
		return fmt.Errorf("looking up the last sequence: %w", err)
	}
	x.job.progress(0, total)
	read := 0
	err = x.opts.Index.Reindex(ctx, func(put func([]index.Entry) error) error {
		err := archive.EachDocument(ctx, x.opts.Ledger, 0, batch, func(metas []archive.DocumentMeta) error {
			docs := make([]feeds.Document, len(metas))
			for i := range metas {
				docs[i] = metas[i].Document
			}
			entries, err := x.entries(ctx, docs, seq)
			if err != nil {
				return err
			}
			read += len(metas)
			x.job.progress(read, total)
			x.opts.Nudge("live.reindex", x.job.json())
			return put(entries)
		})
		if errors.Is(err, ledger.ErrCorrupt) {
			x.opts.Logger.Error("documents with corrupt text not indexed", "error", err)
			return nil
		}
		return err
	}, nil)
	if err != nil {
		return fmt.Errorf("reindexing: %w", err)
	}
	// The new generation takes its offset from the entries. Where there were none, or retention
	// left them all out, it has the old offset, and the next start would rebuild it once more.
	if int64(x.opts.Index.Offset()) < seq {
		if err := x.putAll(ctx, nil, seq); err != nil {
			return err
		}
	}
	return x.follow(ctx, seq)
}
