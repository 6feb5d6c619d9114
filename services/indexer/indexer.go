package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/mentions"
	"github.com/namedrop/namedrop/services/subjects"
)

// Indexer keeps one copy of the index up to date.
type Indexer struct {
	opts    Options
	metrics metrics
	job     job
	asked   chan struct{} // receives when a reindex is requested
}

// New returns an indexer. It does nothing until Run is called.
func New(o Options) (*Indexer, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, fmt.Errorf("indexer: %w", err)
	}
	return &Indexer{opts: o, metrics: m, asked: make(chan struct{}, 1)}, nil
}

const (
	batch  = 512                   // most references in one batch: with a backlog, few and large writes
	piece  = 32                    // documents prepared at once, while the previous ones are written
	linger = 20 * time.Millisecond // how long a batch that is not full waits for more references
)

// Consumer returns the durable name of this copy's consumer on the bus.
func (x *Indexer) Consumer() string { return "indexer-" + x.opts.Node }

// Run closes the gap between the index and the ledger, then follows the bus until ctx is done.
func (x *Indexer) Run(ctx context.Context) error {
	if err := x.opts.Ledger.WaitForDatabase(ctx, func(ctx context.Context) error { return x.pastDamage(ctx, x.catchUp) }); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("updating the index: %w", err)
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { x.reindexWhenAsked(ctx) })
	wg.Go(func() { x.upkeep(ctx) })
	wg.Go(func() { x.rebuildLost(ctx) })
	wg.Go(func() {
		if err := x.opts.Index.Warm(ctx); err != nil && ctx.Err() == nil {
			x.opts.Logger.Warn("warming index failed, the first searches will be slower", "error", err)
		}
	})
	return x.opts.Bus.Consume(ctx, bus.ConsumerConfig{
		Name: x.Consumer(), Stream: subjects.Documents, Filters: []string{subjects.All(subjects.DetectedPrefix)}, Batch: batch, Linger: linger,
		SaveOffset: func(ctx context.Context, seq int64) error {
			return x.opts.Ledger.SetOffset(ctx, x.Consumer(), subjects.Documents, seq)
		},
	}, x.handle)
}

func (x *Indexer) reindexWhenAsked(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-x.asked:
			if err := x.Reindex(ctx); err != nil && ctx.Err() == nil {
				x.opts.Logger.Error("reindex failed, keeping the old index", "error", err)
			}
		}
	}
}

func (x *Indexer) handle(ctx context.Context, msgs []bus.Msg) error {
	var ids []string
	var top int64
	for _, m := range msgs {
		var ref ledger.Reference
		if err := json.Unmarshal(m.Data, &ref); err != nil || ref.ID == "" {
			return bus.Poison(fmt.Errorf("reference %q can't be read", m.Data))
		}
		if !slices.Contains(ids, ref.ID) {
			ids = append(ids, ref.ID)
		}
		top = max(top, m.Seq)
	}
	return x.put(ctx, ids, top)
}

// put indexes the current state of documents in the ledger, and deletes those that the ledger no
// longer has. Large documents come last, one at a time, so that the others can be found first.
// seq is the index's new offset, or 0 to leave it.
func (x *Indexer) put(ctx context.Context, ids []string, seq int64) error {
	large, err := archive.LargeDocuments(ctx, x.opts.Ledger, ids)
	if err != nil {
		return err
	}
	if len(large) == 0 {
		return x.putAll(ctx, ids, seq)
	}
	var others []string
	for _, id := range ids {
		if !slices.Contains(large, id) {
			others = append(others, id)
		}
	}
	if err := x.putAll(ctx, others, 0); err != nil {
		return err
	}
	for _, id := range large {
		if err := x.putLarge(ctx, id); err != nil {
			return err
		}
	}
	return x.putAll(ctx, nil, seq) // raise the offset only now that all documents are indexed
}

// putLarge indexes one document, unless it is quarantined because the process has died during it
// too often.
func (x *Indexer) putLarge(ctx context.Context, id string) error {
	q, err := archive.SuspectOf(ctx, x.opts.Ledger, archive.Indexing, id)
	if err != nil {
		return err
	}
	if q.Held {
		x.opts.Logger.Warn("document is quarantined", "document", id, "deaths", q.Deaths)
		return nil
	}
	done, err := x.opts.InFlight.Alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	defer x.opts.InFlight.Begin(archive.Work{Kind: archive.Indexing, ID: id, Size: archive.Large})()
	if err := x.putAll(ctx, []string{id}, 0); err != nil || q.Deaths == 0 {
		return err
	}
	return x.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.ClearSuspect(ctx, tx, archive.Indexing, id) })
}

// putAll indexes documents as putOnce does, and again if a partition was damaged.
func (x *Indexer) putAll(ctx context.Context, ids []string, seq int64) error {
	return x.pastDamage(ctx, func(ctx context.Context) error { return x.putOnce(ctx, ids, seq) })
}

// putOnce indexes documents in pieces and deletes those that the ledger no longer has.
func (x *Indexer) putOnce(ctx context.Context, ids []string, seq int64) error {
	var gone []string
	passages := 0
	err := x.opts.Index.Feed(ctx, func(yield func([]index.Entry, error) bool) {
		for part := range slices.Chunk(ids, piece) {
			for len(part) > 0 {
				docs, without, rest, err := x.load(ctx, part)
				if err != nil {
					yield(nil, fmt.Errorf("loading documents: %w", err))
					return
				}
				part = rest
				gone = append(gone, without...)
				entries, err := x.entries(ctx, docs, seq)
				for i := range entries {
					passages += len(entries[i].Passages)
				}
				if !yield(entries, err) {
					return
				}
			}
		}
	}, uint64(seq))
	if err != nil {
		return fmt.Errorf("indexing: %w", err)
	}
	x.metrics.passages.Add(float64(passages))
	if len(gone) == 0 {
		return nil
	}
	if err := x.opts.Index.Delete(ctx, gone); err != nil {
		return fmt.Errorf("removing deleted documents from the index: %w", err)
	}
	return nil
}

// entries returns the index entries of documents, with what the ledger stores beside them: month,
// show, cluster and mentions.
func (x *Indexer) entries(ctx context.Context, docs []feeds.Document, seq int64) ([]index.Entry, error) {
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	facts, err := mentions.EntryFactsOf(ctx, x.opts.Ledger, ids)
	if err != nil {
		return nil, err
	}
	out := make([]index.Entry, 0, len(docs))
	for i := range docs {
		// A document without facts was deleted since it was loaded. Skip it: a reference for
		// the deletion will follow.
		if f, ok := facts[docs[i].ID]; ok {
			e := passage.Entry(&docs[i], f.Show, f.Month, uint64(seq), f.Mentions)
			e.Cluster = f.Cluster
			out = append(out, e)
		}
	}
	return x.kept(out), nil
}

// load loads the first of the documents, as many as fit into the memory limits, and returns the
// others as rest. gone has the ids that the ledger no longer has. A document whose text can't be
// read is in none of them: it stays in the index as it is.
func (x *Indexer) load(ctx context.Context, ids []string) (docs []feeds.Document, gone, rest []string, err error) {
	docs, rest, err = archive.LoadDocuments(ctx, x.opts.Ledger, ids)
	have := make(map[string]bool, len(docs)+len(rest))
	for i := range docs {
		have[docs[i].ID] = true
	}
	if errors.Is(err, ledger.ErrCorrupt) {
		x.opts.Logger.Error("documents with corrupt text not indexed", "error", err)
		have, err = archive.ExistingDocuments(ctx, x.opts.Ledger, ids)
	}
	for _, id := range rest {
		have[id] = true
	}
	return docs, slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return have[id] }), rest, err
}
