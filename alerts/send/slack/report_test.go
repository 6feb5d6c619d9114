package slack_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/slack"
)

func reportEvent(name alerts.ReportEventName, change ...func(*alerts.ReportEventData)) *alerts.ReportEvent {
	n := func(v float64) *float64 { return &v }
	d := alerts.ReportEventData{
		Workspace: "default", Report: "r", Revision: 2, Brand: alerts.EventBrand{ID: "fernwick", Name: "Fernwick", Own: true},
		Mention: alerts.ReportMention{ID: "m1", Title: "41: What we run on", Source: "Signal Paths", URL: "https://www.signalpaths.example/41"},
		Site:    alerts.EventSource{ID: "s", Name: "shop"}, Verdict: "likely", Window: alerts.ReportWindow{Days: 7, From: "2026-11-20", To: "2026-11-26"},
		Lift: &alerts.ReportLift{Observed: n(2540), Expected: n(2003), Effect: n(537), Low: n(312), High: n(778), SmallestVisible: n(281)},
		Link: base + "/mentions/m1/report",
	}
	for _, c := range change {
		c(&d)
	}
	ev := alerts.NewReportEvent(name, d, time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC))
	return &ev
}

// Names in a report are from outside, as those of a mention are.
func TestAReportWithHostileNames(t *testing.T) {
	for _, evil := range nasty {
		p, body := render(t, channel(""), alerts.Message{BaseURL: base, Report: reportEvent(alerts.ReportReady, func(d *alerts.ReportEventData) {
			d.Brand.Name, d.Site.Name, d.Mention.Source, d.Mention.Title, d.Verdict, d.Window.To = evil, evil, evil, evil, evil, evil
			d.Mention.URL = "https://slack.com@evil.example/" + evil + "|Approve>"
		})})
		inspect(t, p, body)
	}
}

func FuzzRenderReport(f *testing.F) {
	for _, evil := range nasty[:6] {
		f.Add(evil, evil, "https://evil.example/")
	}
	f.Fuzz(func(t *testing.T, name, title, address string) {
		p, body := render(t, channel(""), alerts.Message{BaseURL: base, Report: reportEvent(alerts.ReportReady, func(d *alerts.ReportEventData) {
			d.Brand.Name, d.Site.Name, d.Mention.Source, d.Mention.Title = name, name, title, title
			d.Mention.URL = "https://evil.example/" + address
		})})
		inspect(t, p, body)
	})
}

// On the team's own pages a link from a report is left out of the count, as one from a mention is.
func TestAReportForTheTeam(t *testing.T) {
	m := alerts.Message{BaseURL: base, OwnDomains: []string{"signalpaths.example"}, Report: reportEvent(alerts.ReportReady)}
	p, _ := render(t, channel(""), m)
	last := p.Blocks[len(p.Blocks)-1]
	want := fmt.Sprintf("<%s/mentions/m1/report|Open the report> · <https://www.signalpaths.example/41?nd-team=1|signalpaths.example>", base)
	if last.Text == nil || last.Text.Text != want {
		t.Errorf("%+v, want %s", last.Text, want)
	}
	if m.Report.Data.Mention.URL != "https://www.signalpaths.example/41" {
		t.Error("the message itself was changed")
	}
	if _, err := slack.New(nil).Render(channel(""), alerts.Message{}); err == nil {
		t.Error("a message about nothing")
	}
}
