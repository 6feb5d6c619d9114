package crawler_test

import (
	"bufio"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/crawler"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/names"
)

// firehose is a network that sends every post as a line of JSON over real HTTP, starting after
// the event that the request names.
type firehose struct {
	*feedstest.Server
	mu     sync.Mutex
	events []event
	since  []int // the starts that were requested
	cut    bool  // ends each connection after the events so far
}

type event struct {
	N             int
	Key, Text     string
	Deleted, Gone string // a key; an author
}

func (f *firehose) publish(events ...event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range events {
		e.N = len(f.events) + 1
		f.events = append(f.events, e)
	}
}

func (f *firehose) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	next, _ := strconv.Atoi(r.URL.Query().Get("since"))
	f.mu.Lock()
	f.since = append(f.since, next)
	f.mu.Unlock()
	for r.Context().Err() == nil {
		f.mu.Lock()
		pending, cut := slices.Clone(f.events[next:]), f.cut
		f.mu.Unlock()
		for _, e := range pending {
			_ = json.NewEncoder(w).Encode(e)
		}
		w.(http.Flusher).Flush()
		if next += len(pending); cut {
			return
		}
		time.Sleep(often)
	}
}

// firehoseListener listens to a firehose.
type firehoseListener struct{ url string }

func (l firehoseListener) Listen(ctx context.Context, sub feeds.Subscription) error {
	since := "0"
	if sub.At != nil {
		since = string(sub.At)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.url+"?since="+since, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return &feeds.Fault{Kind: feeds.FaultTransient, Reason: "The network could not be reached", Err: err}
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return err
		}
		b := feeds.Batch{Live: true, Position: feeds.Position(strconv.Itoa(e.N))}
		if e.Key != "" {
			d := feeds.Document{ID: feeds.DocumentID("social", e.Key), Kind: feeds.Post, Network: "social", Key: e.Key, Text: e.Text, Origin: feeds.Publisher, Published: time.Now()}
			if ids := sub.Keep(d); len(ids) > 0 {
				b.Documents = []feeds.Item{{Document: d, Sources: ids}}
			}
		}
		if e.Deleted != "" || e.Gone != "" {
			b.Gone = []feeds.Removal{{Network: "social", Key: e.Deleted, Author: e.Gone}}
		}
		if err := sub.Take(b); err != nil {
			return err
		}
	}
	return nil
}

// streamTest is a firehose and a ledger with a brand and some sources.
type streamTest struct {
	*firehose
	t      *testing.T
	ledger *ledger.Ledger
}

func newStreamTest(t *testing.T, sources ...feeds.Source) *streamTest {
	t.Helper()
	h := &streamTest{&firehose{Server: feedstest.NewServer(t)}, t, ledgertest.Open(t)}
	h.Handle("/stream", h.firehose)
	h.write(func(tx *ledger.Tx) error {
		if _, err := record.PutBrand(t.Context(), tx, index.Brand{ID: "larkmeter", Workspace: ledger.DefaultWorkspace, Name: "Larkmeter", Active: true}); err != nil {
			return err
		}
		for _, s := range sources {
			if _, _, err := archive.AddSource(t.Context(), tx, s); err != nil {
				return err
			}
		}
		return nil
	})
	return h
}

func (h *streamTest) write(do func(*ledger.Tx) error) {
	h.t.Helper()
	if err := h.ledger.Write(h.t.Context(), do); err != nil {
		h.t.Fatal(err)
	}
}

// run starts a crawler and returns a function that stops it.
func (h *streamTest) run(holder string) (stop func()) {
	h.t.Helper()
	log := slog.New(slog.DiscardHandler)
	c, err := crawler.New(crawler.Options{
		Ledger: h.ledger, Adapters: []feeds.Adapter{{Spec: feeds.Spec{Type: "social", Name: "Social"}, Listener: firehoseListener{h.At("/stream")}}},
		Names: names.New(h.ledger, log), Workers: 1, Poll: often, Holder: holder, BaseURL: "https://desk.example",
		Nudge: func(string, []byte) {}, Logger: log, Registry: prometheus.NewRegistry(), Now: time.Now,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Error(err)
		}
	})
	h.t.Cleanup(stop)
	return stop
}

// stored waits until the stored documents are these, each as its key and its sources.
func (h *streamTest) stored(want ...string) {
	h.t.Helper()
	slices.Sort(want)
	var got []string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(often) {
		ids, _, err := archive.DocumentIDs(h.t.Context(), h.ledger, "", 0, 100)
		if err != nil {
			h.t.Fatal(err)
		}
		docs, err := archive.GetDocuments(h.t.Context(), h.ledger, ids)
		if err != nil {
			h.t.Fatal(err)
		}
		got = nil
		for _, d := range docs {
			slices.Sort(d.Sources)
			got = append(got, d.Key+" "+strings.Join(d.Sources, ","))
			if d.Backfill {
				h.t.Errorf("%s is back catalogue though just published", d.Key)
			}
		}
		if slices.Sort(got); slices.Equal(got, want) {
			return
		}
	}
	h.t.Fatalf("stored %q, want %q", got, want)
}

func search(id, query string) feeds.Source {
	return feeds.Source{ID: id, Key: id, Type: "social", Name: id, Query: query}
}

// Sources share a connection. A document that names no brand is never stored, even if it matches
// a query. A document that several sources match belongs to all of them.
func TestAStreamIsFilteredBeforeItIsStored(t *testing.T) {
	h := newStreamTest(t, search("brands", ""), search("tea", "green TEA"))
	h.publish(event{Key: "1", Text: "What a day"}, event{Key: "2", Text: "We moved to Larkmeter"}, event{Key: "3", Text: "Tea, but green"},
		event{Key: "4", Text: "Larkmeter serves green tea"}, event{Key: "5", Text: "teapots are green"})
	h.run("one")
	h.stored("2 brands", "4 brands,tea")
	// A new brand and a new source take effect without a new connection.
	h.write(func(tx *ledger.Tx) error {
		_, err := record.PutBrand(t.Context(), tx, index.Brand{ID: "quillmark", Workspace: ledger.DefaultWorkspace, Name: "Quillmark", Active: true})
		if err != nil {
			return err
		}
		_, _, err = archive.AddSource(t.Context(), tx, search("rain", "rain"))
		return err
	})
	time.Sleep(2500 * time.Millisecond)
	h.publish(event{Key: "6", Text: "Quillmark it is"}, event{Key: "7", Text: "rain on Quillmark"}, event{Key: "8", Text: "rain again"})
	h.stored("2 brands", "4 brands,tea", "6 brands", "7 brands,rain")
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.since) != 1 {
		t.Errorf("%d connections for one stream", len(h.since))
	}
	for id := range map[string]bool{"brands": true, "tea": true} {
		if s, err := archive.GetSource(t.Context(), h.ledger, id); err != nil || s.Poll.Condition.Health != feeds.Healthy || s.Poll.State.LastRead.IsZero() {
			t.Errorf("%s: %+v %v", id, s.Poll, err)
		}
	}
}

// After a lost connection or a restart, a stream resumes at its position: no document is missed or
// stored twice.
func TestAStreamResumesAtItsPosition(t *testing.T) {
	h := newStreamTest(t, search("brands", ""))
	h.cut = true
	h.publish(event{Key: "1", Text: "Larkmeter one"}, event{Key: "2", Text: "nothing"})
	stop := h.run("one")
	h.stored("1 brands")
	h.publish(event{Key: "3", Text: "Larkmeter three"})
	h.stored("1 brands", "3 brands")
	stop()
	h.publish(event{Key: "4", Text: "Larkmeter four"})
	h.run("two") // the lease was released, so it starts at once
	h.stored("1 brands", "3 brands", "4 brands")
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.since[0] != 0 || !slices.IsSorted(h.since) || !slices.Contains(h.since, 2) || !slices.Contains(h.since, 3) {
		t.Errorf("requests started after %v", h.since)
	}
}

// A post that its author deletes is removed with its mentions, and so are all posts of a deleted
// account.
func TestDocumentsDeletedOnTheNetworkAreRemoved(t *testing.T) {
	h := newStreamTest(t, search("brands", ""))
	h.publish(event{Key: "ann/1", Text: "Larkmeter one"}, event{Key: "ann/2", Text: "Larkmeter two"}, event{Key: "anna/1", Text: "Larkmeter three"}, event{Key: "bo/1", Text: "Larkmeter four"})
	h.run("one")
	h.stored("ann/1 brands", "ann/2 brands", "anna/1 brands", "bo/1 brands")
	doc, err := archive.GetDocument(t.Context(), h.ledger, feeds.DocumentID("social", "bo/1"))
	if err != nil {
		t.Fatal(err)
	}
	mention := index.Mention{ID: "m", Workspace: ledger.DefaultWorkspace, Brand: "larkmeter", Document: doc.ID, Revision: 1, Type: index.Passing, State: index.New}
	h.write(func(tx *ledger.Tx) error { return record.SaveMention(t.Context(), tx, mention) })
	h.publish(event{Deleted: "bo/1"}, event{Deleted: "never/seen"}, event{Gone: "ann"})
	h.stored("anna/1 brands")
	announced := false
	sent, err := h.ledger.Unpublished(t.Context(), 100)
	for _, m := range sent {
		announced = announced || strings.HasPrefix(m.Subject, "mention.removed.")
	}
	if err != nil || !announced {
		t.Errorf("the removal of the mention is not announced: %+v %v", sent, err)
	}
}

// One of two processes listens. When no source is left, it closes the connection.
func TestOneProcessListensToAStream(t *testing.T) {
	h := newStreamTest(t, search("brands", ""))
	h.publish(event{Key: "1", Text: "Larkmeter one"})
	h.run("one")
	h.run("two")
	h.stored("1 brands")
	time.Sleep(10 * often)
	h.mu.Lock()
	n := len(h.since)
	h.mu.Unlock()
	if n != 1 {
		t.Errorf("%d connections", n)
	}
	h.write(func(tx *ledger.Tx) error { return archive.DeleteSource(t.Context(), tx, "brands") })
	time.Sleep(10 * often)
	h.publish(event{Key: "2", Text: "Larkmeter two"})
	time.Sleep(10 * often)
	h.stored("1 brands")
	h.write(func(tx *ledger.Tx) error { return archive.RestoreSource(t.Context(), tx, "brands") })
	h.stored("1 brands", "2 brands")
}

// The sources of a network show when it can't be reached.
func TestALostStreamShowsAtItsSources(t *testing.T) {
	h := newStreamTest(t, search("brands", ""))
	h.cut = true
	h.run("one")
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(often) {
		s, err := archive.GetSource(t.Context(), h.ledger, "brands")
		if err != nil {
			t.Fatal(err)
		}
		if c := s.Poll.Condition; c.Health == feeds.Failing && strings.Contains(c.Error, "closed the connection") {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%+v", s.Poll)
		}
	}
	h.publish(event{Key: "1", Text: "Larkmeter one"})
	h.stored("1 brands")
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(often) { // the condition is written after the documents
		s, err := archive.GetSource(t.Context(), h.ledger, "brands")
		if err != nil {
			t.Fatal(err)
		}
		if s.Poll.Condition.Health == feeds.Healthy {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("not healthy again: %+v", s.Poll)
		}
	}
}
