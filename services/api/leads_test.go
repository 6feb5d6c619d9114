package api_test

import (
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/api/access"
)

type leadsSent struct {
	Source                            string
	Leads                             []string
	Added, Changed, Unchanged, Erased int
}

type leadsListed struct {
	Items []struct {
		ID, Key, Stage, Answer, Note, Landing, Person, Address string
		Cut, Test, Imported                                    bool
		Time                                                   time.Time
		Value                                                  *float64
		Source                                                 struct{ ID, Name, Type, Site string }
	}
	Next   string
	Totals *struct {
		Leads, Answered, Test, Imported int
		ByStage                         map[string]int `json:"by_stage"`
	}
}

// as lets somebody with a scope in, by the header that is returned.
func (d *desk) as(scope access.Scope) []string {
	d.t.Helper()
	made, err := api.MakeToken(d.t.Context(), d.a.Ledger(), "default", api.TokenBody{Name: string(scope), Scope: scope}, time.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	return []string{"Authorization", "Bearer " + made.Token}
}

func TestSendingLeads(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	d := openAt(t, func() time.Time { return now })
	const body = `{"site":"shop","keep_address":true,"leads":[
		{"key":"42","time":"2026-11-19T10:00:00Z","email":"ann@buyer.example","answer":"The Slow Quarter","stage":"Sales Qualified","value":1200,"landing":"https://shop.example/pricing?utm_source=x&email=ann@buyer.example"},
		{"key":"43","email":"test@example.com"}]}`
	var sent leadsSent
	d.want(200, &sent, "POST", "/leads", body)
	if sent.Added != 2 || len(sent.Leads) != 2 {
		t.Fatalf("%+v", sent)
	}
	now = now.Add(time.Hour) // a lead that is sent again without a time keeps its own
	again := leadsSent{}
	d.want(200, &again, "POST", "/leads", body)
	if again.Unchanged != 2 || again.Source != sent.Source || again.Leads[0] != sent.Leads[0] {
		t.Errorf("again: %+v", again)
	}
	d.want(200, &again, "POST", "/leads", `{"source":"`+sent.Source+`","leads":[{"key":"42","time":"2026-11-19T10:00:00Z","answer":"<b>A friend</b>","email":"ann@buyer.example"}]}`)
	if again.Changed != 1 {
		t.Errorf("changed: %+v", again)
	}
	var listed leadsListed
	d.want(200, &listed, "GET", "/leads", "")
	if len(listed.Items) != 2 || listed.Items[0].Key != "43" || !listed.Items[0].Test || listed.Items[1].Answer != "<b>A friend</b>" || listed.Totals.Leads != 2 || listed.Totals.Answered != 1 || listed.Totals.Test != 1 {
		t.Errorf("%+v", listed)
	}
	if s := listed.Items[1].Source; s.Name != "API" || s.Type != "api" || s.Site != "shop" {
		t.Errorf("%+v", s)
	}
	for query, want := range map[string]string{
		"q=friend": "42", "site=shop&test=no": "42", "test=only": "43", "stage=lead&answered=only": "42", "from=2026-11-20": "43", "to=2026-11-19": "42", "source=x": "", "site=blog": "",
		"q=" + url.QueryEscape("Ann@buyer.example"): "42",
	} {
		listed = leadsListed{}
		d.want(200, &listed, "GET", "/leads?totals=none&"+query, "")
		var keys []string
		for _, l := range listed.Items {
			keys = append(keys, l.Key)
		}
		if strings.Join(keys, " ") != want || listed.Totals != nil {
			t.Errorf("%s: %v, want %s", query, keys, want)
		}
	}
	d.want(204, nil, "DELETE", "/leads/"+sent.Leads[0], "")
	d.want(404, nil, "GET", "/leads/"+sent.Leads[0], "")
	d.want(200, &again, "POST", "/leads", body)
	if again.Erased != 1 {
		t.Errorf("an erased lead came back: %+v", again)
	}
}

// Addresses are for those who may edit, and no search by a viewer finds one.
func TestViewersSeeNoAddresses(t *testing.T) {
	d := open(t)
	var sent leadsSent
	d.want(200, &sent, "POST", "/leads", `{"site":"shop","keep_address":true,"leads":[{"key":"1","email":"ann@buyer.example","answer":"x"}]}`)
	for scope, sees := range map[access.Scope]bool{access.Read: false, access.Write: true} {
		bearer := d.as(scope)
		var listed leadsListed
		d.want(200, &listed, "GET", "/leads", "", bearer...)
		var one struct{ Address string }
		d.want(200, &one, "GET", "/leads/"+sent.Leads[0], "", bearer...)
		if got := listed.Items[0].Address == "ann@buyer.example"; got != sees || (one.Address != "") != sees {
			t.Errorf("%s sees an address: %t, %q", scope, got, one.Address)
		}
		listed = leadsListed{}
		d.want(200, &listed, "GET", "/leads?q=ann@buyer.example", "", bearer...)
		if got := len(listed.Items) == 1; got != sees {
			t.Errorf("%s finds a person: %t", scope, got)
		}
	}
	bearer := d.as(access.Read)
	d.want(403, nil, "POST", "/leads", `{"site":"shop","leads":[{"key":"2"}]}`, bearer...)
	d.want(403, nil, "DELETE", "/leads/"+sent.Leads[0], "", bearer...)
	other := d.anotherWorkspace()
	d.want(404, nil, "GET", "/leads/"+sent.Leads[0], "", other...)
	d.want(404, nil, "DELETE", "/leads/"+sent.Leads[0], "", other...)
	d.want(404, nil, "GET", "/leads/sources/"+sent.Source, "", other...)
	d.want(422, nil, "POST", "/leads", `{"source":"`+sent.Source+`","leads":[{"key":"2"}]}`, other...)
}

func TestLeadsThatCantBeSent(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	d := openAt(t, func() time.Time { return now })
	for body, want := range map[string]struct{ reason, detail string }{
		`{"leads":[{"key":"1"}]}`:                                                              {"empty_site", "The site is empty"},
		`{"source":"x","leads":[{"key":"1"}]}`:                                                 {"no_lead_source", "no source of leads x"},
		`{"site":"shop","leads":[]}`:                                                           {"invalid_request", ""},
		`{"site":"shop","leads":[{"key":"1"},{"key":"ann@buyer.example"}]}`:                    {"lead_key_address", "Lead 2: The key"},
		`{"site":"shop","leads":[{"key":"1","time":"2026-11-20T12:06:00Z"}]}`:                  {"lead_in_future", "Lead 1: The time is in the future."},
		`{"site":"shop","leads":[{"key":"1","time":"1999-11-20T12:06:00Z"}]}`:                  {"lead_too_old", "before the year 2000"},
		`{"site":"shop","leads":[{"key":"1","answer":"` + strings.Repeat("a", 200001) + `"}]}`: {"invalid_request", ""},
	} {
		var p struct{ Reason, Detail string }
		d.want(422, &p, "POST", "/leads", body)
		if p.Reason != want.reason || !strings.Contains(p.Detail, want.detail) {
			t.Errorf("%.80s: %+v", body, p)
		}
	}
	var listed struct{ Items []any }
	if d.want(200, &listed, "GET", "/leads/sources", ""); len(listed.Items) != 0 {
		t.Error("a source came of leads that can't be sent")
	}
	// A clock that is a little fast is no reason to refuse a lead; 100 KB of markup is cut, and stays text.
	markup, _ := json.Marshal(strings.Repeat(`<img src=x onerror="alert(1)">`, 3500))
	var sent leadsSent
	d.want(200, &sent, "POST", "/leads", `{"site":"shop","leads":[{"key":"1","time":"2026-11-20T12:04:00Z","answer":`+string(markup)+`}]}`)
	var l struct {
		Answer string
		Cut    bool
		Time   time.Time
	}
	d.want(200, &l, "GET", "/leads/"+sent.Leads[0], "")
	if !l.Cut || len(l.Answer) > 4<<10 || !strings.HasPrefix(l.Answer, "<img") || !l.Time.Equal(now) {
		t.Errorf("%d bytes, cut %t, %s", len(l.Answer), l.Cut, l.Time)
	}
}

func TestLeadSources(t *testing.T) {
	d := open(t)
	var types struct {
		Items []struct {
			Type                           string
			Polled, Received, File, Pushed bool
		}
	}
	d.want(200, &types, "GET", "/leads/types", "")
	if len(types.Items) != 5 {
		t.Errorf("%+v", types)
	}
	type source struct {
		ID, Name, Health, Arrival, Address string
		Keys                               []string
		Paused                             bool
		KeepAddress                        bool `json:"keep_address"`
		Settings                           map[string]any
	}
	var made source
	const hubspot = `{"type":"hubspot","site":"shop","secrets":{"token":"pat-secret-token","client_secret":""},"settings":{"note":"sales_note"}}`
	resp := d.want(200, &made, "POST", "/leads/sources", hubspot)
	if made.Name != "HubSpot" || made.Health != "waiting" || made.Arrival != "poll" || len(made.Keys) != 1 || made.Keys[0] != "token" || made.Settings["answer"] != "how_did_you_hear_about_us" {
		t.Errorf("%+v", made)
	}
	if text, err := io.ReadAll(resp.Body); err != nil || strings.Contains(string(text), "pat-secret-token") {
		t.Errorf("the answer shows the token: %s, %v", text, err)
	}
	var p struct{ Reason string }
	if d.want(409, &p, "POST", "/leads/sources", hubspot); p.Reason != "leads_exist" {
		t.Errorf("%+v", p)
	}
	for body, reason := range map[string]string{
		`{"type":"nothing","site":"shop"}`: "no_leads_type", `{"type":"csv","site":"shop"}`: "leads_not_polled", `{"type":"hubspot","site":"shop"}`: "field_missing",
		`{"type":"hubspot","site":" ","secrets":{"token":"x"}}`: "empty_site", `{"type":"hubspot","site":"shop","zone":"Mars","secrets":{"token":"x"}}`: "bad_time_zone",
		`{"type":"hubspot","site":"shop","secrets":{"token":"x","password":"y"}}`:                        "takes_no_secret",
		`{"type":"hubspot","site":"shop","secrets":{"token":"` + strings.Repeat("x", 9000) + `"}}`:       "field_too_long",
		`{"type":"typeform","site":"shop","secrets":{"secret":"short"}}`:                                 "typeform_secret",
		`{"type":"form","site":"shop","settings":{"check":"webhook"},"secrets":{"secret":"whsec_nope"}}`: "form_secret",
	} {
		if d.want(422, &p, "POST", "/leads/sources", body); p.Reason != reason {
			t.Errorf("%.80s: %s, want %s", body, p.Reason, reason)
		}
	}
	path := "/leads/sources/" + made.ID
	made = source{}
	d.want(200, &made, "PATCH", path, `{"name":"CRM","paused":true,"keep_address":true,"secrets":{"client_secret":"cs"},"settings":{"answer":"heard"}}`)
	if made.Name != "CRM" || !made.Paused || !made.KeepAddress || len(made.Keys) != 2 || made.Settings["answer"] != "heard" || made.Settings["note"] != nil {
		t.Errorf("%+v", made)
	}
	if d.want(422, &p, "POST", path+"/fetch", ""); p.Reason != "leads_paused" {
		t.Errorf("%+v", p)
	}
	if d.want(422, &p, "PATCH", path, `{"settings":{"answer":"Not a name"}}`); p.Reason != "hubspot_property" {
		t.Errorf("%+v", p)
	}
	d.want(200, nil, "PATCH", path, `{"paused":false}`)
	d.want(200, nil, "POST", path+"/fetch", "")
	var sites struct{ Items []struct{ ID string } }
	d.want(200, &sites, "GET", "/sites", "")
	if d.want(409, &p, "DELETE", "/sites/"+sites.Items[0].ID, ""); p.Reason != "site_has_leads" {
		t.Errorf("%+v", p)
	}
	d.want(204, nil, "DELETE", path, "")
	if d.want(404, &p, "GET", path, ""); p.Reason != "lead_source_not_found" {
		t.Errorf("%+v", p)
	}
	d.want(204, nil, "DELETE", "/sites/"+sites.Items[0].ID, "")
}
