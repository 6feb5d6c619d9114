package api_test

import (
	"encoding/json"
	"testing"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// A channel gets mentions unless it says otherwise, and always something.
func TestTopicsOfAChannel(t *testing.T) {
	d := open(t)
	type channel struct {
		ID     string
		Topics []alerts.Topic
	}
	topics := func(c channel) string {
		b, _ := json.Marshal(c.Topics)
		return string(b)
	}
	var c channel
	d.want(200, &c, "POST", "/channels", `{"name":"Hook","url":"https://hooks.example/in"}`)
	if topics(c) != `["mentions"]` {
		t.Errorf("a new channel gets %v", c.Topics)
	}
	path := "/channels/" + c.ID
	d.want(200, &c, "PATCH", path, `{"topics":["reports","mentions"]}`)
	d.want(200, &c, "PATCH", path, `{"name":"Renamed"}`)
	if topics(c) != `["mentions","reports"]` {
		t.Errorf("changed to %v", c.Topics)
	}
	for _, body := range []string{`{"topics":[]}`, `{"topics":["visits"]}`, `{"topics":["reports","reports"]}`} {
		d.want(422, nil, "PATCH", path, body)
	}
	d.want(200, &c, "PUT", path, `{"name":"Hook","url":"https://hooks.example/in"}`)
	if topics(c) != `["mentions"]` {
		t.Errorf("replaced by one that says nothing: %v", c.Topics)
	}
}

// A delivery of a report says which report, by which mention people know it, and what it said.
func TestADeliveryOfAReport(t *testing.T) {
	d := open(t)
	low, high := 310.0, 780.0
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		rep := evidence.Report{
			ID: "r1", Workspace: "default", Brand: "larkspur", State: evidence.Ready, Verdict: evidence.Likely, Revision: 1, Created: tx.Now(), Revised: tx.Now(),
			Body: evidence.ReportBody{Mention: evidence.ReportMention{ID: "m1", Cluster: "d1", Title: "One"}},
		}
		if err := evidence.PutReport(t.Context(), tx, rep); err != nil {
			return err
		}
		for id, report := range map[string]string{"about": "r1", "deleted": "r2"} {
			item := alerts.Item{Kind: alerts.ReportItem, Subject: report, Event: "ready", Revision: 1, Headline: &alerts.ReportHeadline{Verdict: "likely", Low: &low, High: &high, Days: 7, Mentions: 1}}
			if _, err := record.AddDelivery(t.Context(), tx, alerts.Delivery{ID: id, Channel: "c", Items: []alerts.Item{item}, MediaType: "application/json", Body: []byte("{}")}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Kind, Report, Mention, Event string
		Items                        []struct{ Headline alerts.ReportHeadline }
	}
	d.want(200, &got, "GET", "/deliveries/about", "")
	if got.Kind != "report" || got.Report != "r1" || got.Mention != "m1" || got.Event != "ready" || got.Items[0].Headline.Verdict != "likely" || *got.Items[0].Headline.High != 780 {
		t.Errorf("%+v", got)
	}
	d.want(200, &got, "GET", "/deliveries/deleted", "")
	if got.Report != "r2" || got.Mention != "" {
		t.Errorf("a report that was deleted: %+v", got)
	}
	var list struct{ Items []struct{ ID string } }
	d.want(200, &list, "GET", "/deliveries?report=r1", "")
	if len(list.Items) != 1 || list.Items[0].ID != "about" {
		t.Errorf("%+v", list)
	}
}
