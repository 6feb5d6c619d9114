package ledger_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/subjects"
)

func deadReference() ledger.DeadLetter {
	return ledger.DeadLetter{Consumer: "detector", Stream: subjects.Documents, MsgID: "read.d1.r1", Subject: "doc.read.podcast.s1", Seq: 7,
		Data: []byte(`{"id":"d1","revision":"r1","seq":7}`), Attempts: 20, Cause: "can't read\x00 it\xff"}
}

func openLetters(t *testing.T, l *ledger.Ledger) []ledger.DeadLetter {
	t.Helper()
	list, _, err := l.DeadLetters(t.Context(), ledger.Page{})
	if err != nil {
		t.Fatal(err)
	}
	if n := must(l.CountDeadLetters(t.Context()))(t); n != len(list) {
		t.Errorf("%d counted, %d listed", n, len(list))
	}
	return list
}

// A letter is kept once; a retry publishes its reference under another id; if that fails too
// it is open again, and a repeated report of the first attempt changes nothing.
func TestADeadLetterIsRetried(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		add := func(d ledger.DeadLetter) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) error { return tx.AddDeadLetter(ctx, d) })
		}
		retry := func(id string) error {
			return l.Write(ctx, func(tx *ledger.Tx) error { return tx.RetryDeadLetter(ctx, id) })
		}
		d := deadReference()
		add(d)
		add(d) // the process ended before the bus had the acknowledgement of the first
		other := d
		other.Consumer = "indexer-a"
		add(other)
		list := openLetters(t, l)
		if len(list) != 2 {
			t.Fatalf("letters %+v", list)
		}
		id := list[0].ID
		if list[0].Consumer != "detector" {
			id = list[1].ID
		}
		if list[0].Cause != "can't read  it\uFFFD" || list[0].Attempts != 20 || list[0].Size != len(d.Data) {
			t.Errorf("letter %+v", list[0])
		}

		if err := retry(id); err != nil {
			t.Fatal(err)
		}
		if err := retry(id); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("a second retry at once: %v", err)
		}
		rows := must(l.Unpublished(ctx, 10))(t)
		if len(rows) != 1 || rows[0].MsgID != "read.d1.r1.retry-1" || rows[0].Subject != d.Subject || rows[0].Ref == nil || rows[0].Ref.ID != "d1" || rows[0].Ref.Seq != 0 {
			t.Fatalf("published again: %+v", rows)
		}
		add(d) // late: about the first attempt
		if list := openLetters(t, l); len(list) != 1 {
			t.Errorf("a repetition opened the letter: %+v", list)
		}
		again := d
		again.MsgID, again.Seq, again.Cause = rows[0].MsgID, 30, "still not"
		add(again)
		for _, got := range openLetters(t, l) {
			if got.ID == id && (got.Retries != 1 || got.Attempts != 40 || got.Cause != "still not" || got.Seq != 30) {
				t.Errorf("after the retry failed: %+v", got)
			}
		}
		if list := openLetters(t, l); len(list) != 2 {
			t.Errorf("the failed retry is not open: %+v", list)
		}
		if err := retry(id); err != nil {
			t.Fatal(err)
		}
		if rows := must(l.Unpublished(ctx, 10))(t); len(rows) != 2 || rows[1].MsgID != "read.d1.r1.retry-2" {
			t.Errorf("published a third time: %+v", rows)
		}

		// Retried letters are deleted after a while, open ones never.
		write(t, l, func(tx *ledger.Tx) error { return tx.PruneDeadLetters(ctx, now.Add(time.Second)) })
		if list := openLetters(t, l); len(list) != 1 || list[0].Consumer != "indexer-a" {
			t.Fatalf("after pruning: %+v", list)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.DiscardDeadLetter(ctx, openLetters(t, l)[0].ID) })
		if list := openLetters(t, l); len(list) != 0 {
			t.Errorf("after the last was discarded: %+v", list)
		}
	})
}

func TestDeadLettersComeInPages(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		for i := range 5 {
			now = now.Add(time.Duration(i/2) * time.Second) // some at the same moment
			d := deadReference()
			d.MsgID, d.Data = string(rune('a'+i)), []byte(strings.Repeat("x", 5000))
			write(t, l, func(tx *ledger.Tx) error { return tx.AddDeadLetter(t.Context(), d) })
		}
		seen := map[string]bool{}
		for page := (ledger.Page{Limit: 2}); ; {
			list, next, err := l.DeadLetters(t.Context(), page)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range list {
				seen[d.MsgID] = true
				if len(d.Data) != 1000 || d.Size != 5000 {
					t.Errorf("%d of %d bytes", len(d.Data), d.Size)
				}
			}
			if page.After = next; next == "" {
				break
			}
		}
		if len(seen) != 5 {
			t.Errorf("seen %v", seen)
		}
	})
}

// Attempts are counted until the message is processed or becomes a dead letter, and are not yet a dead
// letter.
func TestAttemptsAreCounted(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		d := deadReference()
		count := func() (n int) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) (err error) { n, err = tx.CountAttempt(ctx, d); return err })
			return n
		}
		if first, second := count(), count(); first != 1 || second != 2 || len(openLetters(t, l)) != 0 {
			t.Errorf("counted %d, %d; letters %+v", first, second, openLetters(t, l))
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.ForgetAttempts(ctx, d.Consumer, d.Stream, d.Seq-1) })
		if n := count(); n != 3 {
			t.Errorf("an earlier message was processed, and the count is %d", n)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.ForgetAttempts(ctx, d.Consumer, d.Stream, d.Seq) })
		if n := count(); n != 1 {
			t.Errorf("it was processed, and the count is %d", n)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.AddDeadLetter(ctx, d) })
		if list := openLetters(t, l); len(list) != 1 || list[0].Attempts != 20 {
			t.Errorf("after the last attempt: %+v", list)
		}
	})
}
