package bus

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

func fill(t testing.TB, b *Bus, n int) {
	t.Helper()
	msgs := make([]Message, n)
	for i := range msgs {
		msgs[i] = Message{Subject: "doc.read.page.s", ID: fmt.Sprint("m", i+1), Seq: int64(i + 1), Data: fmt.Append(nil, i+1)}
	}
	if _, err := b.PublishBatch(t.Context(), msgs); err != nil {
		t.Fatal(err)
	}
}

func seqs(msgs []Msg) []int64 {
	out := make([]int64, len(msgs))
	for i, m := range msgs {
		out[i] = m.Seq
	}
	return out
}

// TestFailureIsNotHot: without DeadLetters a bad message is tried again, later each time.
func TestFailureIsNotHot(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	fill(t, b, 1)
	tries := make(chan time.Time, 100)
	stop := consume(t, b, ConsumerConfig{Name: "indexer", Stream: Documents, MaxDeliver: 1},
		func(context.Context, []Msg) error { tries <- time.Now(); return errors.New("no") })
	defer stop()
	last := <-tries
	for n := 1; n <= 2; n++ {
		at := <-tries
		if pause := at.Sub(last); pause < delay(n)-10*time.Millisecond {
			t.Errorf("tried again after %s, not %s", pause, delay(n))
		}
		last = at
	}
	if !slices.IsSorted([]time.Duration{delay(1), delay(2), delay(5), delay(20)}) || delay(1000) != longestDelay {
		t.Error("delays don't grow to the longest")
	}
}

func idle(t testing.TB, b *Bus, stream, name string) bool {
	t.Helper()
	c, err := b.js.Consumer(t.Context(), stream, name)
	if err != nil {
		t.Fatal(err)
	}
	info := c.CachedInfo()
	return info.NumPending == 0 && info.NumAckPending == 0
}

// TestWhatAKilledProcessHeld: it is delivered again at the next start, although its AckWait is not
// over and nothing was rejected.
func TestWhatAKilledProcessHeld(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := start(t, Options{Dir: dir})
	fill(t, b, 8)
	conf := ConsumerConfig{Name: "indexer", Stream: Documents, AckWait: time.Hour}
	cons, err := b.js.CreateOrUpdateConsumer(t.Context(), Documents, jetstream.ConsumerConfig{
		Durable: conf.Name, AckPolicy: jetstream.AckExplicitPolicy, AckWait: conf.AckWait,
	})
	if err != nil {
		t.Fatal(err)
	}
	held, err := cons.Fetch(5)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for m := range held.Messages() {
		if n++; n < 3 {
			if err := m.DoubleAck(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := b.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	b = start(t, Options{Dir: dir})
	var rest inbox
	consume(t, b, conf, func(_ context.Context, msgs []Msg) error { rest.add(msgs...); return nil })
	eventually(t, "the rest", func() bool { return len(rest.all()) >= 6 })
	if got := seqs(rest.all()); !slices.Equal(got, []int64{3, 4, 5, 6, 7, 8}) {
		t.Errorf("handled %v", got)
	}
}

// TestARestartContinues stops in the middle of a batch: what was not acknowledged comes
// again at once, what was does not.
func TestARestartContinues(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := start(t, Options{Dir: dir})
	fill(t, b, 30)
	var first inbox
	ctx, cancel := context.WithCancel(t.Context())
	conf := ConsumerConfig{Name: "indexer", Stream: Documents, Batch: 10, AckWait: time.Hour}
	if err := b.Consume(ctx, conf, func(ctx context.Context, msgs []Msg) error {
		if msgs[len(msgs)-1].Seq > 10 {
			cancel()
			return ctx.Err()
		}
		first.add(msgs...)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := b.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}

	b = start(t, Options{Dir: dir})
	if b.lastSeen(Documents).fresh {
		t.Error("an old stream is reported as fresh")
	}
	var second inbox
	consume(t, b, conf, func(_ context.Context, msgs []Msg) error { second.add(msgs...); return nil })
	eventually(t, "the rest", func() bool { return len(first.all())+len(second.all()) >= 30 })
	all := append(seqs(first.all()), seqs(second.all())...)
	slices.Sort(all)
	for i, s := range all {
		if s != int64(i+1) {
			t.Fatalf("handled %v", all)
		}
	}
}

// TestSlowHandlerKeepsItsMessages: a handler that takes longer than AckWait sees no
// message twice, neither those that it works on nor those that wait.
func TestSlowHandlerKeepsItsMessages(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	fill(t, b, 4)
	var in inbox
	consume(t, b, ConsumerConfig{Name: "indexer", Stream: Documents, Batch: 2, MaxAckPending: 100, AckWait: 3 * time.Second},
		func(_ context.Context, msgs []Msg) error {
			time.Sleep(4 * time.Second)
			in.add(msgs...)
			return nil
		})
	eventually(t, "all", func() bool { return len(in.all()) >= 4 && idle(t, b, Documents, "indexer") })
	for _, m := range in.all() {
		if m.Delivered != 1 {
			t.Errorf("message %d was delivered %d times", m.Seq, m.Delivered)
		}
	}
}

// TestTwoConsumersShare: two consumers of one durable name share the messages.
func TestTwoConsumersShare(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	var in inbox
	for range 2 {
		consume(t, b, ConsumerConfig{Name: "detector", Stream: Documents, Batch: 4},
			func(_ context.Context, msgs []Msg) error { in.add(msgs...); return nil })
	}
	fill(t, b, 200)
	eventually(t, "all", func() bool { return len(in.all()) >= 200 })
	got := seqs(in.all())
	slices.Sort(got)
	if len(slices.Compact(got)) != 200 || len(in.all()) != 200 {
		t.Errorf("%d messages handled", len(in.all()))
	}
}

func TestLingerGathers(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	sizes := make(chan int, 100)
	consume(t, b, ConsumerConfig{Name: "indexer", Stream: Documents, Batch: 10, Linger: time.Minute},
		func(_ context.Context, msgs []Msg) error { sizes <- len(msgs); return nil })
	for i := range 10 {
		if err := b.Publish(t.Context(), "doc.read.page.s", fmt.Sprint("l", i), nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := <-sizes; n != 10 {
		t.Errorf("the first batch held %d of 10", n)
	}
}

func TestDeletedDirectoryStartsFresh(t *testing.T) {
	t.Parallel()
	dir := t.TempDir() + "/bus"
	b := start(t, Options{Dir: dir})
	fill(t, b, 3)
	before := b.lastSeen(Documents).created
	if err := b.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	b = start(t, Options{Dir: dir})
	if !b.lastSeen(Documents).fresh || b.lastSeen(Documents).created.Equal(before) {
		t.Error("the new stream is taken for the old")
	}
}

func TestWatchHearsNudges(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	received := make(chan string, 1)
	stop, err := b.Watch("live.>", func(subject string, data []byte) { received <- subject + " " + string(data) })
	if err != nil {
		t.Fatal(err)
	}
	b.Nudge("live.mention", []byte("m1"))
	if got := <-received; got != "live.mention m1" {
		t.Errorf("received %q", got)
	}
	stop()
	b.Nudge("live.mention", []byte("m2"))
	select {
	case got := <-received:
		t.Errorf("received %q after stopping", got)
	case <-time.After(50 * time.Millisecond):
	}
}
