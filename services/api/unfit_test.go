package api_test

import "testing"

// The sentence names the field and what it takes: most people see nothing else.
func TestWhatDoesntFitIsSaidInPlainWords(t *testing.T) {
	d := open(t)
	for _, c := range [][2]string{
		{`{"name":""}`, "The request can't be taken as it is. name: must not be empty."},
		{`{"nam":"x"}`, "The request can't be taken as it is. Name is missing. nam: there is no such field."},
		{`{"name":7}`, "The request can't be taken as it is. name: must be a text."},
		{`[]`, "The request can't be taken as it is. Must be an object with fields."},
		{`{`, "The request can't be taken as it is. The JSON breaks off."},
	} {
		var p problem
		resp := d.ask("POST", "/brands", c[0])
		d.want(resp.StatusCode, &p, "POST", "/brands", c[0])
		if p.Detail != c[1] {
			t.Errorf("%s: %s\nwant %s", c[0], p.Detail, c[1])
		}
	}
	var p problem
	d.want(422, &p, "GET", "/mentions?limit=0", "")
	if p.Detail != "The request can't be taken as it is. limit: must be at least 1." {
		t.Error(p.Detail)
	}
	for asked, said := range map[string]string{
		"state=seen,sen": "state: must be one of new, seen, confirmed, dismissed.",
		"kind=episode":   "kind: must be one of podcast, video, post, page.",
		"type=":          "",
		"type=advert":    "type: must be one of passing, discussed, sponsor, guest.",
	} {
		for _, route := range []string{"/mentions?", "/mentions/totals?"} {
			if said == "" {
				d.want(200, nil, "GET", route+asked, "")
				continue
			}
			if d.want(422, &p, "GET", route+asked, ""); p.Detail != "The request can't be taken as it is. "+said {
				t.Error(p.Detail)
			}
		}
	}
	d.want(422, &p, "POST", "/users", `{"email":"a@b.example","password":"short","role":"boss"}`)
	if p.Detail != "The request can't be taken as it is. password: must have at least 10 characters. role: must be one of read, write, admin." {
		t.Error(p.Detail)
	}
}
