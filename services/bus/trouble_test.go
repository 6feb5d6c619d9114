package bus

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"
)

// A stream is deleted, and created again by another process, under a relay that never gets an
// error.
func TestAStreamIsRecreatedUnderTheRelay(t *testing.T) {
	t.Parallel()
	b, l := start(t, Options{}), openLedger(t, filepath.Join(t.TempDir(), "l.db"))
	relay(t, b, l)
	enqueue(t, l, rows(mentionRow, 1, 20)...)
	drained(t, l)
	if err := b.js.DeleteStream(t.Context(), Mentions); err != nil {
		t.Fatal(err)
	}
	if err := b.ensureStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	enqueue(t, l, mentionRow(21))
	eventually(t, "all mentions back", func() bool {
		ids := held(t, b, Mentions)
		slices.Sort(ids)
		return len(slices.Compact(ids)) == 21
	})
}

// A batch whose answer takes too long is published message by message. If the batch is committed
// later after all, nothing is in the stream twice.
func TestABatchThatIsCommittedLate(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]int{"after none": 0, "after some": 3, "after all": 10} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, Options{})
			var msgs []Message
			for i := range 10 {
				msgs = append(msgs, Message{Subject: "doc.read.page.s", ID: fmt.Sprint("d", i), Seq: int64(i + 1), Data: []byte("x"), stream: Documents})
			}
			var commit *nats.Msg
			for i, m := range msgs {
				raw := m.nats()
				raw.Header.Set(jetstreamext.BatchIDHeader, "late")
				raw.Header.Set(jetstreamext.BatchSeqHeader, strconv.Itoa(i+1))
				if i == len(msgs)-1 {
					raw.Header.Set(jetstreamext.BatchCommitHeader, "1")
					commit = raw
				} else if err := b.nc.PublishMsg(raw); err != nil {
					t.Fatal(err)
				}
			}
			publish := func(part []Message) {
				at := make([]int, len(part))
				for i := range at {
					at[i] = i
				}
				numbers := make([]uint64, len(part))
				if err := b.publishEach(t.Context(), part, at, numbers); err != nil {
					t.Fatal(err)
				}
				for i, n := range numbers {
					s, err := b.js.Stream(t.Context(), Documents)
					if err != nil {
						t.Fatal(err)
					}
					if m, err := s.GetMsg(t.Context(), n); err != nil || m.Header.Get(jetstream.MsgIDHeader) != part[i].ID {
						t.Errorf("%s was reported as number %d: %v", part[i].ID, n, err)
					}
				}
			}
			publish(msgs[:before])
			if answer, err := b.nc.RequestMsg(commit, 5*time.Second); err != nil {
				t.Fatal(err)
			} else {
				t.Logf("the commit is answered with %s", answer.Data)
			}
			publish(msgs)
			if got := held(t, b, Documents); len(got) != len(msgs) {
				t.Errorf("DOCUMENTS holds %v", got)
			}
		})
	}
}

// Messages of several megabytes are relayed too, without holding all of them in memory.
func TestLargeMessages(t *testing.T) {
	t.Parallel()
	b, l := start(t, Options{}), openLedger(t, filepath.Join(t.TempDir(), "l.db"))
	large := rows(mentionRow, 1, 7)
	for i := range large {
		large[i].Payload = make([]byte, 7<<20-i)
	}
	enqueue(t, l, large...)
	enqueue(t, l, rows(mentionRow, 8, 40)...)
	next, err := l.Unpublished(t.Context(), relayBatch)
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	for _, m := range next {
		size += len(m.Payload)
	}
	if size > 40<<20 {
		t.Errorf("%d MB are read at once", size>>20)
	}
	relay(t, b, l)
	drained(t, l)
	wantIDs(t, held(t, b, Mentions), "m", ".1", 1, 40)
}

// The process is stopped in the middle of a batch: what was reported as written is on disk.
func TestABatchIsCancelled(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	for round := range 20 {
		var msgs []Message
		for i := range 200 {
			body, _ := json.Marshal(i)
			msgs = append(msgs, Message{Subject: "doc.read.page.s", ID: fmt.Sprint("r", round, ".", i), Seq: int64(i + 1), Data: body})
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(round*600)*time.Microsecond)
		numbers, _ := b.publishBatch(ctx, msgs)
		cancel()
		s, err := b.js.Stream(t.Context(), Documents)
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range numbers {
			if n == 0 {
				continue
			}
			if m, err := s.GetMsg(t.Context(), n); err != nil || m.Header.Get(jetstream.MsgIDHeader) != msgs[i].ID {
				t.Fatalf("%s was reported as number %d: %v", msgs[i].ID, n, err)
			}
		}
		if numbers, err = b.publishBatch(t.Context(), msgs); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(numbers, 0) {
			t.Fatal("not all are reported as published")
		}
	}
	got := held(t, b, Documents)
	slices.Sort(got)
	if n := len(got); n != 20*200 || len(slices.Compact(got)) != n {
		t.Errorf("DOCUMENTS holds %d messages", n)
	}
}
