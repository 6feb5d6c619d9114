package alerter_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/alerts/send/slack"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/alerter"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

func TestMain(m *testing.M) {
	code := ledgertest.Main(m)
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

const secret = "whsec_bmFtZWRyb3AtdGVzdC1zZWNyZXQtMzItYnl0ZXMtbG9uZw=="

// clock is the time of the ledger and of the alerter.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// world is a real ledger, a real bus with its relay, and an alerter, which can be
// stopped and started again.
type world struct {
	testing.TB
	dir    string
	clock  *clock
	ledger *ledger.Ledger
	sender alerts.Sender // wraps the real one where a test wants to interfere
	alerts *alerter.Alerter
	bus    *bus.Bus
	client *post.Client
	stop   func()

	processes int // alerters that run at once; one if 0
}

// channels are the adapters, with the test's sender for webhooks.
func (w *world) channels() map[alerts.ChannelType]alerts.Adapter {
	all := map[alerts.ChannelType]alerts.Adapter{webhook.Type: webhook.New(w.client), slack.Type: slack.New(w.client)}
	hook := all[webhook.Type]
	hook.Sender = w.sender
	all[webhook.Type] = hook
	return all
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldOn(t, ledgertest.OpenAt)
}

func newWorldOn(t testing.TB, open func(testing.TB, func() time.Time) *ledger.Ledger) *world {
	t.Helper()
	w := &world{TB: t, dir: t.TempDir(), clock: &clock{now: time.Now().UTC().Truncate(time.Millisecond)}}
	client, err := post.New(post.Options{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Minute, UserAgent: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	w.client, w.sender = client, webhook.New(client).Sender
	w.ledger = open(t, w.clock.Now)
	t.Cleanup(func() {
		if w.stop != nil {
			w.stop()
		}
	})
	return w
}

// start runs bus, relay and alerter over the ledger.
func (w *world) start() {
	w.Helper()
	log := slog.New(slog.NewTextHandler(w.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	if err := w.ledger.ClearLeases(w.Context()); err != nil {
		w.Fatal(err)
	}
	b, err := bus.Start(w.Context(), bus.Options{Dir: filepath.Join(w.dir, "bus"), Logger: log})
	if err != nil {
		w.Fatal(err)
	}
	relay, err := bus.NewRelay(bus.RelayOptions{Bus: b, Outbox: w.ledger, Logger: log, Poll: 50 * time.Millisecond})
	if err != nil {
		w.Fatal(err)
	}
	runs := []func(context.Context) error{relay.Run}
	for i := range max(1, w.processes) {
		a, err := alerter.New(alerter.Options{
			Ledger: w.ledger, Bus: b, Channels: w.channels(), BaseURL: "https://desk.example",
			Logger: log, Registry: prometheus.NewRegistry(), Holder: fmt.Sprintf("test%d", i), Now: w.clock.Now,
			Spread: func() float64 { return 0.5 }, PerChannel: 2, Poll: 10 * time.Millisecond,
		})
		if err != nil {
			w.Fatal(err)
		}
		w.alerts, runs = a, append(runs, a.Run)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for _, run := range runs {
		wg.Go(func() {
			if err := run(ctx); err != nil {
				w.Errorf("ended with %v", err)
			}
		})
	}
	w.bus = b
	w.stop = func() {
		cancel()
		wg.Wait()
		if err := b.Stop(context.Background()); err != nil {
			w.Errorf("stopping the bus: %v", err)
		}
		w.stop = nil
	}
}

func (w *world) loseBus() {
	w.Helper()
	if err := os.RemoveAll(filepath.Join(w.dir, "bus")); err != nil {
		w.Fatal(err)
	}
}

func (w *world) write(do func(context.Context, *ledger.Tx) error) {
	w.Helper()
	if err := w.ledger.Write(w.Context(), func(tx *ledger.Tx) error { return do(w.Context(), tx) }); err != nil {
		w.Fatal(err)
	}
}

// receiver serves a channel of that id and a rule r-<id> that sends it everything from
// that confidence on.
func (w *world) receiver(id string, least float64, events ...alerts.EventName) *alertstest.Receiver {
	w.Helper()
	r, err := alertstest.New(secret, nil)
	if err != nil {
		w.Fatal(err)
	}
	url, stop := r.Serve()
	w.Cleanup(stop)
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		ch := webhook.Channel(id, id, url, secret)
		ch.Events = events
		if _, err := record.PutChannel(ctx, tx, ch); err != nil {
			return err
		}
		_, err := record.PutRule(ctx, tx, alerts.Rule{ID: "r-" + id, Workspace: "default", Name: id, MinConfidence: least, Channels: []string{id}, Active: true})
		return err
	})
	return r
}

// announce puts a mention event into the outbox, as the detector does.
func (w *world) announce(name alerts.EventName, mention string, revision int64, change ...func(*alerts.EventData)) {
	w.Helper()
	m := w.message(name, mention, revision, change...)
	w.write(func(ctx context.Context, tx *ledger.Tx) error { return tx.Enqueue(ctx, m) })
}

func (w *world) message(name alerts.EventName, mention string, revision int64, change ...func(*alerts.EventData)) ledger.Message {
	w.Helper()
	ev := alerts.Event{
		SpecVersion: "1.0", ID: fmt.Sprintf("%s.%d", mention, revision), Source: "/workspaces/default",
		Type: alerts.EventType(name), Time: w.clock.Now(), DataContentType: "application/json",
		Data: alerts.EventData{
			Workspace: "default", Mention: mention, Revision: revision,
			Brand:      alerts.EventBrand{ID: "larkspur", Name: "Larkspur", Own: true},
			Document:   alerts.EventDocument{ID: "d-" + mention, Kind: feeds.Podcast, Source: alerts.EventSource{ID: "s1"}},
			Confidence: 0.9, State: index.New, Hits: []alerts.EventHit{},
		},
	}
	for _, c := range change {
		c(&ev.Data)
	}
	body, err := json.Marshal(ev)
	if err != nil {
		w.Fatal(err)
	}
	return ledger.Message{Stream: subjects.Mentions, Subject: ev.Subject(name), MsgID: ev.ID + rand.Text(), Payload: body}
}

// until waits for something that is about to happen.
func (w *world) until(what string, ok func() bool) {
	w.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			w.Fatalf("never happened: %s", what)
		}
	}
}

// handled waits until the alerter's offset has reached the end of the outbox.
func (w *world) handled() {
	w.Helper()
	w.until("every event is handled", func() bool {
		depth, err1 := w.ledger.OutboxDepth(w.Context())
		last, err2 := w.ledger.LastSeq(w.Context(), subjects.Mentions)
		offset, err3 := w.ledger.Offset(w.Context(), "alerter", subjects.Mentions)
		return err1 == nil && err2 == nil && err3 == nil && depth == 0 && offset == last
	})
}

// sentAs is the id under which a channel gets a found mention of Larkspur.
func (w *world) sentAs(channel, mention string) string {
	d := alerts.EventData{Workspace: "default", Brand: alerts.EventBrand{ID: "larkspur"}, Cluster: "d-" + mention}
	if m, err := record.GetMention(w.Context(), w.ledger, "", mention); err == nil {
		d.Cluster = m.Cluster
	}
	return alerts.DeliveryID(channel, d, alerts.Found)
}

func (w *world) delivery(channel, mention string) alerts.Delivery {
	w.Helper()
	d, _, err := record.GetDelivery(w.Context(), w.ledger, "", w.sentAs(channel, mention))
	if err != nil {
		w.Fatalf("delivery of %s to %s: %v", mention, channel, err)
	}
	return d
}

func (w *world) settled(channel, mention string, state alerts.DeliveryState, attempts int) {
	w.Helper()
	w.until(fmt.Sprintf("%s to %s is %s after %d attempts", mention, channel, state, attempts), func() bool {
		d, _, err := record.GetDelivery(w.Context(), w.ledger, "", w.sentAs(channel, mention))
		return err == nil && d.State == state && d.Attempts == attempts
	})
}

// arrived waits until the receiver has n requests and returns them.
func (w *world) arrived(r *alertstest.Receiver, n int) []alertstest.Request {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), time.Minute)
	defer cancel()
	in, err := r.WaitFor(ctx, n)
	if err != nil {
		w.Fatal(err)
	}
	return in
}
