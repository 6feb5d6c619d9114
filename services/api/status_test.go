package api_test

import (
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

// A channel that Namedrop switched off says why until somebody switches it on, and is counted where
// people look first. An edit that leaves it off leaves the reason.
func TestASwitchedOffChannelSaysWhy(t *testing.T) {
	d := open(t)
	var made struct{ ID string }
	d.want(200, &made, "POST", "/channels", `{"name":"hook","url":"https://hooks.example/in"}`)
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		c, err := record.GetChannel(t.Context(), tx, "", made.ID)
		if err != nil {
			return err
		}
		c.Active, c.SwitchedOff = false, &alerts.SwitchedOff{At: at, Code: "receiver_gone", Params: map[string]string{"status": "410"}, Error: "gone"}
		_, err = record.PutChannel(t.Context(), tx, c)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	shows := func(want int) {
		t.Helper()
		var s struct {
			SwitchedOff int `json:"switched_off"`
			Failed      *int
		}
		d.want(200, &s, "GET", "/status", "")
		if s.SwitchedOff != want || s.Failed == nil {
			t.Errorf("status %+v, want %d switched off", s, want)
		}
		var c struct {
			SwitchedOff *alerts.SwitchedOff `json:"switched_off"`
		}
		d.want(200, &c, "GET", "/channels/"+made.ID, "")
		if want == 0 && c.SwitchedOff != nil || want == 1 && (c.SwitchedOff == nil || c.SwitchedOff.Code != "receiver_gone" || !c.SwitchedOff.At.Equal(at)) {
			t.Errorf("channel %+v, want %d", c.SwitchedOff, want)
		}
	}
	shows(1)
	d.want(200, nil, "PATCH", "/channels/"+made.ID, `{"name":"other"}`)
	d.want(200, nil, "PUT", "/channels/"+made.ID, `{"name":"other","url":"https://hooks.example/in","active":false}`)
	shows(1)
	d.want(200, nil, "PATCH", "/channels/"+made.ID, `{"active":true}`)
	shows(0)
}

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
