package crawler

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger"
)

// read reads one source and records what came of it, good or bad.
func (c *Crawler) read(ctx context.Context, src feeds.Source, cur feeds.Cursor) error {
	return c.cautiously(ctx, ledger.Reading, src.ID,
		func(ctx context.Context) error { return c.putOff(ctx, src, cur) },
		func(ctx context.Context) error { return c.readNow(ctx, src, cur) })
}

func (c *Crawler) readNow(ctx context.Context, src feeds.Source, cur feeds.Cursor) error {
	ctx, release := fetch.Hold(ctx)
	defer release()
	batch, err := c.ask(ctx, src, cur)
	if ctx.Err() != nil {
		return ctx.Err() // stopped: the claim is given up and the source is read again
	}
	now := c.Now()
	if err != nil {
		c.metrics.reads.WithLabelValues(string(fetch.KindOf(err))).Inc()
		next := c.next(cur, schedule.Outcome{Err: err}, now)
		c.Logger.Info("source not read", "source", src.ID, "name", src.Name, "error", err, "again", next.Due)
		c.recordLater(ctx, src.ID, next)
		c.tell(src, 0)
		return nil
	}
	if batch.NotModified {
		c.metrics.reads.WithLabelValues("not_modified").Inc()
		next := c.next(batch.Cursor, schedule.Outcome{}, now)
		if cur.Health == feeds.Healthy {
			next.Error = cur.Error // the same file has the same faults
		}
		if batch.Source.URL != src.URL {
			return c.followMove(ctx, src, batch.Source, next)
		}
		c.recordLater(ctx, src.ID, next)
		return nil
	}
	prepare(batch.Documents, cur, now)
	if err := c.transcribe(ctx, src, batch.Documents); err != nil {
		return err
	}
	batch.Cursor.Published = newest(batch.Documents)
	saved, err := c.save(ctx, src, batch, now)
	if err != nil {
		return fmt.Errorf("recording %s: %w", src.Name, err)
	}
	outcome := "unchanged"
	if saved > 0 {
		outcome = "changed"
	}
	c.metrics.reads.WithLabelValues(outcome).Inc()
	return nil
}

func (c *Crawler) ask(ctx context.Context, src feeds.Source, cur feeds.Cursor) (batch feeds.Batch, err error) {
	reader, ok := c.Readers[src.Type]
	if !ok {
		return batch, &fetch.Error{Kind: fetch.Unparsable, Reason: "Nothing here reads sources of type " + string(src.Type), Help: "Remove the source, or update Namedrop."}
	}
	// A parser that a hostile feed trips up costs that source its read, not the process.
	defer func() {
		if p := recover(); p != nil {
			c.Logger.Error("reader panicked", "source", src.ID, "panic", p)
			err = &fetch.Error{Kind: fetch.Unparsable, Reason: "Reading this source tripped Namedrop up", Help: "Please report its address; the other sources go on."}
		}
	}()
	batch, err = reader.Read(ctx, src, cur)
	batch.Cursor.Claimed = cur.Claimed
	return batch, err
}

// prepare gives the documents what only the crawl knows: when they were fetched, a
// date where they have none, and whether they are back catalogue. An old episode that
// turns up long after the first read is an archive growing, not news. A first read that lies
// ahead was made while the clock went wrong: by its date nothing would ever be news.
func prepare(docs []feeds.Document, cur feeds.Cursor, now time.Time) {
	first := cur.FirstRead
	if first.After(now) {
		first = now
	}
	for i := range docs {
		d := &docs[i]
		d.Fetched = now
		if d.Published.IsZero() {
			d.Published, d.Undated = now, true
		}
		d.Backfill = first.IsZero() || !d.Undated && d.Published.Before(first.Add(-archiveAge))
	}
}

const archiveAge = 7 * 24 * time.Hour

// remembered is how many publication times are kept to learn a source's rhythm from.
const remembered = 24

func newest(docs []feeds.Document) []time.Time {
	var out []time.Time
	for i := range docs {
		if !docs[i].Undated {
			out = append(out, docs[i].Published.UTC())
		}
	}
	slices.SortFunc(out, func(a, b time.Time) int { return b.Compare(a) })
	return out[:min(len(out), remembered)]
}

func (c *Crawler) next(cur feeds.Cursor, o schedule.Outcome, now time.Time) feeds.Cursor {
	return schedule.Next(cur.Published, cur, o, now, rand.Float64(), c.Limits)
}

// save writes documents, queue, source and cursor in one transaction, and returns how
// many documents are new or changed. A first read that lists thousands is written in
// chunks, the cursor with the last one: a crash in between reads the source again and
// finds the first ones unchanged.
func (c *Crawler) save(ctx context.Context, src feeds.Source, batch feeds.Batch, now time.Time) (int, error) {
	changed := 0
	for docs := batch.Documents; ; {
		chunk, err := c.Ledger.Drafts(ctx, docs[:chunkOf(docs)])
		if err != nil {
			return changed, err
		}
		docs = docs[len(chunk):]
		var saved []ledger.Saved
		err = c.Ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
			saved, err = c.saveDocuments(ctx, tx, src, chunk)
			if err != nil || len(docs) > 0 {
				return err
			}
			warning, err := updateSource(ctx, tx, src, batch.Source)
			if err != nil {
				return err
			}
			next := c.next(batch.Cursor, schedule.Outcome{Changed: changed+written(saved) > 0}, now)
			if next.Error = told(batch.Warnings); warning != "" {
				next.Error = strings.TrimSpace(warning + " " + next.Error)
				next.Warnings++
			}
			return tx.SaveCursor(ctx, src.ID, next)
		})
		if err != nil {
			return changed, err
		}
		changed += written(saved)
		for i, s := range saved {
			c.count(chunk[i].Kind, s)
		}
		if len(docs) == 0 {
			c.tell(src, changed)
			return changed, nil
		}
	}
}

// told is what the desk says of a source that was read in spite of its faults.
func told(warnings []string) string {
	return strings.Join(warnings[:min(len(warnings), 3)], " ")
}

func written(saved []ledger.Saved) int {
	n := 0
	for _, s := range saved {
		if s.New || s.Changed {
			n++
		}
	}
	return n
}

// saveDocuments saves documents and queues the transcripts that are still to be fetched.
func (c *Crawler) saveDocuments(ctx context.Context, tx *ledger.Tx, src feeds.Source, docs []*ledger.Draft) ([]ledger.Saved, error) {
	saved, err := tx.SaveDocuments(ctx, docs, src.ID)
	if err != nil {
		return nil, err
	}
	return saved, c.queueTexts(ctx, tx, src, saved)
}

// chunkOf is how many documents are written in one transaction.
func chunkOf(docs []feeds.Document) int {
	weight := 0
	for i := range docs[:min(chunkSize, len(docs))] {
		if weight += docs[i].Weight(); weight > ledger.AtOnce {
			return i + 1
		}
	}
	return min(chunkSize, len(docs))
}

const chunkSize = 200

func (c *Crawler) count(kind feeds.Kind, s ledger.Saved) {
	switch {
	case s.New:
		c.metrics.documents.WithLabelValues(string(kind), "new").Inc()
	case s.Changed:
		c.metrics.documents.WithLabelValues(string(kind), "changed").Inc()
	}
}

// tell nudges the desk.
func (c *Crawler) tell(src feeds.Source, changed int) {
	b, err := json.Marshal(struct {
		Source  string `json:"source"`
		Changed int    `json:"changed"`
	}{src.ID, changed})
	if err == nil {
		c.Nudge("live.source.read", b)
	}
}
