package crawler_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/crawler"
	"github.com/namedrop/namedrop/services/names"
)

// board lists the texts that a test sets, each with its key.
type board struct {
	mu    sync.Mutex
	posts map[string]string
}

func (b *board) set(posts map[string]string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.posts = posts
}

func (b *board) Read(context.Context, feeds.Source, feeds.Position) (feeds.Batch, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	batch := feeds.Batch{Position: feeds.Position(`1`), Live: true}
	for key, text := range b.posts {
		d := feeds.Document{ID: feeds.DocumentID("social", key), Kind: feeds.Post, Network: "social", Key: key, Text: text, Origin: feeds.Publisher, Published: time.Now()}
		d.Revision = d.ComputeRevision()
		batch.Documents = append(batch.Documents, feeds.Item{Document: d})
	}
	slices.SortFunc(batch.Documents, func(a, b feeds.Item) int { return len(a.Key) - len(b.Key) })
	return batch, nil
}

// Of a search that is polled only what names a brand is stored. A post that no longer names one after an edit is
// removed; one that its author deletes, as far as the network says so, is too.
func TestAPolledSearchKeepsOnlyWhatNamesABrand(t *testing.T) {
	h := newStreamTest(t, search("forum", ""))
	b := &board{}
	b.set(map[string]string{"1": "We moved to Larkmeter", "2": "Good morning", "3": "Larkmeter again"})
	c, err := crawler.New(crawler.Options{
		Ledger: h.ledger, Adapters: []feeds.Adapter{{Spec: feeds.Spec{Type: "social", NamedOnly: true}, Reader: b}},
		Names: names.New(h.ledger, slog.New(slog.DiscardHandler)), Limits: schedule.Limits{Shortest: often, Longest: often, Unknown: often}, Workers: 1, Poll: often, Holder: "test",
		Nudge: func(string, []byte) {}, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- c.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	h.stored("1 forum", "3 forum")
	b.set(map[string]string{"1": "Never mind", "2": "Good morning, Larkmeter"})
	h.stored("2 forum", "3 forum")
}
