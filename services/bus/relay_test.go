package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

func openLedger(t testing.TB, path string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(context.Background(), ledger.Options{URL: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// relay runs one until the test ends or the returned function is called.
func relay(t testing.TB, b *Bus, out Outbox, change ...func(*RelayOptions)) (stop func()) {
	t.Helper()
	o := RelayOptions{Bus: b, Outbox: out, Poll: 100 * time.Millisecond}
	if testing.Verbose() {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	for _, f := range change {
		f(&o)
	}
	r, err := NewRelay(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() {
		if err := r.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	stop = func() { cancel(); done.Wait() }
	t.Cleanup(stop)
	return stop
}

func documentRow(i int) ledger.Message {
	return ledger.Message{Stream: Documents, Subject: "doc.read.podcast.s1", MsgID: fmt.Sprint("doc", i),
		Ref: &ledger.Reference{ID: fmt.Sprint("doc", i), Revision: "r1"}}
}

func mentionRow(i int) ledger.Message {
	m := mention(i)
	return ledger.Message{Stream: Mentions, Subject: m.Subject, MsgID: m.ID, Payload: m.Data}
}

func enqueue(t testing.TB, l *ledger.Ledger, rows ...ledger.Message) {
	t.Helper()
	if err := l.Write(t.Context(), func(tx *ledger.Tx) error { return tx.Enqueue(t.Context(), rows...) }); err != nil {
		t.Fatal(err)
	}
}

func rows(make func(int) ledger.Message, from, to int) []ledger.Message {
	var out []ledger.Message
	for i := from; i <= to; i++ {
		out = append(out, make(i))
	}
	return out
}

// held lists the ids in a stream, in its order.
func held(t testing.TB, b *Bus, stream string) []string {
	t.Helper()
	s, err := b.js.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for n := s.CachedInfo().State.FirstSeq; n <= s.CachedInfo().State.LastSeq; n++ {
		if m, err := s.GetMsg(t.Context(), n); err == nil {
			ids = append(ids, m.Header.Get("Nats-Msg-Id"))
		}
	}
	return ids
}

func wantIDs(t testing.TB, got []string, prefix, suffix string, from, to int) {
	t.Helper()
	var want []string
	for i := from; i <= to; i++ {
		want = append(want, fmt.Sprint(prefix, i, suffix))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the stream holds %d messages %.200v…, not %s%d to %d", len(got), got, prefix, from, to)
	}
}

func drained(t testing.TB, l *ledger.Ledger) {
	t.Helper()
	eventually(t, "an empty outbox", func() bool {
		n, err := l.OutboxDepth(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n == 0
	})
}

func TestRelayKeepsOrder(t *testing.T) {
	t.Parallel()
	b, l := start(t, Options{}), openLedger(t, filepath.Join(t.TempDir(), "l.db"))
	enqueue(t, l, rows(documentRow, 1, 1200)...) // before the relay runs
	relay(t, b, l)
	for i := 1201; i <= 1230; i++ {
		enqueue(t, l, documentRow(i), mentionRow(i-1200))
	}
	drained(t, l)
	wantIDs(t, held(t, b, Documents), "doc", "", 1, 1230)
	wantIDs(t, held(t, b, Mentions), "m", ".1", 1, 30)

	s, err := b.js.Stream(t.Context(), Documents)
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.GetMsg(t.Context(), 1001)
	if err != nil {
		t.Fatal(err)
	}
	var ref ledger.Reference
	if err := json.Unmarshal(m.Data, &ref); err != nil {
		t.Fatal(err)
	}
	if want := (ledger.Reference{ID: "doc1001", Revision: "r1", Seq: 1001}); ref != want || m.Header.Get(seqHeader) != "1001" {
		t.Errorf("message 1001 is %+v, %v", ref, m.Header)
	}
	marked, err := l.After(t.Context(), Documents, 1000, 1)
	if err != nil || len(marked) != 1 || marked[0].BusSeq != 1001 {
		t.Errorf("the ledger recorded %+v, %v", marked, err)
	}
}

// faulty fails the transaction after publishing, as a crash would: published, but not recorded as such.
type faulty struct {
	*ledger.Ledger
	writes atomic.Int64
	fail   func(write int64) bool
}

func (f *faulty) Write(ctx context.Context, do func(*ledger.Tx) error) error {
	if f.fail(f.writes.Add(1)) {
		return errors.New("the disk is full")
	}
	return f.Ledger.Write(ctx, do)
}

func TestRelaySurvivesLedgerErrors(t *testing.T) {
	t.Parallel()
	b, l := start(t, Options{}), openLedger(t, filepath.Join(t.TempDir(), "l.db"))
	enqueue(t, l, rows(documentRow, 1, 2000)...)
	relay(t, b, &faulty{Ledger: l, fail: func(n int64) bool { return n%3 == 0 }},
		func(o *RelayOptions) { o.Poll = 20 * time.Millisecond })
	drained(t, l)
	wantIDs(t, held(t, b, Documents), "doc", "", 1, 2000)
}

// TestBusDirectoryDeleted tests the promise of the package: DOCUMENTS continues after the
// consumers' offsets, MENTIONS is complete again, and no consumer receives an old message as new.
func TestBusDirectoryDeleted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := openLedger(t, filepath.Join(dir, "l.db"))
	b := start(t, Options{Dir: filepath.Join(dir, "bus")})
	stopRelay := relay(t, b, l)
	enqueue(t, l, rows(documentRow, 1, 2000)...)
	enqueue(t, l, rows(mentionRow, 1, 40)...)
	drained(t, l)
	stopRelay()
	if err := b.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for consumer, seq := range map[string]int64{"detector": 1800, "indexer-a": 1700} {
		if err := l.SetOffset(t.Context(), consumer, Documents, seq); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.SetOffset(t.Context(), "alerter", Mentions, 38); err != nil {
		t.Fatal(err)
	}
	enqueue(t, l, rows(mentionRow, 41, 41)...) // while the bus is down
	if err := os.RemoveAll(filepath.Join(dir, "bus")); err != nil {
		t.Fatal(err)
	}

	b = start(t, Options{Dir: filepath.Join(dir, "bus")})
	stopRelay = relay(t, b, l)
	var alerted inbox
	consume(t, b, ConsumerConfig{Name: "alerter", Stream: Mentions},
		func(_ context.Context, msgs []Msg) error { alerted.add(msgs...); return nil })
	drained(t, l)
	wantIDs(t, held(t, b, Documents), "doc", "", 1700-margin+1, 2000)
	wantIDs(t, held(t, b, Mentions), "m", ".1", 1, 41)
	eventually(t, "the alerter idle", func() bool { return idle(t, b, Mentions, "alerter") })
	// The alerter's own offset makes it skip what it has handled.
	if got := seqs(alerted.all()); len(got) != 41 || slices.Max(got) != 41 {
		t.Errorf("the alerter saw %v", got)
	}

	// The same streams again: nothing is published twice.
	stopRelay()
	if err := b.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	b = start(t, Options{Dir: filepath.Join(dir, "bus")})
	relay(t, b, l)
	enqueue(t, l, mentionRow(42))
	drained(t, l)
	wantIDs(t, held(t, b, Mentions), "m", ".1", 1, 42)
	if n := len(held(t, b, Documents)); n != 300+margin {
		t.Errorf("DOCUMENTS holds %d messages after a restart", n)
	}
}

// TestBusDirectoryOlderThanLedger restores an older copy of the bus.
func TestBusDirectoryOlderThanLedger(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	live, copied := filepath.Join(dir, "bus"), filepath.Join(dir, "copy")
	l := openLedger(t, filepath.Join(dir, "l.db"))
	run := func(work func(b *Bus)) {
		b := start(t, Options{Dir: live})
		stop := relay(t, b, l)
		work(b)
		drained(t, l)
		stop()
		if err := b.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	run(func(*Bus) { enqueue(t, l, rows(mentionRow, 1, 10)...) })
	if err := os.CopyFS(copied, os.DirFS(live)); err != nil {
		t.Fatal(err)
	}
	run(func(*Bus) { enqueue(t, l, rows(mentionRow, 11, 20)...) })
	if err := os.RemoveAll(live); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(copied, live); err != nil {
		t.Fatal(err)
	}
	b := start(t, Options{Dir: live})
	relay(t, b, l)
	eventually(t, "all mentions back", func() bool {
		ids := held(t, b, Mentions)
		slices.Sort(ids)
		return len(slices.Compact(ids)) == 20
	})
}

func TestRelayRecordsWhatTheBusRefuses(t *testing.T) {
	t.Parallel()
	letters := &letterBox{}
	b, l := start(t, Options{DeadLetters: letters}), openLedger(t, filepath.Join(t.TempDir(), "l.db"))
	huge := mentionRow(2)
	huge.Payload = make([]byte, maxPayload)
	spaced := mentionRow(3)
	spaced.Subject = "mention.found.default.two words.podcast"
	wild := documentRow(4)
	wild.Subject = "doc.read.>"
	strange := mentionRow(5)
	strange.Stream = "NEWS"
	wrong := mentionRow(6)
	wrong.Subject = "doc.read.podcast.s1"
	enqueue(t, l, mentionRow(1), huge, spaced, wild, strange, wrong, mentionRow(7))
	letters.refuse(2)
	relay(t, b, l)
	drained(t, l)
	all := letters.all()
	if len(all) != 5 || all[0].Consumer != RelayName || !all[0].Poison || all[0].Cause == "" || all[0].Seq == 0 || all[0].Attempts != 0 {
		t.Errorf("dead letters:\n%+v", all)
	}
	if got := held(t, b, Mentions); !slices.Equal(got, []string{"m1.1", "m7.1"}) {
		t.Errorf("MENTIONS holds %v", got)
	}
	if got := held(t, b, Documents); len(got) != 0 {
		t.Errorf("DOCUMENTS holds %v", got)
	}
}

// TestOffsetFollowsAcknowledgements: a message that failed holds the offset back although
// its followers are done.
func TestOffsetFollowsAcknowledgements(t *testing.T) {
	t.Parallel()
	b, l := start(t, Options{}), openLedger(t, filepath.Join(t.TempDir(), "l.db"))
	b.offsetEvery = 20 * time.Millisecond
	relay(t, b, l)
	hold := make(chan struct{})
	consume(t, b, ConsumerConfig{Name: "detector", Stream: Documents, Batch: 1,
		SaveOffset: func(ctx context.Context, seq int64) error { return l.SetOffset(ctx, "detector", Documents, seq) }},
		func(ctx context.Context, msgs []Msg) error {
			if msgs[0].Seq == 5 && msgs[0].Delivered == 1 {
				return errors.New("not now")
			}
			if msgs[0].Seq == 5 {
				<-hold
			}
			return nil
		})
	enqueue(t, l, rows(documentRow, 1, 20)...)
	offset := func() int64 {
		seq, err := l.Offset(t.Context(), "detector", Documents)
		if err != nil {
			t.Fatal(err)
		}
		return seq
	}
	eventually(t, "the offset before the message that failed", func() bool { return offset() == 4 })
	time.Sleep(400 * time.Millisecond) // all the others are done by now
	if got := offset(); got != 4 {
		t.Errorf("the offset is %d while message 5 is not done", got)
	}
	close(hold)
	eventually(t, "the offset at the end", func() bool { return offset() == 20 })
}

func TestNudgeWakesTheRelay(t *testing.T) {
	t.Parallel()
	b, l := start(t, Options{}), openLedger(t, filepath.Join(t.TempDir(), "l.db"))
	relay(t, b, l, func(o *RelayOptions) { o.Poll = time.Hour })
	arrived := make(chan Msg, 1)
	consume(t, b, ConsumerConfig{Name: "alerter", Stream: Mentions},
		func(_ context.Context, msgs []Msg) error { arrived <- msgs[0]; return nil })
	for i := range 3 {
		enqueue(t, l, mentionRow(i))
		select {
		case m := <-arrived:
			if m.Seq != int64(i+1) {
				t.Errorf("message %d has the sequence %d", i, m.Seq)
			}
		case <-time.After(time.Minute):
			t.Fatal("nothing arrived")
		}
	}
}

func TestErase(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	publishMentions(t, b, 1, 3)
	for range 2 { // replayed after a restore
		if err := b.Erase(t.Context(), Mentions, 2); err != nil {
			t.Fatal(err)
		}
	}
	if got := held(t, b, Mentions); !slices.Equal(got, []string{"m1.1", "m3.1"}) {
		t.Errorf("MENTIONS holds %v", got)
	}
}
