package adapters_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/services/adapters"
)

// Whatever the type of a channel, a report has its grade, its numbers and the link to its page in
// the message.
func TestEveryChannelRendersAReport(t *testing.T) {
	client, err := post.New(post.Options{Transport: &http.Transport{}, Timeout: time.Second, UserAgent: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	low, high, observed := 310.0, 780.0, 2540.0
	ev := alerts.NewReportEvent(alerts.ReportReady, alerts.ReportEventData{
		Workspace: "default", Report: "r", Revision: 1, Brand: alerts.EventBrand{ID: "fernwick", Name: "Fernwick"}, Verdict: "likely",
		Window: alerts.ReportWindow{Days: 7, From: "2026-11-20", To: "2026-11-26"},
		Lift:   &alerts.ReportLift{Observed: &observed, Low: &low, High: &high}, Link: "https://desk.example/mentions/m/report",
	}, time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC))
	for _, a := range adapters.Channels(client) {
		got, err := a.Render(alerts.Channel{ID: "c", Type: a.Type, Settings: json.RawMessage(`{}`)}, alerts.Message{Delivery: "d", Report: &ev, BaseURL: "https://desk.example"})
		if err != nil || got.MediaType == "" {
			t.Errorf("%s: %v", a.Type, err)
			continue
		}
		for _, part := range []string{"Fernwick", "likely", "780", ev.Data.Link} {
			if !strings.Contains(string(got.Body), part) {
				t.Errorf("%s: the message doesn't contain %q: %s", a.Type, part, got.Body)
			}
		}
	}
}
