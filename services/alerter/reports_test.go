package alerter_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

// reader is a receiver whose channel gets these topics. No rule sends to it.
func (w *world) reader(id string, topics ...alerts.Topic) *alertstest.Receiver {
	w.Helper()
	r, err := alertstest.New(secret, nil)
	if err != nil {
		w.Fatal(err)
	}
	url, stop := r.Serve()
	w.Cleanup(stop)
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		ch := webhook.Channel(id, id, url, secret)
		ch.Topics = topics
		_, err := record.PutChannel(ctx, tx, ch)
		return err
	})
	return r
}

// report puts a report event into the outbox, as the correlator does.
func (w *world) report(name alerts.ReportEventName, id string, revision int64, verdict string, change ...func(*alerts.ReportEventData)) {
	w.Helper()
	m := w.reportMessage(name, id, revision, verdict, change...)
	w.write(func(ctx context.Context, tx *ledger.Tx) error { return tx.Enqueue(ctx, m) })
}

func (w *world) reportMessage(name alerts.ReportEventName, id string, revision int64, verdict string, change ...func(*alerts.ReportEventData)) ledger.Message {
	w.Helper()
	day := func(n int) string { return w.clock.Now().AddDate(0, 0, n).Format(time.DateOnly) }
	d := alerts.ReportEventData{
		Workspace: "default", Report: id, Revision: revision, Brand: alerts.EventBrand{ID: "larkspur", Name: "Larkspur", Own: true},
		Mention: alerts.ReportMention{ID: "m-" + id, Title: "One"}, Site: alerts.EventSource{ID: "s", Name: "shop"},
		Verdict: verdict, Reasons: []string{}, Metric: "visits", Window: alerts.ReportWindow{Days: 7, From: day(-8), To: day(-2)}, Group: []string{}, Caveats: []alerts.ReportCaveat{},
	}
	for _, c := range change {
		c(&d)
	}
	ev := alerts.NewReportEvent(name, d, w.clock.Now())
	body, err := json.Marshal(ev)
	if err != nil {
		w.Fatal(err)
	}
	return ledger.Message{Stream: subjects.Reports, Subject: ev.Subject(name), MsgID: ev.ID, Payload: body}
}

// reportsHandled waits until the alerter's offset has reached the end of the reports.
func (w *world) reportsHandled() {
	w.Helper()
	w.until("every report event is handled", func() bool {
		depth, err1 := w.ledger.OutboxDepth(w.Context())
		last, err2 := w.ledger.LastSeq(w.Context(), subjects.Reports)
		offset, err3 := w.ledger.Offset(w.Context(), "alerter", subjects.Reports)
		return err1 == nil && err2 == nil && err3 == nil && depth == 0 && offset == last
	})
}

// grades are the ids and verdicts of the reports that a receiver accepted, sorted.
func grades(t *testing.T, r *alertstest.Receiver) []string {
	t.Helper()
	var out []string
	for _, req := range r.Requests() {
		var ev alerts.ReportEvent
		if err := json.Unmarshal(req.Body, &ev); err != nil || req.Signature != nil {
			t.Fatalf("%v, %v: %s", err, req.Signature, req.Body)
		}
		if req.Accepted() {
			out = append(out, ev.ID+" "+ev.Data.Verdict)
		}
	}
	slices.Sort(out)
	return out
}

func TestReportsGoToChannelsThatAskForThem(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		both, usual := w.reader("both", alerts.Mentions, alerts.Reports), w.reader("usual")
		w.start()
		w.report(alerts.ReportReady, "r1", 1, "likely")
		w.report(alerts.ReportReady, "old", 1, "likely", func(d *alerts.ReportEventData) { d.Backfill = true })
		w.report(alerts.ReportRevised, "r1", 2, "likely")
		w.report(alerts.ReportRevised, "r1", 3, "possible")
		w.report(alerts.ReportRevised, "r1", 4, "likely")
		w.report(alerts.ReportRevised, "old", 2, "possible")
		w.reportsHandled()
		w.arrived(both, 3)
		if diff := cmp.Diff([]string{"r1.1 likely", "r1.3 possible", "r1.4 likely"}, grades(t, both)); diff != "" {
			t.Error(diff)
		}
		if n := len(usual.Requests()); n != 0 {
			t.Errorf("a channel that didn't ask got %d", n)
		}
		list, _, err := record.ListDeliveries(t.Context(), w.ledger, record.DeliveryFilter{Report: "r1"})
		if err != nil || len(list) != 3 {
			t.Fatalf("%v, %+v", err, list)
		}
		newest := list[0].Items[0]
		want := alerts.Item{Kind: alerts.ReportItem, Subject: "r1", Event: "revised", Revision: 4, Headline: &alerts.ReportHeadline{Verdict: "likely", Days: 7, Mentions: 1}}
		if diff := cmp.Diff(want, newest); diff != "" || len(list[0].Rules) != 0 {
			t.Error(diff, list[0].Rules)
		}
	})
}

// The bus is lost and its stream published again, and the alerter starts anew: nothing is sent twice,
// and what failed meanwhile is still tried.
func TestReportsOverRestarts(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		r := w.reader("c1", alerts.Reports)
		w.start()
		w.report(alerts.ReportReady, "r1", 1, "likely")
		w.reportsHandled()
		w.arrived(r, 1)
		r.Always(alertstest.Status(503))
		w.report(alerts.ReportReady, "r2", 1, "no_sign")
		w.reportsHandled()
		w.arrived(r, 2)
		w.stop()
		w.loseBus()
		r.Always(alertstest.OK())
		w.clock.forward(time.Minute)
		w.start()
		w.report(alerts.ReportRevised, "r1", 2, "possible")
		w.reportsHandled()
		w.arrived(r, 4)
		if diff := cmp.Diff([]string{"r1.1 likely", "r1.2 possible", "r2.1 no_sign"}, grades(t, r)); diff != "" {
			t.Error(diff)
		}
		for _, m := range alertstest.Messages(r.Requests()) {
			if !m.SameBytes || !m.Verified {
				t.Errorf("%+v", m)
			}
		}
	})
}

// A report event that can't be read holds up neither the reports behind it nor the mentions.
func TestAnUnreadableReportIsADeadLetter(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		r := w.reader("c1", alerts.Reports)
		mentions := w.receiver("c2", 0)
		w.start()
		broken := w.reportMessage(alerts.ReportReady, "bad", 1, "likely")
		broken.Payload = []byte(`{"data":`)
		nameless := w.reportMessage(alerts.ReportReady, "bad", 2, "likely", func(d *alerts.ReportEventData) { d.Report = "" })
		w.write(func(ctx context.Context, tx *ledger.Tx) error { return tx.Enqueue(ctx, broken, nameless) })
		w.report(alerts.ReportReady, "good", 1, "likely")
		w.announce(alerts.Found, "m1", 1)
		w.arrived(r, 1)
		w.arrived(mentions, 1)
		w.reportsHandled()
		letters, _, err := w.ledger.DeadLetters(t.Context(), ledger.Page{})
		if err != nil || len(letters) != 2 || letters[0].Consumer != "alerter" || letters[0].Stream != subjects.Reports {
			t.Errorf("%v, %+v", err, letters)
		}
		if diff := cmp.Diff([]string{"good.1 likely"}, grades(t, r)); diff != "" {
			t.Error(diff)
		}
	})
}

// A receiver that is gone switches its channel off for reports as it does for mentions.
func TestAReportToAReceiverThatIsGone(t *testing.T) {
	w := newWorld(t)
	r := w.reader("c1", alerts.Reports)
	r.Always(alertstest.Status(410))
	w.start()
	w.report(alerts.ReportReady, "r1", 1, "likely")
	w.until("the channel is off", func() bool {
		ch, err := record.GetChannel(t.Context(), w.ledger, "", "c1")
		return err == nil && !ch.Active && ch.SwitchedOff != nil
	})
	w.report(alerts.ReportReady, "r2", 1, "likely")
	w.reportsHandled()
	if n := len(r.Requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// A process that doesn't know the channel's type leaves the delivery to one that does, which renders
// the report as it is then; one that is gone is dropped.
func TestAReportIsRenderedByAnotherProcess(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		r := w.reader("c1", alerts.Reports)
		low, high := 310.0, 780.0
		w.write(func(ctx context.Context, tx *ledger.Tx) error {
			rep := evidence.Report{
				ID: "r1", Workspace: "default", Brand: "larkspur", State: evidence.Ready, Verdict: evidence.Possible, Revision: 1, Created: tx.Now(), Revised: tx.Now(),
				Body: evidence.ReportBody{
					Mention: evidence.ReportMention{ID: "m1", Cluster: "d1", Title: "One"}, Window: evidence.ReportWindow{Days: 7, From: "2026-11-01", To: "2026-11-07"},
					Lift: &evidence.Lift{Effect: evidence.Interval{Low: &low, High: &high}},
				},
			}
			if err := evidence.PutReport(ctx, tx, rep); err != nil {
				return err
			}
			for _, id := range []string{"r1", "gone"} {
				d := alerts.Delivery{ID: "d-" + id, Channel: "c1", Items: []alerts.Item{{Kind: alerts.ReportItem, Subject: id, Event: "ready", Revision: 1}}}
				if _, err := record.AddDelivery(ctx, tx, d); err != nil {
					return err
				}
			}
			return nil
		})
		w.start()
		in := w.arrived(r, 1)
		var ev alerts.ReportEvent
		if err := json.Unmarshal(in[0].Body, &ev); err != nil || ev.ID != "r1.1" || ev.Data.Verdict != "possible" || ev.Data.Brand.ID != "larkspur" ||
			ev.Data.Link != "https://desk.example/mentions/m1/report" {
			t.Errorf("%v: %s", err, in[0].Body)
		}
		w.until("the delivery of the report that is gone is dropped", func() bool {
			list, _, err := record.ListDeliveries(t.Context(), w.ledger, record.DeliveryFilter{})
			return err == nil && len(list) == 1 && list[0].State == alerts.Delivered && list[0].Items[0].Headline != nil
		})
	})
}
