package alerter_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

func TestAnAlertIsSentAtOnceAndSigned(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	w.start()
	w.announce(alerts.Found, "m1", 1)
	in := w.arrived(r, 1)
	w.settled("c1", "m1", alerts.Delivered, 1)
	d := w.delivery("c1", "m1")
	if in[0].Signature != nil || in[0].ID != d.ID || string(in[0].Body) != string(d.Body) {
		t.Errorf("arrived as %s, signature %v: %s", in[0].ID, in[0].Signature, in[0].Body)
	}
	if !slices.Equal(d.Rules, []string{"r-c1"}) || d.Finished.IsZero() {
		t.Errorf("delivery %+v", d)
	}
}

func TestWhatCausesNoAlert(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0.8)
	w.start()
	w.announce(alerts.Found, "old", 1, func(d *alerts.EventData) { d.Backfill = true })
	w.announce(alerts.Found, "unsure", 1, func(d *alerts.EventData) { d.Unsure = true })
	w.announce(alerts.Found, "low", 1, func(d *alerts.EventData) { d.Confidence = 0.7 })
	w.announce(alerts.Dismissed, "low", 2)
	w.announce(alerts.Found, "good", 1)
	w.handled()
	w.settled("c1", "good", alerts.Delivered, 1)
	if n := len(r.Requests()); n != 1 {
		t.Errorf("%d messages, want the good one alone", n)
	}
}

func TestAmendmentsAndEndings(t *testing.T) {
	w := newWorld(t)
	quiet, curious := w.receiver("quiet", 0.8), w.receiver("curious", 0.8, alerts.Amended, alerts.Removed)
	w.start()
	w.announce(alerts.Found, "m1", 1, func(d *alerts.EventData) { d.Confidence = 0.5 })
	w.announce(alerts.Amended, "m1", 2) // lifted over both thresholds
	w.announce(alerts.Amended, "m1", 3)
	w.announce(alerts.Dismissed, "m1", 4, func(d *alerts.EventData) { d.State = index.Dismissed })
	w.announce(alerts.Removed, "m1", 5)
	w.handled()
	w.arrived(curious, 3)
	w.arrived(quiet, 1)
	if got := types(t, quiet); !slices.Equal(got, []string{"namedrop.mention.found.v1 m1.2"}) {
		t.Errorf("the quiet channel got %q", got)
	}
	want := []string{"namedrop.mention.amended.v1 m1.3", "namedrop.mention.found.v1 m1.2", "namedrop.mention.removed.v1 m1.5"}
	if got := types(t, curious); !slices.Equal(got, want) {
		t.Errorf("the curious channel got %q, want %q", got, want)
	}
}

func types(t *testing.T, r *alertstest.Receiver) []string {
	t.Helper()
	var out []string
	for _, req := range r.Requests() {
		var ev alerts.Event
		if err := json.Unmarshal(req.Body, &ev); err != nil {
			t.Fatal(err)
		}
		out = append(out, ev.Type+" "+ev.ID)
	}
	slices.Sort(out)
	return out
}

func TestRetriesKeepToTheSchedule(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	r.Script(alertstest.Status(500), alertstest.Answer{Status: 429, RetryAfter: "600"}, alertstest.OK())
	w.start()
	w.announce(alerts.Found, "m1", 1)
	w.settled("c1", "m1", alerts.Pending, 1)
	if d := w.delivery("c1", "m1"); d.NotBefore.Sub(w.clock.Now()) != 5*time.Second {
		t.Errorf("the second try is due in %s", d.NotBefore.Sub(w.clock.Now()))
	}
	w.clock.forward(5 * time.Second)
	w.settled("c1", "m1", alerts.Pending, 2)
	if d := w.delivery("c1", "m1"); d.NotBefore.Sub(w.clock.Now()) != 10*time.Minute {
		t.Errorf("the receiver asked for ten minutes and gets %s", d.NotBefore.Sub(w.clock.Now()))
	}
	w.clock.forward(10*time.Minute - time.Millisecond)
	time.Sleep(50 * time.Millisecond)
	if n := len(r.Requests()); n != 2 {
		t.Fatalf("%d tries before the third was due", n)
	}
	w.clock.forward(time.Millisecond)
	w.settled("c1", "m1", alerts.Delivered, 3)
	m := alertstest.Messages(r.Requests())
	if len(m) != 1 || m[0].Requests != 3 || !m[0].SameBytes || !m[0].Verified {
		t.Errorf("messages %+v", m)
	}
	var reasons []alerts.Reason
	_, attempts, err := record.GetDelivery(t.Context(), w.ledger, "", m[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range attempts {
		reasons = append(reasons, a.Reason)
	}
	if !slices.Equal(reasons, []alerts.Reason{alerts.Server, alerts.RateLimited, ""}) {
		t.Errorf("attempts failed for %q", reasons)
	}
}

func TestGivingUp(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	r.Always(alertstest.Status(503))
	w.start()
	w.announce(alerts.Found, "m1", 1)
	for n := 1; n < alerts.MaxAttempts; n++ {
		w.settled("c1", "m1", alerts.Pending, n)
		w.clock.forward(27 * time.Hour)
	}
	w.settled("c1", "m1", alerts.Failed, alerts.MaxAttempts)
	if n := len(r.Requests()); n != alerts.MaxAttempts {
		t.Errorf("%d tries", n)
	}
	// Retried by a person while the receiver is still down, it gets all of its attempts again.
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		_, err := record.ReplayDeliveries(ctx, tx, record.DeliveryFilter{States: []string{string(alerts.Failed)}})
		return err
	})
	w.settled("c1", "m1", alerts.Pending, 1)
	r.Always(alertstest.OK())
	w.clock.forward(5 * time.Second)
	w.settled("c1", "m1", alerts.Delivered, 2)
	_, tries, err := record.GetDelivery(t.Context(), w.ledger, "", w.delivery("c1", "m1").ID)
	if err != nil || len(tries) != alerts.MaxAttempts+2 || tries[len(tries)-1].Number != alerts.MaxAttempts+2 {
		t.Errorf("%d tries in all: %v", len(tries), err)
	}
}

func TestAReceiverThatIsGoneSwitchesItsChannelOff(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	r.Always(alertstest.Status(410))
	w.start()
	w.announce(alerts.Found, "m1", 1)
	w.settled("c1", "m1", alerts.Failed, 1)
	ch, err := record.GetChannel(t.Context(), w.ledger, "", "c1")
	off := ch.SwitchedOff
	if err != nil || ch.Active || off == nil || off.Code != "receiver_gone" || off.Params["status"] != "410 Gone" || off.Error == "" || off.At.IsZero() {
		t.Errorf("channel %+v, switched off %+v, %v", ch, off, err)
	}
	w.announce(alerts.Found, "m2", 1)
	w.handled()
	if n := len(r.Requests()); n != 1 {
		t.Errorf("%d requests to a receiver that is gone", n)
	}
	// Whoever switches it on again has seen to it.
	err = w.ledger.Write(t.Context(), func(tx *ledger.Tx) (err error) {
		ch.Active = true
		ch, err = record.PutChannel(t.Context(), tx, ch)
		return err
	})
	if err != nil || ch.SwitchedOff != nil {
		t.Errorf("switched on, it has %+v, %v", ch.SwitchedOff, err)
	}
}

func TestAHungChannelHoldsUpNobody(t *testing.T) {
	w := newWorld(t)
	hung := w.receiver("hung", 0)
	hung.Always(alertstest.Answer{Hang: true})
	fine := w.receiver("zfine", 0)
	w.start()
	const n = 40
	for i := range n {
		w.announce(alerts.Found, fmt.Sprint("m", i), 1)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // the sender's own limit is ten
	defer cancel()
	if _, err := fine.WaitFor(ctx, n); err != nil {
		t.Fatal(err)
	}
	if got := len(hung.Requests()); got > 2 {
		t.Errorf("%d sends under way to the hung channel, 2 allowed", got)
	}
}

// dying sends, and then behaves like a process that was killed before it could record the attempt.
type dying struct{ alerts.Sender }

var errKilled = errors.New("killed")

func (d dying) Send(ctx context.Context, ch alerts.Channel, del alerts.Delivery) (alerts.Attempt, error) {
	a, _ := d.Sender.Send(ctx, ch, del)
	return a, errKilled
}

func TestKilledBetweenSendingAndRecordingSendsTheSameAgain(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	real := w.sender
	w.sender = dying{real}
	w.start()
	w.announce(alerts.Found, "m1", 1)
	w.arrived(r, 1)
	w.stop()
	if d := w.delivery("c1", "m1"); d.State != alerts.Pending {
		t.Fatalf("recorded as %s", d.State)
	}
	w.sender = real
	w.start()
	w.settled("c1", "m1", alerts.Delivered, 1)
	m := alertstest.Messages(r.Requests())
	if len(m) != 1 || m[0].Requests != 2 || !m[0].SameBytes || !m[0].Verified {
		t.Errorf("messages %+v", m)
	}
}

func TestALostBusCausesNoSecondAlerts(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	w.start()
	for _, m := range []string{"m1", "m2", "m3"} {
		w.announce(alerts.Found, m, 1)
	}
	w.handled()
	w.stop()
	w.loseBus()
	late := w.receiver("late", 0)
	w.start()
	w.announce(alerts.Found, "m4", 1)
	w.handled()
	w.settled("c1", "m4", alerts.Delivered, 1)
	w.settled("late", "m4", alerts.Delivered, 1)
	if d := alertstest.Messages(r.Requests()); len(d) != 4 || len(alertstest.Duplicates(r.Requests())) != 0 {
		t.Errorf("messages %+v", d)
	}
	if n := len(late.Requests()); n != 1 {
		t.Errorf("a rule that was created later sent %d alerts", n)
	}
}

// A crash leaves events unacknowledged; the bus then delivers later ones first.
func TestEventsOutOfOrderAreAllHandled(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	var rows []ledger.Message
	for _, m := range []string{"m1", "m2", "m3", "m4"} {
		rows = append(rows, w.message(alerts.Found, m, 1))
	}
	w.start()
	b := w.bus
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		if err := tx.Enqueue(ctx, rows...); err != nil {
			return err
		}
		waiting, err := tx.Unpublished(ctx, 10)
		if err != nil {
			return err
		}
		if rows, err = tx.AssignSeq(ctx, waiting); err != nil {
			return err
		}
		return tx.MarkPublished(ctx, rows)
	})
	for _, i := range []int{2, 0, 3, 1} {
		m := rows[i]
		if _, err := b.PublishBatch(t.Context(), []bus.Message{{Subject: m.Subject, ID: m.MsgID, Seq: m.Seq, Data: m.Payload}}); err != nil {
			t.Fatal(err)
		}
		w.until("it is handled", func() bool {
			offset, err := w.ledger.Offset(t.Context(), "alerter", subjects.Mentions)
			return err == nil && offset >= m.Seq
		})
	}
	w.arrived(r, 4)
	time.Sleep(50 * time.Millisecond)
	if m := alertstest.Messages(r.Requests()); len(m) != 4 || len(r.Requests()) != 4 {
		t.Errorf("%d messages in %d requests", len(m), len(r.Requests()))
	}
}

func TestAnUnreadableEventIsSkipped(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	w.start()
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		return tx.Enqueue(ctx, ledger.Message{Stream: subjects.Mentions, Subject: "mention.found.default.larkspur.podcast", MsgID: "x", Payload: []byte("{")})
	})
	w.announce(alerts.Found, "m1", 1)
	w.arrived(r, 1)
	w.handled()
}

func TestOnPostgreSQL(t *testing.T) {
	w := newWorldOn(t, func(t testing.TB, now func() time.Time) *ledger.Ledger {
		l, err := ledger.Open(t.Context(), ledger.Options{URL: ledgertest.PostgresURL(t), Now: now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		return l
	})
	r := w.receiver("c1", 0.8, alerts.Removed)
	r.Script(alertstest.Status(500))
	w.start()
	w.announce(alerts.Found, "m1", 1)
	w.settled("c1", "m1", alerts.Pending, 1)
	w.clock.forward(5 * time.Second)
	w.settled("c1", "m1", alerts.Delivered, 2)
	w.stop()
	w.loseBus()
	w.start()
	w.announce(alerts.Removed, "m1", 2)
	w.arrived(r, 3)
	if m := alertstest.Messages(r.Requests()); len(m) != 2 || m[0].Requests+m[1].Requests != 3 {
		t.Errorf("messages %+v", m)
	}
}
