package bus

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestMain(m *testing.M) {
	code := ledgertest.Main(m)
	if err := goleak.Find(
		// The server's own: a clock shared by all servers of a process, and the loop of a
		// stream whose disk was full, which ends some seconds after its server.
		goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server/ats.Register.func1"),
		goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server.(*fileStore).flushStreamStateLoop"),
	); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// start runs a bus that is stopped with the test.
func start(t testing.TB, o Options) *Bus {
	t.Helper()
	if o.Dir == "" && len(o.URLs) == 0 {
		o.Dir = t.TempDir()
	}
	if testing.Verbose() {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	b, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := b.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return b
}

// inbox collects what a handler got.
type inbox struct {
	mu   sync.Mutex
	msgs []Msg
}

func (i *inbox) add(msgs ...Msg) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.msgs = append(i.msgs, msgs...)
}

func (i *inbox) all() []Msg {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]Msg(nil), i.msgs...)
}

// eventually waits for a condition that other goroutines bring about.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("not within a minute: %s", what)
}

// consume runs a consumer until the test ends or the returned function is called.
func consume(t testing.TB, b *Bus, cfg ConsumerConfig, handle func(context.Context, []Msg) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() {
		if err := b.Consume(ctx, cfg, handle); err != nil {
			t.Error(err)
		}
	})
	stop = func() { cancel(); done.Wait() }
	t.Cleanup(stop)
	return stop
}

func TestPublishedIsConsumedInOrder(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	if !b.lastSeen(Documents).fresh || !b.lastSeen(Mentions).fresh {
		t.Error("new streams are not reported as fresh")
	}
	var in inbox
	consume(t, b, ConsumerConfig{Name: "detector", Stream: Documents, Filters: []string{"doc.read.>"}},
		func(_ context.Context, msgs []Msg) error { in.add(msgs...); return nil })
	batch := make([]Message, 1000)
	for i := range batch {
		batch[i] = Message{Subject: "doc.read.podcast.s1", ID: fmt.Sprint("m", i), Seq: int64(i + 1), Data: []byte("x")}
	}
	n, err := b.PublishBatch(t.Context(), batch)
	if n != len(batch) || err != nil {
		t.Fatalf("PublishBatch: %d, %v", n, err)
	}
	if err := b.Publish(t.Context(), "doc.detected.podcast.s1", "d1", nil); err != nil { // not ours
		t.Fatal(err)
	}
	if _, err := b.PublishBatch(t.Context(), batch[:10]); err != nil { // again: dropped by id
		t.Fatal(err)
	}
	if err := b.Publish(t.Context(), "doc.read.page.s2", "last", nil); err != nil {
		t.Fatal(err)
	}
	eventually(t, "all messages", func() bool { return len(in.all()) >= 1001 })
	for i, m := range in.all()[:1000] {
		if m.Seq != int64(i+1) || m.ID != fmt.Sprint("m", i) || m.Subject != "doc.read.podcast.s1" {
			t.Fatalf("message %d is %s with sequence %d", i, m.ID, m.Seq)
		}
	}
	if last := in.all()[1000]; last.ID != "last" || len(in.all()) != 1001 {
		t.Errorf("got %d messages, the last is %s", len(in.all()), last.ID)
	}
}

func TestTakenPortGivesWayToTheNext(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	b := start(t, Options{Listen: taken.Addr().String()})
	if b.Addr() == "" || b.Addr() == taken.Addr().String() {
		t.Fatalf("the bus reports that it listens on %q", b.Addr())
	}
	c, err := net.Dial("tcp", b.Addr())
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
}

func TestStopTwice(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	for range 2 {
		if err := b.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Consume(t.Context(), ConsumerConfig{Name: "x", Stream: Documents}, nil); err != nil {
		t.Errorf("Consume on a stopped bus: %v", err)
	}
}
