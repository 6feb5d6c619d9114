package crawler_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/crawler"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/names"
)

// library opens pages by the last part of their address.
type library struct {
	mu     sync.Mutex
	opened map[string]int
}

func (l *library) Open(ctx context.Context, address string) (feeds.Item, error) {
	l.mu.Lock()
	l.opened[address]++
	n := l.opened[address]
	l.mu.Unlock()
	texts := map[string]string{"https://a.example/named": "We moved to Larkmeter", "https://a.example/other": "Good morning", "https://c.example/later": "Larkmeter, later"}
	switch address {
	case "https://b.example/panic":
		panic("a hostile page")
	case "https://b.example/gone":
		return feeds.Item{}, &feeds.Fault{Kind: feeds.FaultAbsent, Host: "b.example", Code: "web_no_page", Reason: "There is no page"}
	case "https://c.example/later":
		if n < 3 {
			return feeds.Item{}, &feeds.Fault{Kind: feeds.FaultPaced, Host: "c.example", Reason: "Wait", RetryAfter: 10 * time.Millisecond}
		}
	case "https://d.example/slow":
		<-ctx.Done()
		return feeds.Item{}, ctx.Err()
	}
	d := feeds.Document{Kind: feeds.Page, Network: "web", Key: address, URL: address, Text: texts[address], Origin: feeds.Publisher, Published: time.Now()}
	d.ID = feeds.DocumentID(d.Network, d.Key)
	d.Revision = d.ComputeRevision()
	return feeds.Item{Document: d, Links: []string{"https://larkmeter.example/"}}, nil
}

func anyPage(address string) (feeds.Document, bool) {
	return feeds.Document{Kind: feeds.Page, Network: "web", Key: address, URL: address}, true
}

// strict keeps only what a test wants.
type strict struct{}

func (strict) CheckAddress(_ feeds.Source, _ []string, page feeds.Item) error {
	if len(page.Links) > 0 && page.URL == "https://a.example/other" {
		return nil
	}
	return &feeds.Fault{Kind: feeds.FaultAbsent, Code: "webmention_no_link", Reason: "The page doesn't link to one of your domains"}
}

// What people add is kept, what sources find only if it names a brand or their checker wants it. A panic fails one address, a
// pause isn't a failure, and an address that was being read when the process stopped is read by the next one.
func TestAddresses(t *testing.T) {
	h := newStreamTest(t, search("forum", ""))
	ctx := t.Context()
	shelf := &library{opened: map[string]int{}}
	var judged feeds.Source
	var typed archive.Address
	err := h.ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		if judged, _, err = archive.AddSource(ctx, tx, feeds.Source{Type: "strict", Key: "strict", Name: "Strict"}); err != nil {
			return err
		}
		for source, addresses := range map[string][]string{
			"forum":   {"https://a.example/named", "https://a.example/other", "https://b.example/panic", "https://b.example/gone", "https://c.example/later", "https://d.example/slow"},
			judged.ID: {"https://a.example/named", "https://a.example/other"},
			"nobody":  {"https://a.example/named"},
		} {
			if _, _, err := archive.AddFound(ctx, tx, source, addresses, true); err != nil {
				return err
			}
		}
		typed, _, err = archive.AddAddress(ctx, tx, "https://a.example/other", nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := crawler.New(crawler.Options{
		Ledger: h.ledger, Adapters: []feeds.Adapter{{Spec: feeds.Spec{Type: "web", Opens: anyPage}, Opener: shelf}, {Spec: feeds.Spec{Type: "strict"}, Checker: strict{}}},
		Names: names.New(h.ledger, slog.New(slog.DiscardHandler)), Workers: 1, Poll: often, Holder: "test",
		Nudge: func(string, []byte) {}, Logger: slog.New(slog.DiscardHandler), Registry: prometheus.NewRegistry(), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	run, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Run(run) }()
	want := map[string]archive.AddressState{
		"forum https://a.example/named": archive.AddressRead, "forum https://a.example/other": archive.AddressDropped,
		"forum https://b.example/panic": archive.AddressFailed, "forum https://b.example/gone": archive.AddressFailed,
		"forum https://c.example/later": archive.AddressRead, "forum https://d.example/slow": archive.AddressWaiting,
		judged.ID + " https://a.example/named": archive.AddressDropped, judged.ID + " https://a.example/other": archive.AddressRead,
		"nobody https://a.example/named": archive.AddressDropped, typed.Source + " https://a.example/other": archive.AddressRead,
	}
	have := func() map[string]archive.Address {
		t.Helper()
		list, err := archive.ListAddresses(ctx, h.ledger, archive.AddressFilter{}, 100)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]archive.Address{}
		for _, a := range list {
			out[a.Source+" "+a.URL] = a
		}
		return out
	}
	settled := func() bool {
		for key, a := range have() {
			if a.State != want[key] || a.URL == "https://d.example/slow" && a.Tries != 1 {
				return false
			}
		}
		return true
	}
	for end := time.Now().Add(30 * time.Second); !settled() && time.Now().Before(end); time.Sleep(often) {
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for key, a := range have() {
		if a.State != want[key] {
			t.Errorf("%s is %s, want %s: %+v", key, a.State, want[key], a.Fault)
		}
		if a.URL == "https://d.example/slow" && (a.Tries != 0 || a.Due.After(time.Now())) {
			t.Errorf("it was not given back: %+v", a)
		}
	}
	if why := have()[judged.ID+" https://a.example/named"]; why.Fault.Code != "webmention_no_link" {
		t.Errorf("%+v", why)
	}
}
