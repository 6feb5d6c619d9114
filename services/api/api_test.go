package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
)

// desk is the whole program without the network, called through its handler.
type desk struct {
	t *testing.T
	h http.Handler
	a *app.App
}

func open(t *testing.T) *desk { return openAt(t, time.Now) }

// openAt runs the desk by a clock of the test's own.
func openAt(t *testing.T, now func() time.Time) *desk {
	t.Helper()
	return openWith(t, app.Options{Config: config.Default(), Now: now})
}

// openWith runs the desk with these options.
func openWith(t *testing.T, o app.Options) *desk {
	t.Helper()
	o.Config.Data, o.Services, o.Logger = t.TempDir(), app.Quiet(), slog.New(slog.DiscardHandler)
	a, err := app.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := a.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return &desk{t, a.Handler(), a}
}

// ask makes a request; header holds pairs.
func (d *desk) ask(method, path, body string, header ...string) *http.Response {
	d.t.Helper()
	r := httptest.NewRequest(method, "http://localhost/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if r.Header.Get(fromOutside) == "" {
		r = r.WithContext(access.Inside(r.Context()))
	}
	w := httptest.NewRecorder()
	d.h.ServeHTTP(w, r)
	return w.Result()
}

func (d *desk) want(status int, out any, method, path, body string, header ...string) *http.Response {
	d.t.Helper()
	resp := d.ask(method, path, body, header...)
	text, _ := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(text)) // for tests that look at all of it
	if resp.StatusCode != status {
		d.t.Fatalf("%s %s answered %d, want %d: %s", method, path, resp.StatusCode, status, text)
	}
	if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			d.t.Fatalf("%s %s answered %s: %v", method, path, text, err)
		}
	}
	return resp
}

func (d *desk) settle() {
	d.t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		busy, err := d.a.Busy(d.t.Context())
		if err != nil {
			d.t.Fatal(err)
		}
		if !busy {
			return
		}
	}
	d.t.Fatal("still busy")
}

type problem struct {
	Code, Detail, Reason string
	Params               map[string]string
	At                   *int
	Errors               []struct {
		Location, Reason string
		Params           map[string]string
	}
}

// mistakes are the fields that are wrong, each with its reason.
func (p problem) mistakes() string {
	var list []string
	for _, e := range p.Errors {
		list = append(list, e.Location+" "+e.Reason)
	}
	return strings.Join(list, ", ")
}

func TestABrandAndItsETag(t *testing.T) {
	d := open(t)
	made := d.want(200, nil, "POST", "/brands", `{"name":"C++ (beta)*"}`)
	if made.Header.Get("ETag") == "" {
		t.Error("a brand has no ETag")
	}
	var p problem
	d.want(409, &p, "POST", "/brands", `{"name":"C++ (beta)*"}`)
	if p.Code != "conflict" {
		t.Errorf("code %s", p.Code)
	}
	d.want(200, nil, "PUT", "/brands/c-beta", `{"name":"C++ (beta)*","aliases":["Cpp"]}`, "If-Match", made.Header.Get("ETag"))
	d.want(412, &p, "PUT", "/brands/c-beta", `{"name":"C++ (beta)*"}`, "If-Match", made.Header.Get("ETag"))
	if p.Code != "stale" || !strings.Contains(p.Detail, "Load it again") {
		t.Errorf("%+v", p)
	}
	d.want(422, &p, "POST", "/brands", `{"name":"!"}`)
	d.want(404, &p, "GET", "/brands/nobody", "")
	d.want(204, nil, "DELETE", "/brands/c-beta", "")
	d.want(404, &p, "DELETE", "/brands/c-beta", "")
}

func TestFromDocumentsToAJudgedMention(t *testing.T) {
	d := open(t)
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","kind":"post","language":"en","text":"We moved to Larkmeter last year."}
{"id":"b","text":"Nothing."}
not json`, "Content-Type", "application/jsonl")
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.settle()
	var mentions struct {
		Items []struct {
			ID       string
			Revision int
			State    string
			Backfill bool
		}
	}
	d.want(200, &mentions, "GET", "/mentions", "")
	if len(mentions.Items) != 1 || !mentions.Items[0].Backfill {
		t.Fatalf("mentions %+v", mentions)
	}
	id := mentions.Items[0].ID
	d.want(200, nil, "PATCH", "/mentions/"+id, `{"starred":true}`)
	d.want(200, nil, "PATCH", "/mentions/"+id, `{"state":"dismissed","reason":"other_sense"}`)
	var brand struct {
		Feedback struct {
			Dismissed int
			Precision *float64
		}
	}
	d.want(200, &brand, "GET", "/brands/larkmeter", "")
	if brand.Feedback.Dismissed != 1 || brand.Feedback.Precision == nil || *brand.Feedback.Precision != 0 {
		t.Errorf("feedback %+v", brand.Feedback)
	}
	d.settle()
	var found struct{ Items []any }
	d.want(200, &found, "GET", "/search?q=moved&brand=larkmeter", "")
	if len(found.Items) != 0 {
		t.Error("a dismissed brand is still in the index")
	}
	d.want(200, nil, "PATCH", "/mentions/"+id, `{"state":"new"}`)
	d.settle()
	d.want(200, &found, "GET", "/search?q=moved&brand=larkmeter", "")
	if len(found.Items) != 1 {
		t.Error("an undone dismissal does not come back")
	}
	var p problem
	d.want(422, &p, "GET", "/search?q=%22unclosed", "")
	if p.At == nil || *p.At != 0 {
		t.Errorf("the mistake is not pointed at: %+v", p)
	}
}

// A name that can't be found in texts is refused with a sentence. One that another brand has too is
// accepted.
func TestBrandsThatAreRefused(t *testing.T) {
	d := open(t)
	for name, body := range map[string]string{
		"single letter":      `{"name":"x"}`,
		"no letter":          `{"name":"🚀🚀"}`,
		"no digit":           `{"name":"?!..."}`,
		"longer than 200":    `{"name":"` + strings.Repeat("x", 290) + `"}`,
		"everyday word":      `{"name":"Larkmeter","heard_as":["next"]}`,
		"more than 200":      `{"name":"Larkmeter","aliases":[` + strings.Repeat(`"alias",`, 200) + `"alias"]}`,
		"cannot be found in": `{"name":"Larkmeter","aliases":["!"]}`,
	} {
		var p problem
		d.want(422, &p, "POST", "/brands", body)
		if !strings.Contains(p.Detail, name) {
			t.Errorf("%s: %q", name, p.Detail)
		}
	}
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter","aliases":["Lark"]}`)
	d.want(200, nil, "POST", "/brands", `{"name":"Larkwood","aliases":["Lark"]}`)
}

// Judging a brand's mentions moves the score of its hits, and taking the judgement back
// moves it back.
func TestJudgingMovesTheScore(t *testing.T) {
	d := open(t)
	for _, id := range []string{"a", "b", "c"} {
		d.want(200, nil, "POST", "/imports/documents", `{"id":"`+id+`","kind":"post","language":"en","text":"We moved to Beacon last year."}`, "Content-Type", "application/jsonl")
	}
	d.want(200, nil, "POST", "/brands", `{"name":"Beacon"}`)
	d.settle()
	score := func() float64 {
		t.Helper()
		var hits struct {
			Items []struct{ Confidence float64 }
		}
		d.want(200, &hits, "POST", "/brands/preview", `{"text":"Somebody asked about Beacon again."}`)
		if len(hits.Items) != 1 {
			t.Fatalf("%d hits", len(hits.Items))
		}
		return hits.Items[0].Confidence
	}
	judge := func(state string) {
		t.Helper()
		var mentions struct{ Items []struct{ ID string } }
		d.want(200, &mentions, "GET", "/mentions?unsure=too&state=new,seen,confirmed,dismissed", "")
		if len(mentions.Items) != 3 {
			t.Fatalf("%d mentions", len(mentions.Items))
		}
		for _, m := range mentions.Items {
			d.want(200, nil, "PATCH", "/mentions/"+m.ID, `{"state":"`+state+`"}`)
		}
	}
	before := score()
	judge("dismissed")
	dismissed := score()
	judge("confirmed")
	confirmed := score()
	judge("new")
	if after := score(); !(dismissed < before && before < confirmed && after == before) {
		t.Errorf("%v before, %v dismissed, %v confirmed, %v taken back", before, dismissed, confirmed, after)
	}
}

// Whatever is wrong with a request, the answer is a problem with a code and a sentence, and
// repeats nothing of a large body.
func TestEveryFaultIsAProblem(t *testing.T) {
	d := open(t)
	for _, c := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{"POST", "/brands", `{`, 400, "invalid"},
		{"POST", "/brands", ``, 400, "invalid"},
		{"POST", "/brands", `[]`, 422, "invalid"},
		{"POST", "/brands", `{"name":""}`, 422, "invalid"},
		{"POST", "/brands", `{"name":"X","bogus":1}`, 422, "invalid"},
		{"POST", "/brands", `{"name":7}`, 422, "invalid"},
		{"POST", "/brands", strings.Repeat("a", 20<<20), 413, "too_large"},
		{"POST", "/rules", `{"name":"All","channels":["nosuch"]}`, 422, "invalid"},
		{"POST", "/channels", `{"name":"x","url":"ftp://x.example/"}`, 422, "invalid"},
		{"POST", "/sources", `{"url":"mailto:a@b.example"}`, 422, "invalid"},
		{"POST", "/sources/import", `neither`, 422, "invalid"},
		{"POST", "/sources/nosuch/fetch", ``, 404, "not_found"},
		{"GET", "/brands/nosuch", ``, 404, "not_found"},
		{"GET", "/sources/nosuch", ``, 404, "not_found"},
		{"GET", "/mentions/nosuch", ``, 404, "not_found"},
		{"GET", "/documents/nosuch", ``, 404, "not_found"},
		{"GET", "/documents/nosuch/audio", ``, 404, "not_found"},
		{"GET", "/deliveries/nosuch", ``, 404, "not_found"},
		{"POST", "/deliveries/nosuch/retry", ``, 404, "not_found"},
		{"GET", "/rescans/nosuch", ``, 404, "not_found"},
		{"GET", "/imports/nosuch", ``, 404, "not_found"},
		{"GET", "/nothing", ``, 404, "not_found"},
		{"PATCH", "/rescans/nosuch", `{}`, 405, "invalid"},
		{"POST", "/events", ``, 405, "invalid"},
		{"GET", "/mentions?cursor=banana", ``, 422, "invalid"},
		{"GET", "/sources?cursor=%00", ``, 422, "invalid"},
		{"GET", "/deliveries?cursor=banana", ``, 422, "invalid"},
		{"GET", "/mentions?limit=0", ``, 422, "invalid"},
		{"GET", "/mentions?limit=many", ``, 422, "invalid"},
		{"GET", "/deliveries?state=banana", ``, 422, "invalid"},
		{"GET", "/deliveries?from=banana", ``, 422, "invalid"},
		{"GET", "/sources?health=banana", ``, 422, "invalid"},
		{"GET", "/search?q=%22a", ``, 422, "invalid"},
		{"GET", "/search?q=a&cursor=banana", ``, 422, "invalid"},
	} {
		resp := d.ask(c.method, c.path, c.body)
		text, _ := io.ReadAll(resp.Body)
		var p struct {
			Type, Title, Detail, Code string
			Status                    int
		}
		err := json.Unmarshal(text, &p)
		if err != nil || resp.StatusCode != c.status || p.Code != c.code || p.Status != c.status || p.Type == "" || p.Title == "" ||
			!strings.Contains(resp.Header.Get("Content-Type"), "application/problem+json") || len(p.Detail) < 15 || len(text) > 2000 {
			t.Errorf("%s %s %.30s answered %d %s: %.300s", c.method, c.path, c.body, resp.StatusCode, resp.Header.Get("Content-Type"), text)
		}
	}
}

func TestAddressesAsPeoplePasteThem(t *testing.T) {
	d := open(t)
	for pasted, want := range map[string]string{
		"https://show.example/a":          "https://show.example/a",
		"  show.example/b ":               "https://show.example/b",
		"show.example:8080/c":             "https://show.example:8080/c",
		"show.example:80/i":               "http://show.example:80/i",
		"//show.example/j":                "https://show.example/j",
		"feed://show.example/d":           "https://show.example/d",
		"feed:http://show.example/e":      "http://show.example/e",
		"localhost:8080/g":                "https://localhost:8080/g",
		"http://intranet/h":               "http://intranet/h",
		"https://u:secret@show.example/f": "https://u:xxxxx@show.example/f",
	} {
		var src struct{ URL string }
		body, _ := json.Marshal(map[string]string{"url": pasted})
		d.want(200, &src, "POST", "/sources", string(body))
		if src.URL != want {
			t.Errorf("%q became %s, want %s", pasted, src.URL, want)
		}
	}
	var p problem
	d.want(422, &p, "POST", "/sources/lookup", `{"query":" ann@show.example "}`)
	if p.Reason != "address_is_email" || !strings.Contains(p.Detail, "ann@show.example") {
		t.Errorf("an e-mail address: %+v", p)
	}
	for _, pasted := range []string{"ann@show.example", "acquired", "ftp://show.example/", "mailto:a@show.example", "javascript:alert(1)", "file:///etc/passwd", "https://"} {
		body, _ := json.Marshal(map[string]string{"url": pasted})
		d.want(422, nil, "POST", "/sources", string(body))
	}
}

func TestTeachingAMishearingAndTakingItBack(t *testing.T) {
	d := open(t)
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","origin":"speech","language":"en","cues":[{"start":1,"end":4,"text":"then we bought larc meaner for the team"}]}`)
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.settle()
	count := func() int {
		var m struct{ Items []any }
		d.want(200, &m, "GET", "/mentions", "")
		return len(m.Items)
	}
	before := count()
	d.want(200, nil, "POST", "/brands/larkmeter/heard-as", `{"as":"larc meaner"}`)
	d.settle()
	if count() != 1 {
		t.Errorf("%d mentions after teaching, %d before", count(), before)
	}
	d.want(204, nil, "DELETE", "/brands/larkmeter/heard-as?as=larc+meaner", "")
	d.settle()
	if count() != before {
		t.Errorf("%d mentions after undoing, %d before", count(), before)
	}
	d.want(404, nil, "DELETE", "/brands/larkmeter/heard-as?as=larc+meaner", "")
}

func TestRulesChannelsAndTheirSecrets(t *testing.T) {
	d := open(t)
	var made struct{ ID, Secret string }
	d.want(200, &made, "POST", "/channels", `{"name":"hook","url":"https://hooks.example/in"}`)
	if !strings.HasPrefix(made.Secret, "whsec_") {
		t.Errorf("secret %q", made.Secret)
	}
	text, _ := io.ReadAll(d.want(200, nil, "GET", "/channels/"+made.ID, "").Body)
	all, _ := io.ReadAll(d.want(200, nil, "GET", "/channels", "").Body)
	if strings.Contains(string(text)+string(all), made.Secret) {
		t.Error("the secret is told again")
	}
	var again struct{ ID, Secret, Name string }
	resp := d.want(200, &again, "POST", "/channels/"+made.ID+"/secret", "")
	if again.ID != made.ID || again.Name != "hook" || !strings.HasPrefix(again.Secret, "whsec_") || again.Secret == made.Secret {
		t.Errorf("%s became %+v", made.Secret, again)
	}
	d.want(200, nil, "POST", "/channels/"+made.ID+"/secret", "", "If-Match", resp.Header.Get("ETag"))
	d.want(412, nil, "POST", "/channels/"+made.ID+"/secret", "", "If-Match", resp.Header.Get("ETag"))
	d.want(404, nil, "POST", "/channels/nosuch/secret", "")
	var p problem
	d.want(422, &p, "POST", "/rules", `{"name":"r","channels":["nowhere"]}`)
	if !strings.Contains(p.Detail, "no channel nowhere") {
		t.Errorf("%+v", p)
	}
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmetre"}`)
	d.want(200, nil, "PUT", "/brands/larkmetre", `{"name":"Larkmeter"}`)
	var rule struct{ ID string }
	d.want(200, &rule, "POST", "/rules", `{"name":"r","channels":["`+made.ID+`"]}`)
	d.want(200, nil, "PUT", "/rules/"+rule.ID, `{"name":"renamed","channels":["`+made.ID+`"]}`)
	for body, says := range map[string]string{
		`{"name":" ","channels":["` + made.ID + `"]}`:                        "The name is empty. Enter one.",
		`{"name":"r","brands":["nobody"],"channels":["` + made.ID + `"]}`:    "There is no brand nobody.",
		`{"name":"r","brands":["larkmeter"],"channels":["` + made.ID + `"]}`: "There is no brand larkmeter: the id of Larkmeter is larkmetre.",
		`{"name":"r","sources":["nothing"],"channels":["` + made.ID + `"]}`:  "There is no source nothing.",
	} {
		d.want(422, &p, "POST", "/rules", body)
		if p.Detail != says {
			t.Errorf("%s: %s", body, p.Detail)
		}
		if !strings.Contains(body, `" "`) {
			d.want(422, nil, "POST", "/rules/preview", body)
		}
	}
	// A rule whose brand was deleted can still be switched off.
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.want(200, nil, "PUT", "/rules/"+rule.ID, `{"name":"renamed","brands":["larkmeter"],"channels":["`+made.ID+`"]}`)
	d.want(204, nil, "DELETE", "/brands/larkmeter", "")
	d.want(200, nil, "PUT", "/rules/"+rule.ID, `{"name":"renamed","brands":["larkmeter"],"channels":["`+made.ID+`"],"active":false}`)
	// Without its channel the rule would send nothing, and look as if it worked.
	d.want(409, &p, "DELETE", "/channels/"+made.ID, "")
	if !strings.Contains(p.Detail, `The rule "renamed" sends to this channel.`) {
		t.Error(p.Detail)
	}
	d.want(200, nil, "POST", "/rules/preview", `{"name":"r","channels":["x"]}`)
	d.want(204, nil, "DELETE", "/rules/"+rule.ID, "")
	d.want(204, nil, "DELETE", "/channels/"+made.ID, "")
	d.want(422, nil, "POST", "/channels", `{"name":"hook","url":"ftp://hooks.example"}`)
}

// Every operation that has an id in its path declares it, and every one asks for a scope
// or is for everyone on purpose.
func TestTheCommittedOpenAPIIsFresh(t *testing.T) {
	doc, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(doc, committed) {
		t.Error("openapi.json is not what the code says: make generate")
	}
	var parsed struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Description string }
			}
		}
		Paths map[string]map[string]struct {
			OperationID string
			Parameters  []struct{ Name, In string }
		}
	}
	if err := json.Unmarshal(doc, &parsed); err != nil {
		t.Fatal(err)
	}
	for name, s := range parsed.Components.Schemas {
		if took, ok := s.Properties["took"]; ok && took.Description != "Milliseconds." {
			t.Errorf("%s doesn't count in milliseconds as the others do", name)
		}
	}
	for path, ops := range parsed.Paths {
		for method, o := range ops {
			declared := false
			for _, p := range o.Parameters {
				declared = declared || p.Name == "id" && p.In == "path"
			}
			if strings.Contains(path, "{id}") && !declared {
				t.Errorf("%s %s does not see the id in its path", method, path)
			}
		}
	}
}
