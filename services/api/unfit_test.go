package api_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The sentence names the field and what it accepts: most people see nothing else. Programs
// get the same as reasons with parameters.
func TestWhatDoesntFitTheSchema(t *testing.T) {
	d := open(t)
	for _, c := range []struct{ body, detail, reasons string }{
		{`{"name":""}`, "name must not be empty", "body.name empty"},
		{`{"nam":"x"}`, "name is missing; nam is not a field of this request", "body.name missing, body.nam unknown_field"},
		{`{"name":7}`, "name must be text", "body.name not_text"},
		{`[]`, "the body must be an object with fields", "body not_object"},
		{`{`, "the body ends in the middle of the JSON", "body json_cut_short"},
		{`{"name":}`, "the body is not valid JSON", "body json_invalid"},
		{`{"name":"a\u0000b"}`, "the body contains a NUL character", "body json_nul"},
	} {
		var p problem
		resp := d.ask("POST", "/brands", c.body)
		d.want(resp.StatusCode, &p, "POST", "/brands", c.body)
		if want := "Invalid request: " + c.detail + "."; p.Detail != want || p.Reason != "invalid_request" || p.mistakes() != c.reasons {
			t.Errorf("%s: %s (%s)\nwant %s (%s)", c.body, p.Detail, p.mistakes(), want, c.reasons)
		}
	}
	var p problem
	d.want(422, &p, "GET", "/mentions?limit=0", "")
	if p.Detail != "Invalid request: limit must be at least 1." || p.mistakes() != "query.limit too_small" || p.Errors[0].Params["n"] != "1" {
		t.Errorf("%+v", p)
	}
	d.want(422, &p, "GET", "/mentions?limit=x", "")
	if p.Detail != "Invalid request: limit must be a whole number." {
		t.Errorf("%+v", p)
	}
	for asked, detail := range map[string]string{
		"state=seen,sen":        "state must be one of new, seen, confirmed, dismissed",
		"kind=episode":          "kind must be one of podcast, video, post, page",
		"type=":                 "",
		"type=advert":           "type must be one of passing, discussed, sponsor, guest",
		"type=guest&type=guest": "",
	} {
		for _, route := range []string{"/mentions?", "/mentions/totals?"} {
			if detail == "" {
				d.want(200, nil, "GET", route+asked, "")
				continue
			}
			if d.want(422, &p, "GET", route+asked, ""); p.Detail != "Invalid request: "+detail+"." {
				t.Error(p.Detail)
			}
		}
	}
	d.want(422, &p, "POST", "/users", `{"email":"a@b.example","password":"short","role":"boss"}`)
	if p.Detail != "Invalid request: password must have at least 10 characters; role must be one of read, write, admin." {
		t.Error(p.Detail)
	}
}

// Lists may be written as a,b or by repeating the parameter. A parameter with one value is
// taken as it is, commas and all, and can't be repeated.
func TestOnlyListsMayBeRepeated(t *testing.T) {
	d := open(t)
	d.want(200, nil, "GET", "/mentions?kind=podcast&kind=page&q=a,b", "")
	var p problem
	d.want(422, &p, "GET", "/mentions?kind=podcast&kind=episode", "")
	if !strings.Contains(p.Detail, "kind must be one of") {
		t.Errorf("%+v", p)
	}
	for _, path := range []string{"/mentions?q=a&q=b", "/search?q=a&q=b", "/mentions?limit=1&limit=2"} {
		d.want(422, &p, "GET", path, "")
		if p.Reason != "repeated_parameter" {
			t.Errorf("%s: %+v", path, p)
		}
	}
}

// A problem names what doesn't exist, and the parameters of its sentence.
func TestProblemsNameTheirSubject(t *testing.T) {
	d := open(t)
	for path, reason := range map[string]string{
		"/brands/x": "brand_not_found", "/channels/x": "channel_not_found", "/mentions/x": "mention_not_found", "/documents/x": "document_not_found",
		"/sources/x": "source_not_found", "/documents/x/audio": "document_not_found", "/visits/feeds/x": "visits_not_found", "/nothing": "no_such_address",
	} {
		var p problem
		d.want(404, &p, "GET", path, "")
		if p.Reason != reason || p.Code != "not_found" {
			t.Errorf("%s: %+v", path, p)
		}
	}
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	var p problem
	d.want(409, &p, "POST", "/brands", `{"name":"Larkmeter"}`)
	if diff := cmp.Diff(problem{
		Code: "conflict", Reason: "brand_exists", Params: map[string]string{"id": "larkmeter"},
		Detail: "There is already a brand with the id larkmeter. Edit that one, or choose another id.",
	}, p); diff != "" {
		t.Error(diff)
	}
}
