package indexer_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/indexer"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/mentions"
)

var (
	today     = time.Now().UTC().Truncate(time.Second)
	lastMonth = time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -10)
)

// world is a real ledger with one source, and a real bus with its relay. Search nodes run over
// them. Bus and nodes can be stopped and started again.
type world struct {
	testing.TB
	dir       string
	ledger    *ledger.Ledger
	source    string
	bus       *bus.Bus
	letters   letters
	stopRelay func()
}

// letters receives the dead letters of the bus.
type letters chan bus.Letter

func (l letters) DeadLetter(_ context.Context, letter bus.Letter) error {
	l <- letter
	return nil
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{TB: t, dir: t.TempDir(), ledger: ledgertest.Open(t), letters: make(letters, 10)}
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		s, _, err := archive.AddSource(ctx, tx, feeds.Source{Type: feeds.FeedSource, URL: "https://blog.example/feed", Name: "Old Name"})
		w.source = s.ID
		return err
	})
	w.startBus()
	w.startRelay()
	t.Cleanup(w.stopBus)
	return w
}

func (w *world) log() *slog.Logger {
	return slog.New(slog.NewTextHandler(w.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
}

func (w *world) busDir() string { return filepath.Join(w.dir, "bus") }

// startBus starts the bus without the relay.
func (w *world) startBus() {
	w.Helper()
	b, err := bus.Start(w.Context(), bus.Options{Dir: w.busDir(), DeadLetters: w.letters, Logger: w.log()})
	if err != nil {
		w.Fatal(err)
	}
	w.bus, w.stopRelay = b, func() {}
}

func (w *world) startRelay() {
	w.Helper()
	relay, err := bus.NewRelay(bus.RelayOptions{Bus: w.bus, Outbox: w.ledger, Logger: w.log(), Poll: 50 * time.Millisecond})
	if err != nil {
		w.Fatal(err)
	}
	w.stopRelay = w.run("relay", relay.Run)
}

// run runs a service until the returned function is called.
func (w *world) run(name string, run func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := run(ctx); err != nil {
			w.Errorf("%s ended: %v", name, err)
		}
	})
	return func() {
		cancel()
		wg.Wait()
	}
}

func (w *world) stopBus() {
	w.stopRelay()
	if err := w.bus.Stop(context.Background()); err != nil {
		w.Errorf("stopping the bus: %v", err)
	}
}

// loseBus starts an empty bus without the relay: its consumers receive nothing.
func (w *world) loseBus() {
	w.Helper()
	w.stopBus()
	if err := os.RemoveAll(w.busDir()); err != nil {
		w.Fatal(err)
	}
	w.startBus()
}

func (w *world) write(do func(context.Context, *ledger.Tx) error) {
	w.Helper()
	if err := w.ledger.Write(w.Context(), func(tx *ledger.Tx) error { return do(w.Context(), tx) }); err != nil {
		w.Fatal(err)
	}
}

// save stores a document that detection has read, and announces it to detectors only.
func (w *world) save(name, text string, published time.Time) (id string) {
	w.Helper()
	draft := archive.NewDraft(feeds.Document{
		ID: feeds.DocumentID("web", name), Kind: feeds.Page, Network: "web", Key: name, Title: name, Text: text,
		Language: "en", Origin: feeds.Publisher, Published: published,
	})
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		saved, err := archive.SaveDocument(ctx, tx, draft, w.source)
		if err != nil {
			return err
		}
		return archive.SetDetected(ctx, tx, saved.ID, saved.Revision, 0)
	})
	return draft.ID
}

// announce enqueues the reference of a document for the indexers.
func (w *world) announce(id string) {
	w.Helper()
	w.write(func(ctx context.Context, tx *ledger.Tx) error { return announceIn(ctx, tx, id) })
}

func announceIn(ctx context.Context, tx *ledger.Tx, id string) error {
	meta, err := archive.GetDocumentMeta(ctx, tx, id)
	if err != nil {
		return err
	}
	return archive.AnnounceDocument(ctx, tx, &meta.Document)
}

// detected saves a document about Larkmeter and announces it.
func (w *world) detected(name string) (id string) {
	w.Helper()
	id = w.save(name, "We moved to Larkmeter.", today)
	w.announce(id)
	return id
}

func (w *world) delete(id string) {
	w.Helper()
	w.write(func(ctx context.Context, tx *ledger.Tx) error { return mentions.DeleteDocument(ctx, tx, id, "") })
}

func (w *world) until(what string, ok func() bool) {
	w.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			w.Fatalf("never happened: %s", what)
		}
	}
}

// relayed waits until the bus has everything that was announced.
func (w *world) relayed() {
	w.Helper()
	w.until("the outbox is empty", func() bool {
		n, err := w.ledger.OutboxDepth(w.Context())
		return err == nil && n == 0
	})
}

// node is a search node: an index in a folder, and the indexer that feeds it.
type node struct {
	*world
	name    string
	folder  string
	index   *search.Index
	indexer *indexer.Indexer
	end     func()
	// meanwhile is called once by the next reindex, when it has loaded documents and not yet
	// put them into the new index.
	meanwhile atomic.Pointer[func()]
}

// node returns a node that is not started.
func (w *world) node(name string) *node {
	n := &node{world: w, name: name, folder: filepath.Join(w.dir, name)}
	w.Cleanup(n.stop)
	return n
}

// following returns a node that is started over the empty ledger and follows the bus, so that
// it is not building its index when the first document comes.
func (w *world) following(name string) *node {
	w.Helper()
	n := w.node(name)
	n.start()
	w.until(name+" follows the bus", func() bool {
		row, err := w.ledger.Column(w.Context(), `SELECT consumer FROM offsets WHERE consumer = ?`, n.indexer.Consumer())
		return err == nil && len(row) == 1
	})
	return n
}

// open opens the index without its indexer.
func (n *node) open() {
	n.Helper()
	x, err := search.Open(n.folder, search.Options{Logger: n.log()})
	if err != nil {
		n.Fatal(err)
	}
	n.index = x
}

func (n *node) start() {
	n.Helper()
	if n.index == nil {
		n.open()
	}
	x, err := indexer.New(indexer.Options{
		Ledger: n.ledger, Bus: n.bus, Index: n.index, Node: n.name, Now: time.Now, Logger: n.log(), Registry: prometheus.NewRegistry(),
		Nudge: func(string, []byte) {
			if do := n.meanwhile.Swap(nil); do != nil {
				(*do)()
			}
		},
	})
	if err != nil {
		n.Fatal(err)
	}
	n.indexer, n.end = x, n.run(n.name, x.Run)
}

func (n *node) stop() {
	if n.end != nil {
		n.end()
		n.end = nil
	}
	if n.index != nil {
		if err := n.index.Close(); err != nil {
			n.Errorf("closing the index of %s: %v", n.name, err)
		}
		n.index = nil
	}
}

// reindex rebuilds the index and calls meanwhile in between.
func (n *node) reindex(meanwhile func()) error {
	n.meanwhile.Store(&meanwhile)
	return n.indexer.Reindex(n.Context())
}

// copied copies the folder of the index while it is in use, as a kill would leave it, and
// returns the copy.
func (n *node) copied() string {
	n.Helper()
	for i := range 20 {
		folder := filepath.Join(n.dir, fmt.Sprint(n.name, "-copy-", i))
		if os.CopyFS(folder, os.DirFS(n.folder)) == nil { // else a merge removed a file during the copy
			return folder
		}
	}
	n.Fatal("the index can't be copied")
	return ""
}

func (n *node) generation() int {
	n.Helper()
	s, err := n.index.Stats()
	if err != nil {
		n.Fatal(err)
	}
	return s.Generation
}

// found returns the titles of what a query finds, sorted, one for each passage that matches:
// a document that is indexed twice is listed twice.
func (n *node) found(text string) []string {
	n.Helper()
	q, err := query.Parse(text)
	if err != nil {
		n.Fatal(err)
	}
	page, err := n.index.Search(n.Context(), search.Request{Query: q, Limit: search.MaxLimit, Unfolded: true})
	if err != nil {
		n.Fatalf("%s: searching %s: %v", n.name, text, err)
	}
	var out []string
	for _, r := range page.Results {
		out = append(out, slices.Repeat([]string{r.Title}, r.Matching)...)
	}
	slices.Sort(out)
	return out
}

// finds waits until a query finds these documents and no others, each once.
func (n *node) finds(text string, want ...string) {
	n.Helper()
	slices.Sort(want)
	end := time.Now().Add(20 * time.Second)
	for {
		got := n.found(text)
		if slices.Equal(got, want) {
			return
		}
		if time.Now().After(end) {
			n.Fatalf("%s: %s finds %q, want %q", n.name, text, got, want)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
