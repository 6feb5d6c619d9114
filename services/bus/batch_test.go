package bus

import (
	"fmt"
	"slices"
	"testing"

	"github.com/namedrop/namedrop/services/subjects"
)

func somewhere(i int) Message {
	m := Message{Subject: "doc.read.page.s", ID: fmt.Sprint("d", i), Seq: int64(i), Data: []byte("x")}
	if i%3 == 0 {
		m.Subject, m.ID = "mention.found.w.b.page", fmt.Sprint("m", i)
	}
	return m
}

// Each stream has its messages in order, with the sequence numbers that were returned, whether they
// were published as a batch or, because one exists already, one by one.
func TestABatchIsNumbered(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	for _, name := range []string{Documents, Mentions} {
		if !b.lastSeen(name).atomic {
			t.Errorf("%s accepts no batches", name)
		}
	}
	want := map[string][]string{}
	from := 0
	for _, size := range []int{1, 3 * minAtomic, 3 * batchMessages, 3 * minAtomic} {
		var msgs []Message
		for i := from; i < from+size; i++ {
			msgs = append(msgs, somewhere(i))
			stream := subjects.Stream(msgs[len(msgs)-1].Subject)
			want[stream] = append(want[stream], msgs[len(msgs)-1].ID)
		}
		if size == 3*minAtomic && from > 1 { // a relay that was killed had sent some of them
			if _, err := b.PublishBatch(t.Context(), msgs[:2]); err != nil {
				t.Fatal(err)
			}
		}
		numbers, err := b.publishBatch(t.Context(), msgs)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range msgs {
			if at := numbers[i]; at == 0 || want[subjects.Stream(m.Subject)][at-1] != m.ID {
				t.Fatalf("of %d messages %s was reported as number %d", size, m.ID, at)
			}
		}
		from += size
	}
	for stream, ids := range want {
		if got := held(t, b, stream); !slices.Equal(got, ids) {
			t.Errorf("%s holds %d messages, %d were sent", stream, len(got), len(ids))
		}
	}
}

// A batch is split where it would be larger than the server accepts.
func TestBatchesFit(t *testing.T) {
	big := Message{Data: make([]byte, batchBytes*2/3)}
	msgs := []Message{big, big, {}, {}}
	if n := batchLen(msgs, []int{0, 1, 2, 3}); n != 1 {
		t.Errorf("%d large messages in one batch", n)
	}
	if n := batchLen(msgs, []int{1, 2, 3}); n != 3 {
		t.Errorf("%d of three fit", n)
	}
	if n := batchLen([]Message{{Data: make([]byte, 2*batchBytes)}}, []int{0}); n != 1 {
		t.Error("a message that is too large is never published")
	}
	many := make([]int, 2*batchMessages)
	if n := batchLen(msgs, many[:]); n > batchMessages {
		t.Errorf("%d messages in one batch", n)
	}
}
