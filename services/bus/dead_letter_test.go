package bus

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"
)

// letterBox stores letters as the ledger's table does: the same letter once.
type letterBox struct {
	mu      sync.Mutex
	refused int
	calls   int
	kept    []Letter
	after   func() // called when a letter was recorded, before DeadLetter returns
}

// refuse makes the next calls fail.
func (b *letterBox) refuse(n int) { b.mu.Lock(); b.refused = n; b.mu.Unlock() }

func (b *letterBox) DeadLetter(_ context.Context, l Letter) error {
	b.mu.Lock()
	b.calls++
	if b.refused--; b.refused >= 0 {
		b.mu.Unlock()
		return errors.New("the ledger is busy")
	}
	if !slices.ContainsFunc(b.kept, func(k Letter) bool { return k.Consumer == l.Consumer && k.Stream == l.Stream && k.ID == l.ID }) {
		b.kept = append(b.kept, l)
	}
	after := b.after
	b.mu.Unlock()
	if after != nil {
		after()
	}
	return nil
}

func (b *letterBox) all() []Letter { b.mu.Lock(); defer b.mu.Unlock(); return slices.Clone(b.kept) }

// refuses handles all messages but one.
func refuses(seq int64, err error, done *inbox) func(context.Context, []Msg) error {
	return func(_ context.Context, msgs []Msg) error {
		for _, m := range msgs {
			if m.Seq == seq {
				return err
			}
		}
		done.add(msgs...)
		return nil
	}
}

// A poison message in the middle of a stream: the others are processed, and the offset moves past
// it.
func TestOffsetPassesADeadLetter(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"poison": fmt.Errorf("reading: %w", Poison(errors.New("not JSON"))), "failing": errors.New("can't read it")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			letters := &letterBox{}
			b, l := start(t, Options{DeadLetters: letters}), openLedger(t, filepath.Join(t.TempDir(), "l.db"))
			b.offsetEvery = 20 * time.Millisecond
			relay(t, b, l)
			var done inbox
			consume(t, b, ConsumerConfig{Name: "detector", Stream: Documents, MaxDeliver: 3,
				SaveOffset: func(ctx context.Context, seq int64) error { return l.SetOffset(ctx, "detector", Documents, seq) }},
				refuses(7, err, &done))
			enqueue(t, l, rows(documentRow, 1, 20)...)
			eventually(t, "the offset at the end", func() bool {
				seq, err := l.Offset(t.Context(), "detector", Documents)
				return err == nil && seq == 20
			})
			if n := len(done.all()); n != 19 {
				t.Errorf("%d others were handled", n)
			}
			all := letters.all()
			if len(all) != 1 {
				t.Fatalf("letters: %+v", all)
			}
			got := all[0]
			if got.Consumer != "detector" || got.Stream != Documents || got.ID == "" || got.Seq != 7 || len(got.Data) == 0 || got.Cause != err.Error() ||
				got.Poison != (name == "poison") || got.At.IsZero() {
				t.Errorf("letter: %+v", got)
			}
			// Poison is recognized when the message is alone: in the first call or the second.
			if most := map[string]int{"poison": 2, "failing": 3}[name]; got.Attempts > most || name == "failing" && got.Attempts != most {
				t.Errorf("after %d attempts", got.Attempts)
			}
		})
	}
}

// While the letter can't be recorded the message stays with its consumer.
func TestAMessageStaysUntilItsLetterIsRecorded(t *testing.T) {
	t.Parallel()
	letters := &letterBox{}
	letters.refuse(1 << 30)
	b := start(t, Options{DeadLetters: letters})
	fill(t, b, 3)
	var done inbox
	consume(t, b, ConsumerConfig{Name: "indexer", Stream: Documents, MaxDeliver: 2}, refuses(2, errors.New("no"), &done))
	eventually(t, "two attempts to record it", func() bool {
		letters.mu.Lock()
		defer letters.mu.Unlock()
		return letters.calls >= 2
	})
	if idle(t, b, Documents, "indexer") || len(letters.all()) != 0 {
		t.Error("the message left without a letter")
	}
	letters.refuse(0)
	eventually(t, "the letter", func() bool { return len(letters.all()) == 1 && idle(t, b, Documents, "indexer") })
	if n := len(done.all()); n != 2 {
		t.Errorf("%d others were handled", n)
	}
}

// The process ends after the letter was recorded and before the server has the acknowledgement.
func TestARestartRecordsALetterOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	letters := &letterBox{}
	recorded, ended := make(chan struct{}), make(chan struct{})
	letters.after = sync.OnceFunc(func() { close(recorded); <-ended })
	b := start(t, Options{Dir: dir, DeadLetters: letters})
	fill(t, b, 3)
	cfg := ConsumerConfig{Name: "indexer", Stream: Documents, MaxDeliver: 2}
	var done inbox
	consume(t, b, cfg, refuses(2, errors.New("no"), &done))
	<-recorded
	b.nc.Close() // as a kill: nothing more reaches the server
	b.server.stop()
	close(ended)
	_ = b.Stop(t.Context())

	b = start(t, Options{Dir: dir, DeadLetters: letters})
	consume(t, b, cfg, refuses(2, errors.New("no"), &done))
	eventually(t, "nothing left", func() bool { return idle(t, b, Documents, "indexer") })
	if all := letters.all(); len(all) != 1 || letters.calls != 2 {
		t.Errorf("%d calls, letters %+v", letters.calls, all)
	}
	seen := seqs(done.all())
	slices.Sort(seen)
	if got := slices.Compact(seen); !slices.Equal(got, []int64{1, 3}) {
		t.Errorf("handled %v", got)
	}
}

// A message becomes a dead letter even if the process restarts more often than it is tried.
func TestAttemptsSurviveARestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	letters := &letterBox{}
	cfg := ConsumerConfig{Name: "indexer", Stream: Documents, MaxDeliver: 4, AckWait: time.Second}
	for range 3 {
		b := start(t, Options{Dir: dir, DeadLetters: letters})
		if len(letters.all()) == 0 && b.lastSeen(Documents).last == 0 {
			fill(t, b, 3)
		}
		var done inbox
		failed := make(chan struct{}, 100)
		stop := consume(t, b, cfg, func(ctx context.Context, msgs []Msg) error {
			err := refuses(2, errors.New("no"), &done)(ctx, msgs)
			if err != nil {
				failed <- struct{}{}
			}
			return err
		})
		for range 2 { // each process sees it fail twice at most
			select {
			case <-failed:
			case <-time.After(20 * time.Second):
				t.Fatal("it was not tried")
			}
		}
		time.Sleep(20 * time.Millisecond) // for the rejection to arrive
		stop()
		if err := b.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(letters.all()) > 0 {
			break
		}
	}
	if all := letters.all(); len(all) != 1 || all[0].Seq != 2 || all[0].Attempts != 4 {
		t.Errorf("letters %+v", all)
	}
}

// A full disk is no fault of a message: however long it lasts, none becomes a dead letter.
func TestAnOutageMakesNoDeadLetters(t *testing.T) {
	t.Parallel()
	letters := &letterBox{}
	b := start(t, Options{DeadLetters: letters})
	fill(t, b, 1)
	var mu sync.Mutex
	tries := 0
	consume(t, b, ConsumerConfig{Name: "indexer", Stream: Documents, MaxDeliver: 2}, func(context.Context, []Msg) error {
		mu.Lock()
		defer mu.Unlock()
		if tries++; tries <= 4 {
			return fmt.Errorf("indexing: %w", syscall.ENOSPC)
		}
		return nil
	})
	eventually(t, "five tries", func() bool { mu.Lock(); defer mu.Unlock(); return tries >= 5 })
	if all := letters.all(); len(all) != 0 {
		t.Errorf("letters %+v", all)
	}
}
