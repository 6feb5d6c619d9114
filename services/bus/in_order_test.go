package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// effects are the sequences that a consumer in order has handled, kept in the ledger as
// settings so that they are rolled back with the transaction.
func effects(t *testing.T, l *ledger.Ledger, name string, to int64) (seqs []int64) {
	t.Helper()
	for n := int64(1); n <= to; n++ {
		times, err := ledger.Counter(t.Context(), l, fmt.Sprintf("%s.%d", name, n))
		if err != nil {
			t.Fatal(err)
		}
		if times > 1 {
			t.Errorf("message %d was handled %d times", n, times)
		}
		if times > 0 {
			seqs = append(seqs, n)
		}
	}
	return seqs
}

// inOrder returns a consumer that fails for one message.
func inOrder(t *testing.T, b *Bus, l *ledger.Ledger, bad int64, fail func() error) InOrder {
	last := int64(0)
	var mu sync.Mutex
	o := InOrder{
		Name: "counter", Stream: Mentions, Bus: b, Ledger: l, Logger: slog.New(slog.DiscardHandler), MaxAttempts: 6,
		wait: func(int) time.Duration { return 10 * time.Millisecond },
		Handle: func(ctx context.Context, tx *ledger.Tx, msgs []Msg) (func(), error) {
			for _, m := range msgs {
				if m.Seq == bad {
					if err := fail(); err != nil {
						return nil, err
					}
				}
				if _, err := tx.Bump(ctx, fmt.Sprintf("counter.%d", m.Seq), 1); err != nil {
					return nil, err
				}
			}
			first, seq := msgs[0].Seq, msgs[len(msgs)-1].Seq
			return func() {
				mu.Lock()
				defer mu.Unlock()
				if first <= last {
					t.Errorf("message %d came after %d", first, last)
				}
				last = seq
			}, nil
		},
	}
	if testing.Verbose() {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	return o
}

func runInOrder(t *testing.T, o InOrder) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() {
		if err := o.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	stop = func() { cancel(); done.Wait() }
	t.Cleanup(stop)
	return stop
}

func offsetAt(t *testing.T, l *ledger.Ledger, name string, seq int64) {
	t.Helper()
	eventually(t, fmt.Sprint("the offset at ", seq), func() bool {
		got, err := l.Offset(t.Context(), name, Mentions)
		return err == nil && got == seq
	})
}

func without(to, bad int64) (all []int64) {
	for n := int64(1); n <= to; n++ {
		if n != bad {
			all = append(all, n)
		}
	}
	return all
}

// A message that can't be handled becomes a dead letter, at once or after its attempts. The
// offset moves past it, the others are handled in order and once, and the outbox is pruned.
func TestInOrderPassesADeadLetter(t *testing.T) {
	t.Parallel()
	for name, bad := range map[string]error{"poison": Poison(errors.New("not JSON")), "failing": errors.New("can't handle it")} {
		t.Run(name, func(t *testing.T) {
			ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
				ctx := t.Context()
				b := start(t, Options{})
				relay(t, b, l)
				runInOrder(t, inOrder(t, b, l, 7, func() error { return bad }))
				enqueue(t, l, rows(mentionRow, 1, 20)...)
				offsetAt(t, l, "counter", 20)
				if got := effects(t, l, "counter", 20); !slices.Equal(got, without(20, 7)) {
					t.Errorf("handled %v", got)
				}
				letters, _, err := l.DeadLetters(ctx, ledger.Page{})
				if err != nil || len(letters) != 1 || letters[0].Seq != 7 || letters[0].Consumer != "counter" || letters[0].Cause == "" ||
					letters[0].Poison != (name == "poison") || letters[0].Attempts != map[string]int{"poison": 1, "failing": 6}[name] {
					t.Errorf("letters %+v: %v", letters, err)
				}
				drained(t, l)
				var pruned int64
				err = l.Write(ctx, func(tx *ledger.Tx) (err error) {
					pruned, err = tx.Prune(ctx, Mentions, tx.Now().Add(time.Hour))
					return err
				})
				if err != nil || pruned != 20 {
					t.Errorf("%d messages pruned: %v", pruned, err)
				}
			})
		})
	}
}

// A retried letter is handled like a new message.
func TestInOrderHandlesARetry(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	b, l := start(t, Options{}), ledgertest.Open(t)
	relay(t, b, l)
	runInOrder(t, inOrder(t, b, l, 2, func() error { return Poison(errors.New("of a later version")) }))
	enqueue(t, l, rows(mentionRow, 1, 3)...)
	offsetAt(t, l, "counter", 3)
	letters, _, err := l.DeadLetters(ctx, ledger.Page{})
	if err != nil || len(letters) != 1 {
		t.Fatalf("letters %+v: %v", letters, err)
	}
	if err := l.Write(ctx, func(tx *ledger.Tx) error { return tx.RetryDeadLetter(ctx, letters[0].ID) }); err != nil {
		t.Fatal(err)
	}
	offsetAt(t, l, "counter", 4)
	if got := effects(t, l, "counter", 4); !slices.Equal(got, []int64{1, 3, 4}) {
		t.Errorf("handled %v", got)
	}
	if n, err := l.CountDeadLetters(ctx); err != nil || n != 0 {
		t.Errorf("%d letters: %v", n, err)
	}
}

// Attempts count on after a restart, and an outage doesn't count.
func TestInOrderCountsAttemptsOverRestarts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b, l := start(t, Options{Dir: dir}), ledgertest.Open(t)
	stopRelay := relay(t, b, l)
	var mu sync.Mutex
	outages, attempts, pause := 0, 0, make(chan struct{})
	fail := func() error {
		mu.Lock()
		defer mu.Unlock()
		if outages++; outages <= 3 {
			return fmt.Errorf("handling: %w", ledger.ErrDiskFull)
		}
		if attempts++; attempts == 4 {
			close(pause)
		}
		return errors.New("can't handle it")
	}
	o := inOrder(t, b, l, 1, fail)
	o.wait = func(n int) time.Duration {
		if n == 3 {
			return time.Hour // until the process ends
		}
		return time.Millisecond
	}
	stop := runInOrder(t, o)
	enqueue(t, l, rows(mentionRow, 1, 1)...)
	<-pause
	stop()
	stopRelay()
	if err := b.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}

	b = start(t, Options{Dir: dir})
	relay(t, b, l)
	runInOrder(t, inOrder(t, b, l, 1, fail))
	offsetAt(t, l, "counter", 1)
	letters, _, err := l.DeadLetters(t.Context(), ledger.Page{})
	if err != nil || len(letters) != 1 || letters[0].Attempts != 6 {
		t.Errorf("letters %+v: %v", letters, err)
	}
}

// What a killed process had counted is deleted when the message is handled after all.
func TestInOrderForgetsAttempts(t *testing.T) {
	t.Parallel()
	b, l := start(t, Options{}), ledgertest.Open(t)
	relay(t, b, l)
	var mu sync.Mutex
	failures := 0
	runInOrder(t, inOrder(t, b, l, 2, func() error {
		mu.Lock()
		defer mu.Unlock()
		if failures++; failures <= 4 {
			return errors.New("not now")
		}
		return nil
	}))
	enqueue(t, l, rows(mentionRow, 1, 3)...)
	offsetAt(t, l, "counter", 3)
	if got := effects(t, l, "counter", 3); !slices.Equal(got, []int64{1, 2, 3}) {
		t.Errorf("handled %v", got)
	}
	var n int
	if err := l.Row(t.Context(), `SELECT COUNT(*) FROM dead_letters`, nil, &n); err != nil || n != 0 {
		t.Errorf("%d rows are left: %v", n, err)
	}
}
