package crawler

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/feeds/single"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/mentions"
)

// save writes documents, requests for parts, source and poll in one transaction, and returns how
// many documents are new or changed. A first read that lists thousands is written in chunks, and
// the poll with the last chunk. After a crash in between, the source is read again and the chunks
// that were written are unchanged.
func (c *Crawler) save(ctx context.Context, src, reported feeds.Source, poll archive.Poll, batch feeds.Batch, now time.Time) (int, error) {
	changed := 0
	// Most of what a network deletes was never stored. Look it up outside the write transaction,
	// since the ledger has one writer.
	deleted, err := archive.GoneDocuments(ctx, c.opts.Ledger, batch.Gone)
	if err != nil {
		return 0, err
	}
	for docs := batch.Documents; ; {
		chunk, err := archive.Drafts(ctx, c.opts.Ledger, docs[:chunkOf(docs)])
		if err != nil {
			return changed, err
		}
		docs = docs[len(chunk):]
		var saved []archive.Saved
		err = c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
			saved, err = c.saveDocuments(ctx, tx, src, chunk)
			if err != nil || len(docs) > 0 {
				return err
			}
			if err := c.removeAndNudge(ctx, tx, deleted, batch.Nudged); err != nil {
				return err
			}
			if batch.Hub != nil && c.opts.Told != "" {
				if err := archive.SetHub(ctx, tx, src.ID, *batch.Hub); err != nil {
					return err
				}
			}
			added, dropped, err := archive.AddFound(ctx, tx, src.ID, batch.Found, false)
			if err != nil {
				return err
			}
			if added > 0 {
				wake(c.reread)
			}
			if changed+countWritten(saved) > 0 {
				if err := archive.TwinsChanged(ctx, tx, src.ID); err != nil {
					return err
				}
			}
			warning, err := updateSource(ctx, tx, src, reported)
			if err != nil {
				return err
			}
			next := c.next(poll, schedule.Outcome{Changed: changed+countWritten(saved) > 0}, now)
			if dropped > 0 {
				warning = append(warning, single.Dropped(dropped))
			}
			next.Condition.SetWarnings(append(warning, batch.Warnings...))
			if batch.Fault != nil {
				next.Condition.SetFault(batch.Fault)
				next.Condition.Health = feeds.Failing
			}
			if batch.More {
				next.State.Due = now
			}
			return archive.SavePoll(ctx, tx, archive.SourcePoll, src.ID, next)
		})
		if err != nil {
			return changed, err
		}
		changed += countWritten(saved)
		for i, s := range saved {
			c.countDocument(chunk[i].Kind, s)
		}
		if len(docs) == 0 {
			c.nudge(src, changed)
			return changed, nil
		}
	}
}

// removeAndNudge deletes the documents that the network deleted, and makes the sources due for
// which the network announced something new.
func (c *Crawler) removeAndNudge(ctx context.Context, tx *ledger.Tx, deleted, nudged []string) error {
	n, err := mentions.DeleteDocuments(ctx, tx, deleted, c.opts.BaseURL)
	if err != nil {
		return err
	}
	c.metrics.removed.Add(float64(n))
	n, err = archive.Nudge(ctx, tx, nudged, cmp.Or(c.opts.Limits.Shortest, schedule.DefaultLimits().Shortest))
	if n > 0 {
		c.wakeReaders()
	}
	return err
}

// countWritten returns how many documents are new or changed.
func countWritten(saved []archive.Saved) int {
	n := 0
	for _, s := range saved {
		if s.New || s.Changed {
			n++
		}
	}
	return n
}

// saveDocuments saves documents and requests the parts that they still lack.
func (c *Crawler) saveDocuments(ctx context.Context, tx *ledger.Tx, src feeds.Source, docs []*archive.Draft) ([]archive.Saved, error) {
	saved, err := archive.SaveDocuments(ctx, tx, docs, src.ID)
	if err != nil {
		return nil, err
	}
	for _, s := range saved {
		if s.Attached {
			if err := mentions.SourceAdded(ctx, tx, s.ID, c.opts.BaseURL); err != nil {
				return nil, err
			}
		}
	}
	return saved, c.enqueue(ctx, tx, src, saved, docs)
}

// chunkOf returns how many documents to write in the next transaction: at most chunkSize, and
// fewer if their texts are large.
func chunkOf(docs []feeds.Item) int {
	weight := 0
	for i := range docs[:min(chunkSize, len(docs))] {
		if weight += docs[i].Weight(); weight > archive.LoadLimit {
			return i + 1
		}
	}
	return min(chunkSize, len(docs))
}

const chunkSize = 200

func (c *Crawler) countDocument(kind feeds.Kind, s archive.Saved) {
	switch {
	case s.New:
		c.metrics.documents.WithLabelValues(string(kind), "new").Inc()
	case s.Changed:
		c.metrics.documents.WithLabelValues(string(kind), "changed").Inc()
	}
}

// nudge makes open desks load the source again.
func (c *Crawler) nudge(src feeds.Source, changed int) {
	b, err := json.Marshal(struct {
		Source  string `json:"source"`
		Changed int    `json:"changed"`
	}{src.ID, changed})
	if err == nil {
		c.opts.Nudge("live.source.read", b)
	}
}
