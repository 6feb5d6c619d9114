package api_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

type channelAnswer struct {
	ID, Type, URL, Address, Secret string
	Settings                       map[string]any
	Secrets                        []string
	Events                         []string
	Active                         bool
	Name                           string
}

// A form is made from this: every type with its fields, none of them known by name here.
func TestChannelTypesDescribeThemselves(t *testing.T) {
	d := open(t)
	var types struct {
		Items []struct {
			Type, Name, Summary, Limits, Signed string
			Fields                              []struct {
				Name, Kind, Label, Help string
				Required                bool
				Choices                 []struct{ Value, Label string }
			}
		}
	}
	d.want(200, &types, "GET", "/channels/types", "")
	if len(types.Items) < 2 {
		t.Fatalf("%+v", types)
	}
	for _, ct := range types.Items {
		if ct.Name == "" || ct.Summary == "" || len(ct.Fields) == 0 {
			t.Errorf("%+v", ct)
		}
		// What the type requires, it asks for in a sentence.
		var p problem
		d.want(422, &p, "POST", "/channels", `{"name":"x","type":"`+ct.Type+`"}`)
		for _, f := range ct.Fields {
			if f.Required && !strings.HasPrefix(strings.ToLower(p.Detail), f.Name+" is missing") {
				t.Errorf("%s without %s: %q", ct.Type, f.Name, p.Detail)
			}
		}
	}
	var p problem
	d.want(422, &p, "POST", "/channels", `{"name":"x","type":"pigeon","url":"https://x.example"}`)
	if p.Detail != "There is no channel type pigeon. There are: slack, webhook." {
		t.Error(p.Detail)
	}
}

func TestASlackChannelShowsItsAddressToNobody(t *testing.T) {
	d := open(t)
	const hidden = "hush-hush-hush-hush-hush"
	const address = "https://hooks.slack.com/services/T012/B345/" + hidden
	var made, again channelAnswer
	d.want(200, &made, "POST", "/channels", `{"name":"Team","type":"slack","url":"`+address+`"}`) // the short form sets the field
	d.want(200, &again, "POST", "/channels", `{"name":"Team 2","type":"slack","secrets":{"url":"`+address+`"},"settings":{"language":"nl"}}`)
	if made.Secret != "" || made.URL != "" || made.Address != "hooks.slack.com/…" || len(made.Secrets) != 1 || again.Settings["language"] != "nl" {
		t.Errorf("%+v %+v", made, again)
	}
	path := "/channels/" + made.ID
	var p problem
	d.want(422, &p, "PUT", path, `{"name":"Team","type":"webhook","url":"https://x.example"}`)
	if !strings.HasPrefix(p.Detail, "A channel keeps its type, here slack.") {
		t.Error(p.Detail)
	}
	d.want(422, &p, "POST", path+"/secret", "")
	if !strings.Contains(p.Detail, "are not signed") {
		t.Error(p.Detail)
	}
	for _, body := range []string{
		`{"settings":{"url":"` + address + `"}}`, `{"url":"https://acme.slack.com/` + hidden + `"}`, `{"secrets":{"other":"` + hidden + `"}}`, `{"settings":{"language":"` + hidden + `"}}`, `{"secret":"` + hidden + `"}`,
	} {
		text, _ := io.ReadAll(d.want(422, nil, "PATCH", path, body).Body)
		if strings.Contains(string(text), hidden) {
			t.Errorf("%s is answered with %s", body, text)
		}
	}
	for _, write := range []struct{ method, path, body string }{
		{"PUT", path, `{"name":"Renamed"}`}, {"PATCH", path, `{"name":"Again"}`}, {"GET", path, ""}, {"GET", "/channels", ""},
	} {
		text, _ := io.ReadAll(d.want(200, nil, write.method, write.path, write.body).Body)
		if strings.Contains(string(text), hidden) || !strings.Contains(string(text), `"secrets":["url"]`) {
			t.Errorf("%s %s: %s", write.method, write.path, text)
		}
	}
}

// What isn't given stays, whatever it is; what a program doesn't know it can't lose.
func TestChangesLeaveTheRest(t *testing.T) {
	d := open(t)
	var made, changed channelAnswer
	resp := d.want(200, &made, "POST", "/channels", `{"name":"Hook","url":"https://hooks.example/in?k=1","settings":{"batch":20},"events":["removed"]}`)
	path := "/channels/" + made.ID
	d.want(200, &changed, "PATCH", path, `{"name":"Renamed"}`, "If-Match", resp.Header.Get("ETag"))
	if changed.Name != "Renamed" || changed.Settings["batch"] != 20.0 || changed.URL != "https://hooks.example/in?k=1" || len(changed.Events) != 1 || !changed.Active || len(changed.Secrets) != 1 {
		t.Errorf("%+v", changed)
	}
	d.want(412, nil, "PATCH", path, `{"name":"Late"}`, "If-Match", resp.Header.Get("ETag"))
	changed = channelAnswer{}
	d.want(200, &changed, "PATCH", path, `{"settings":{"batch":null},"events":[],"active":false}`)
	if _, has := changed.Settings["batch"]; has || len(changed.Events) != 0 || changed.Active || changed.URL == "" {
		t.Errorf("%+v", changed)
	}
	d.want(422, nil, "PATCH", path, `{"name":" "}`)
	d.want(422, nil, "PATCH", path, `{"events":["shouted"]}`)
	d.want(404, nil, "PATCH", "/channels/nosuch", `{"name":"x"}`)

	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter","aliases":["Lark"],"domains":["larkmeter.example"]}`)
	var brand struct {
		Name    string
		Aliases []string
		Domains []string
		Own     bool
		Active  bool
		Rescan  string
	}
	d.want(200, &brand, "PATCH", "/brands/larkmeter", `{"aliases":["Lark Meter"]}`)
	if brand.Name != "Larkmeter" || len(brand.Domains) != 1 || brand.Aliases[0] != "Lark Meter" || !brand.Own || !brand.Active || brand.Rescan == "" {
		t.Errorf("%+v", brand)
	}
	d.want(422, nil, "PATCH", "/brands/larkmeter", `{"competes_with":"larkmeter"}`)
	d.want(422, nil, "PATCH", "/brands/larkmeter", `{"name":" "}`)
	d.want(200, nil, "POST", "/brands", `{"name":"Beacon"}`)
	d.want(200, &brand, "PATCH", "/brands/beacon", `{"competes_with":"larkmeter"}`)
	if brand.Own {
		t.Error("a competitor is ours")
	}

	var rule map[string]any
	d.want(200, &rule, "POST", "/rules", `{"name":"All","channels":["`+made.ID+`"],"brands":["larkmeter"],"kinds":["podcast"],"min_confidence":0.5,"group_seconds":900}`)
	id := rule["id"].(string)
	d.want(200, &rule, "PATCH", "/rules/"+id, `{"min_confidence":0.9}`)
	text, _ := json.Marshal(rule)
	for _, want := range []string{`"name":"All"`, `"brands":["larkmeter"]`, `"kinds":["podcast"]`, `"min_confidence":0.9`, `"group_seconds":900`, `"active":true`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is lost: %s", want, text)
		}
	}
	d.want(422, nil, "PATCH", "/rules/"+id, `{"channels":["nosuch"]}`)
	d.want(422, nil, "PATCH", "/rules/"+id, `{"group_seconds":-1}`)
	d.want(422, nil, "PATCH", "/rules/"+id, `{"channels":[]}`)
	d.want(412, nil, "PATCH", "/rules/"+id, `{"name":"x"}`, "If-Match", `"1"`)
}

// Addresses may contain tokens: viewers see only the host.
func TestViewersSeeNoAddress(t *testing.T) {
	d := open(t)
	var token struct{ Token string }
	d.want(200, nil, "POST", "/channels", `{"name":"Hook","url":"https://me:pass@hooks.example/hush-path?hush=1"}`)
	d.want(200, &token, "POST", "/tokens", `{"name":"reader","scope":"read"}`)
	text, _ := io.ReadAll(d.want(200, nil, "GET", "/channels", "", "Authorization", "Bearer "+token.Token).Body)
	if strings.Contains(string(text), "hush") || strings.Contains(string(text), "pass@") || !strings.Contains(string(text), "https://hooks.example") {
		t.Errorf("%s", text)
	}
}
