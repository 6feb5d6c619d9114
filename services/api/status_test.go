package api_test

import (
	"testing"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/subjects"
)

// Messages that the bus refused are in the status, not only in doctor.
func TestStatusTellsWhatTheBusCantTake(t *testing.T) {
	d := open(t)
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		return tx.Enqueue(t.Context(), ledger.Message{
			Stream: subjects.Mentions, Subject: "mention.found.default.larkmeter.page", MsgID: "huge", Payload: make([]byte, 9<<20),
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	d.settle()
	var s struct {
		Outbox, Unsent int
		Unreadable     *int
	}
	d.want(200, &s, "GET", "/status", "")
	if s.Outbox != 0 || s.Unsent != 1 || s.Unreadable == nil || *s.Unreadable != 0 {
		t.Errorf("status %+v", s)
	}
}
