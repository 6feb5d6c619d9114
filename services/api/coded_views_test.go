package api_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Beside the English sentences of sources and deliveries are codes, for the desk to phrase.
func TestFailuresAreShownWithTheirCodes(t *testing.T) {
	d := open(t)
	var source, channel struct{ ID string }
	d.want(200, &source, "POST", "/sources", `{"url":"https://show.example/feed.xml"}`)
	d.want(200, &channel, "POST", "/channels", `{"name":"Ours","url":"https://hooks.example/in"}`)
	fault := &feeds.Fault{Kind: feeds.FaultAbsent, Code: "not_found", Host: "show.example", Params: map[string]string{"status": "404"}, Reason: "Nothing there"}
	failed := alerts.Attempt{Delivery: "failed", Error: "refused", Code: "receiver_refuses", Params: map[string]string{"status": "400 Bad Request"}}
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		poll := archive.Poll{Condition: feeds.Condition{Health: feeds.Failing}}
		poll.Condition.SetFault(fault)
		if err := archive.SavePoll(t.Context(), tx, archive.SourcePoll, source.ID, poll); err != nil {
			return err
		}
		for _, id := range []string{"failed", "waiting"} {
			item := alerts.Item{Kind: alerts.MentionItem, Subject: "gone " + id, Event: alerts.Found, Revision: 1}
			if _, err := record.AddDelivery(t.Context(), tx, alerts.Delivery{ID: id, Workspace: "default", Channel: channel.ID, Items: []alerts.Item{item}, MediaType: "application/json", Body: []byte("{}")}); err != nil {
				return err
			}
		}
		return record.FinishDelivery(t.Context(), tx, failed, alerts.Failed, time.Time{})
	})
	if err != nil {
		t.Fatal(err)
	}
	type coded struct {
		Error, Code string
		Params      map[string]string
	}
	var got coded
	d.want(200, &got, "GET", "/sources/"+source.ID, "")
	if got.Code != "not_found" || got.Params["host"] != "show.example" || got.Params["status"] != "404" || got.Error == "" {
		t.Errorf("source %+v", got)
	}
	var delivery struct {
		coded
		Tries []coded
	}
	d.want(200, &delivery, "GET", "/deliveries/failed", "")
	if delivery.Code != "receiver_refuses" || delivery.Params["status"] != "400 Bad Request" || len(delivery.Tries) != 1 || delivery.Tries[0].Code != delivery.Code {
		t.Errorf("delivery %+v", delivery)
	}
	d.want(204, nil, "DELETE", "/channels/"+channel.ID, "")
	d.want(200, &delivery, "GET", "/deliveries/waiting", "")
	if delivery.Code != "channel_deleted" {
		t.Errorf("delivery to a deleted channel %+v", delivery.coded)
	}
}

// Warnings of a source that was read have codes too. Those that an older version stored are English
// sentences only.
func TestWarningsAreShownWithTheirCodes(t *testing.T) {
	d := open(t)
	const old = "3 items have no date; the time of the first read is used."
	for address, condition := range map[string]func(*feeds.Condition){
		"https://new.example/feed.xml": func(c *feeds.Condition) {
			c.SetWarnings([]feeds.Warning{feeds.Warn("items_undated", "Items without a date: {n}.", "n", "3")})
		},
		"https://old.example/feed.xml": func(c *feeds.Condition) { c.Error, c.Warnings = old, 1 },
	} {
		var source struct{ ID string }
		d.want(200, &source, "POST", "/sources", `{"url":"`+address+`"}`)
		poll := archive.Poll{Condition: feeds.Condition{Health: feeds.Healthy}}
		condition(&poll.Condition)
		err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
			return archive.SavePoll(t.Context(), tx, archive.SourcePoll, source.ID, poll)
		})
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Error    string
			Warnings int
			Details  []feeds.Warning `json:"warning_details"`
		}
		d.want(200, &got, "GET", "/sources/"+source.ID, "")
		switch address {
		case "https://old.example/feed.xml":
			if got.Error != old || got.Warnings != 1 || len(got.Details) != 0 {
				t.Errorf("old: %+v", got)
			}
		default:
			if got.Error != "Items without a date: 3." || len(got.Details) != 1 || got.Details[0].Code != "items_undated" || got.Details[0].Params["n"] != "3" {
				t.Errorf("new: %+v", got)
			}
		}
	}
}

// What adapters and the detector refuse has a reason with parameters too.
func TestRefusedFieldsAndLinesHaveCodes(t *testing.T) {
	d := open(t)
	for _, c := range []struct{ path, body, reason, param, value string }{
		{"/channels", `{"name":"x","url":"ftp://hooks.example"}`, "field_not_url", "name", "url"},
		{"/channels", `{"name":"x","url":"https://hooks.example","settings":{"batch":1000}}`, "webhook_batch", "max", "100"},
		{"/channels", `{"name":"x","type":"slack","secrets":{"url":"xoxb-1"}}`, "slack_token", "name", "url"},
		{"/channels", `{"name":"x","url":"https://hooks.example","settings":{"colour":"red"}}`, "no_setting", "name", "colour"},
		{"/brands", `{"name":"x"}`, "brand_one_letter", "text", "x"},
		{"/brands", `{"name":"Zorvel","heard_as":["tomorrow"]}`, "heard_as_everyday", "text", "tomorrow"},
	} {
		var p struct {
			Reason, Detail string
			Params         map[string]string
		}
		d.want(422, &p, "POST", c.path, c.body)
		if p.Reason != c.reason || p.Params[c.param] != c.value || p.Detail == "" {
			t.Errorf("%s: %+v", c.body, p)
		}
	}
	var done struct {
		Refused []struct{ Reason, Code string }
	}
	d.want(200, &done, "POST", "/sources/import", `<opml version="2.0"><body><outline type="rss" text="A" xmlUrl="ftp://a.example"/></body></opml>`)
	if len(done.Refused) != 1 || done.Refused[0].Code != "line_not_web" || done.Refused[0].Reason == "" {
		t.Errorf("%+v", done)
	}
	var imported struct {
		Refused []struct {
			Code   string
			Params map[string]string
		}
	}
	d.want(200, &imported, "POST", "/imports/documents", `{"id":"a","text":"x"}`+"\n"+`{"id":"b","published":"soon"}`+"\n"+`{"id":"c","text":[]}`, "Content-Type", "application/jsonl")
	if len(imported.Refused) != 2 || imported.Refused[0].Code != "line_date" || imported.Refused[0].Params["date"] != "soon" || imported.Refused[1].Params["type"] != "array" {
		t.Errorf("%+v", imported)
	}
	var p struct {
		Reason string
		Params map[string]string
	}
	d.want(422, &p, "POST", "/imports/documents", `{"text":"x"}`, "Content-Type", "application/jsonl")
	if p.Reason != "import_unreadable" || p.Params["why_code"] != "line_unidentified" || p.Params["line"] != "1" {
		t.Errorf("%+v", p)
	}
	var brand struct {
		Feedback struct{ Effect, Detail string }
	}
	d.want(200, nil, "POST", "/brands", `{"name":"Zorvel"}`)
	d.want(200, &brand, "GET", "/brands/zorvel", "")
	if brand.Feedback.Effect != "leaves" || brand.Feedback.Detail == "" {
		t.Errorf("%+v", brand)
	}
}
