package api_test

import (
	"strings"
	"testing"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/subjects"
)

// What the bus doesn't take is shown where people look first, not only by doctor. A retry
// fails in the same way and opens the letter again; discarded it is gone.
func TestDeadLetters(t *testing.T) {
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
		Outbox      int
		DeadLetters int `json:"dead_letters"`
		Unreadable  *int
	}
	d.want(200, &s, "GET", "/status", "")
	if s.Outbox != 0 || s.DeadLetters != 1 || s.Unreadable == nil || *s.Unreadable != 0 {
		t.Errorf("status %+v", s)
	}
	type letter struct {
		ID, Consumer, Subject, Cause string
		Size, Retries                int
	}
	var l struct{ Items []letter }
	d.want(200, &l, "GET", "/dead-letters", "")
	if len(l.Items) != 1 || l.Items[0].Consumer != "relay" || l.Items[0].Size != 9<<20 || !strings.Contains(l.Items[0].Cause, "more than the bus takes") {
		t.Fatalf("dead letters %+v", l.Items)
	}
	address := "/dead-letters/" + l.Items[0].ID
	d.want(200, nil, "POST", address+"/retry", "")
	d.settle()
	d.want(200, &l, "GET", "/dead-letters", "")
	if len(l.Items) != 1 || l.Items[0].Retries != 1 {
		t.Fatalf("after a retry: %+v", l.Items)
	}
	d.want(204, nil, "DELETE", address, "")
	d.want(404, nil, "DELETE", address, "")
	d.want(404, nil, "POST", address+"/retry", "")
	d.want(200, &l, "GET", "/dead-letters", "")
	if len(l.Items) != 0 {
		t.Errorf("after it was discarded: %+v", l.Items)
	}
}
