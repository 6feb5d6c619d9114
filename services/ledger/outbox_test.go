package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func enqueue(t testing.TB, l *ledger.Ledger, stream string, ids ...string) {
	t.Helper()
	write(t, l, func(tx *ledger.Tx) error {
		for _, id := range ids {
			m := ledger.Message{Stream: stream, Subject: "doc.read.podcast.s", MsgID: id, Ref: &ledger.Reference{ID: id, Revision: "r"}}
			if err := tx.Enqueue(t.Context(), m); err != nil {
				return err
			}
		}
		return nil
	})
}

// relay does what the relay does, with a bus that accepts everything.
func relay(ctx context.Context, l *ledger.Ledger) ([]ledger.Message, error) {
	waiting, err := l.Unpublished(ctx, 100)
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	var placed []ledger.Message
	if err := l.Write(ctx, func(tx *ledger.Tx) (err error) {
		placed, err = tx.AssignSeq(ctx, waiting)
		return err
	}); err != nil {
		return nil, err
	}
	for i := range placed {
		placed[i].BusSeq = uint64(placed[i].Seq) + 100
	}
	return placed, l.Write(ctx, func(tx *ledger.Tx) error { return tx.MarkPublished(ctx, placed) })
}

func ids(ms []ledger.Message) (out []string) {
	for _, m := range ms {
		out = append(out, fmt.Sprint(m.MsgID, m.Seq))
	}
	return out
}

func TestOutboxKeepsOrderAndSequences(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		enqueue(t, l, "A", "a", "b", "c")
		enqueue(t, l, "B", "x")
		if got := ids(must(l.Unpublished(ctx, 3))(t)); !slices.Equal(got, []string{"a0", "b0", "c0"}) {
			t.Errorf("waiting %v", got)
		}
		sent := must(relay(ctx, l))(t)
		if got := ids(sent); !slices.Equal(got, []string{"a1", "b2", "c3", "x1"}) {
			t.Errorf("sent %v", got)
		}
		var ref ledger.Reference
		if err := json.Unmarshal(sent[1].Body(), &ref); err != nil || ref != (ledger.Reference{ID: "b", Revision: "r", Seq: 2}) {
			t.Errorf("body %s", sent[1].Body())
		}
		if got := must(relay(ctx, l))(t); len(got) != 0 {
			t.Errorf("sent again: %v", ids(got))
		}
		after := must(l.After(ctx, "A", 1, 10))(t)
		if got := ids(after); !slices.Equal(got, []string{"b2", "c3"}) || after[0].BusSeq != 102 {
			t.Errorf("after 1: %v", got)
		}
		// The bus is lost: the messages after the offsets are published again, before new ones.
		enqueue(t, l, "A", "d")
		write(t, l, func(tx *ledger.Tx) error {
			n, err := tx.Republish(ctx, "A", 1)
			if n != 2 {
				t.Errorf("%d to be sent again", n)
			}
			return err
		})
		if got := ids(must(relay(ctx, l))(t)); !slices.Equal(got, []string{"b2", "c3", "d4"}) {
			t.Errorf("sent again: %v", got)
		}
		if n := must(l.LastSeq(ctx, "A"))(t); n != 4 {
			t.Errorf("last sequence %d", n)
		}
	})
}

func TestAMessageKeepsItsSequenceWhenTheRelayIsKilled(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		enqueue(t, l, "A", "a", "b")
		waiting := must(l.Unpublished(ctx, 10))(t)
		for range 2 { // two relays, each believing it leads
			write(t, l, func(tx *ledger.Tx) error {
				_, err := tx.AssignSeq(ctx, waiting)
				return err
			})
		}
		enqueue(t, l, "A", "c")
		got := ids(must(relay(ctx, l))(t))
		if got[0] != "a1" || got[1] != "b2" || len(got) != 3 {
			t.Errorf("sent %v", got)
		}
	})
}

// An id is assigned before its transaction commits, so a row with a smaller id may appear later.
func TestALateCommitIsNotLost(t *testing.T) {
	l := ledgertest.OpenPostgres(t)
	ctx := t.Context()
	inside, finish := make(chan bool), make(chan bool)
	var wg sync.WaitGroup
	wg.Go(func() {
		err := l.Write(ctx, func(tx *ledger.Tx) error {
			err := tx.Enqueue(ctx, ledger.Message{Stream: "A", Subject: "s", MsgID: "early", Payload: []byte("{}")})
			inside <- true
			<-finish
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-inside
	enqueue(t, l, "A", "late")
	if got := ids(must(relay(ctx, l))(t)); !slices.Equal(got, []string{"late1"}) {
		t.Errorf("first %v", got)
	}
	finish <- true
	wg.Wait()
	if got := ids(must(relay(ctx, l))(t)); !slices.Equal(got, []string{"early2"}) {
		t.Errorf("then %v", got)
	}
}

func TestNudgesComeAfterTheCommit(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		boom := errors.New("boom")
		err := l.Write(ctx, func(tx *ledger.Tx) error {
			if err := tx.Enqueue(ctx, ledger.Message{Stream: "A", Subject: "s", MsgID: "1", Payload: []byte("{}")}); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		select {
		case <-l.Nudges():
			t.Error("nudged for what was rolled back")
		default:
		}
		enqueue(t, l, "A", "a")
		enqueue(t, l, "A", "b")
		select {
		case <-l.Nudges():
		case <-time.After(time.Minute):
			t.Error("no nudge")
		}
		if got := must(l.Unpublished(ctx, 10))(t); len(got) != 2 {
			t.Errorf("waiting %v", ids(got))
		}
	})
}

func TestOffsetsOnlyRiseAndLimitPruning(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		enqueue(t, l, "A", "a", "b", "c")
		enqueue(t, l, "B", "x")
		must(relay(ctx, l))(t)
		for _, seq := range []int64{2, 1} {
			if err := l.SetOffset(ctx, "slow", "A", seq); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.SetOffset(ctx, "fast", "A", 3); err != nil {
			t.Fatal(err)
		}
		if m, n := must(l.Offset(ctx, "slow", "A"))(t), must(l.MinOffset(ctx, "A"))(t); m != 2 || n != 2 {
			t.Errorf("offset %d, least %d", m, n)
		}
		if m := must(l.Offset(ctx, "nobody", "A"))(t); m != 0 {
			t.Errorf("offset %d", m)
		}
		prune := func() (n int64) {
			write(t, l, func(tx *ledger.Tx) (err error) {
				for _, stream := range []string{"A", "B"} {
					one, err := tx.Prune(ctx, stream, noon.Add(time.Hour))
					if err != nil {
						return err
					}
					n += one
				}
				return nil
			})
			return n
		}
		if n := prune(); n != 3 { // a, b and x
			t.Errorf("pruned %d", n)
		}
		if first := must(l.FirstSeq(ctx, "A"))(t); first != 3 {
			t.Errorf("the oldest kept is %d", first)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.DropIdleOffsets(ctx, "A", noon.Add(-time.Hour)) })
		if m := must(l.Offset(ctx, "slow", "A"))(t); m != 2 {
			t.Errorf("an offset that moves was pruned: %d", m)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.DropIdleOffsets(ctx, "A", noon.Add(time.Hour)) })
		if n := prune(); n != 1 {
			t.Errorf("then %d", n)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.ResetOffset(ctx, "fast", "A", 1) })
		if m := must(l.Offset(ctx, "fast", "A"))(t); m != 1 {
			t.Errorf("reset to %d", m)
		}
	})
}

func TestTheLeadIsHeldByOne(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		steps := []struct {
			holder string
			after  time.Duration
			want   bool
		}{{"one", 0, true}, {"two", time.Second, false}, {"one", 5 * time.Second, true}, {"two", 14 * time.Second, false}, {"two", 2 * time.Second, true}, {"one", 0, false}}
		for i, s := range steps {
			now = now.Add(s.after)
			if got := must(l.Lease(ctx, "relay", s.holder, 15*time.Second))(t); got != s.want {
				t.Errorf("step %d: %s has the lead: %t", i, s.holder, got)
			}
		}
		if err := l.Release(ctx, "relay", "one"); err != nil {
			t.Fatal(err)
		}
		if must(l.Lease(ctx, "relay", "one", time.Second))(t) {
			t.Error("released by one who had not got it")
		}
		if err := l.Release(ctx, "relay", "two"); err != nil {
			t.Fatal(err)
		}
		if !must(l.Lease(ctx, "relay", "one", time.Second))(t) {
			t.Error("not free after its release")
		}
	})
}
