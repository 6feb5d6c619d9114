package api_test

import (
	"strings"
	"testing"
)

// A brand competes with one that is there. One whose own brand was deleted can still be edited.
func TestWhatABrandCompetesWith(t *testing.T) {
	d := open(t)
	for body, said := range map[string]string{
		`{"name":"Larkmeter","competes_with":"quillroute"}`: "There is no brand quillroute",
		`{"name":"Larkmeter","competes_with":"larkmeter"}`:  "compete with itself",
	} {
		var p problem
		d.want(422, &p, "POST", "/brands", body)
		if !strings.Contains(p.Detail, said) {
			t.Errorf("%s: %s", body, p.Detail)
		}
	}
	d.want(200, nil, "POST", "/brands", `{"name":"Quillroute"}`)
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter","competes_with":"quillroute"}`)
	d.want(422, nil, "PUT", "/brands/larkmeter", `{"name":"Larkmeter","competes_with":"Quillroute"}`)
	d.want(422, nil, "PUT", "/brands/quillroute", `{"name":"Quillroute","competes_with":"quillroute"}`)
	d.want(204, nil, "DELETE", "/brands/quillroute", "")
	d.want(200, nil, "PUT", "/brands/larkmeter", `{"name":"Larkmeter","aliases":["Lark"],"competes_with":"quillroute"}`)
	d.want(422, nil, "PUT", "/brands/larkmeter", `{"name":"Larkmeter","competes_with":"another"}`)
}
