package mentions

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/subjects"
)

// AnnounceReport enqueues the public event of a report that was just saved.
func AnnounceReport(ctx context.Context, tx *ledger.Tx, name alerts.ReportEventName, r evidence.Report, b alerts.EventBrand, baseURL string) error {
	ev := newReportEvent(name, r, b, baseURL)
	body, err := json.Marshal(ev)
	if err != nil {
		return fmt.Errorf("rendering the event of report %s: %w", r.ID, err)
	}
	return tx.Enqueue(ctx, ledger.Message{Stream: subjects.Reports, Subject: ev.Subject(name), MsgID: ev.ID, Payload: body})
}

// ReportEventOf returns the public event of a report as it would be announced now, under that name.
// The error is [ledger.ErrNotFound] if the report is gone or has no verdict any more.
func ReportEventOf(ctx context.Context, r ledger.Reader, workspace, id string, name alerts.ReportEventName, baseURL string) (alerts.ReportEvent, error) {
	rep, err := evidence.GetReport(ctx, r, workspace, id)
	if err == nil && rep.State != evidence.Ready {
		err = fmt.Errorf("report %s has no verdict: %w", id, ledger.ErrNotFound)
	}
	if err != nil {
		return alerts.ReportEvent{}, err
	}
	b, err := brandOrStub(ctx, r, rep.Workspace, rep.Brand)
	if err != nil {
		return alerts.ReportEvent{}, err
	}
	return newReportEvent(name, rep, alerts.EventBrand{ID: b.ID, Name: b.Name, Own: b.Own}, baseURL), nil
}

func newReportEvent(name alerts.ReportEventName, r evidence.Report, brand alerts.EventBrand, baseURL string) alerts.ReportEvent {
	b, m := r.Body, r.Body.Mention
	d := alerts.ReportEventData{
		Workspace: r.Workspace, Report: r.ID, Revision: r.Revision, Brand: brand,
		Mention: alerts.ReportMention{ID: m.ID, Cluster: m.Cluster, Kind: m.Kind, Title: m.Title, Source: m.Show, URL: m.URL, Published: m.Published.UTC()},
		Site:    alerts.EventSource{ID: b.Site.ID, Name: b.Site.Name}, Verdict: string(r.Verdict), Reasons: b.Reasons, Metric: b.Metric,
		Window: alerts.ReportWindow{Days: b.Window.Days, From: b.Window.From, To: b.Window.To},
		Group:  b.Group, Caveats: []alerts.ReportCaveat{}, Method: b.Method.Version, DataTo: b.DataTo, Backfill: m.Backfill,
		Link: baseURL + "/mentions/" + m.ID + "/report",
	}
	if g := b.GroupDays; g != nil {
		d.GroupDays = &alerts.ReportWindow{Days: g.Days, From: g.From, To: g.To}
	}
	if l := b.Lift; l != nil {
		d.Lift = &alerts.ReportLift{
			Observed: l.Observed, Expected: l.Expected, Effect: l.Effect.Effect, Low: l.Effect.Low, High: l.Effect.High, P: l.P, Q: l.Q,
			Placebos: l.Placebos, SmallestVisible: l.SmallestVisible,
		}
	}
	for _, n := range b.Caveats {
		d.Caveats = append(d.Caveats, alerts.ReportCaveat{Code: n.Code, Params: n.Params})
	}
	return alerts.NewReportEvent(name, d, r.Revised)
}
