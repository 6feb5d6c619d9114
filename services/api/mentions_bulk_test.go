package api_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

// inbox imports n posts about Larkmeter, and two about another brand.
func (d *desk) inbox(n int) {
	d.t.Helper()
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, `{"id":"p%d","kind":"post","language":"en","published":"2026-11-%02dT09:00:00Z","text":"Week %d: after a year we moved all %d teams over to Larkmeter."}`+"\n", i, i+1, i, 40+i)
	}
	for i := range 2 {
		fmt.Fprintf(&lines, `{"id":"o%d","kind":"page","language":"en","text":"On day %d the people of Quillroute showed us %d maps."}`+"\n", i, 70+i, 300+i)
	}
	d.want(200, nil, "POST", "/imports/documents", lines.String(), "Content-Type", "application/jsonl")
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.want(200, nil, "POST", "/brands", `{"name":"Quillroute"}`)
	d.settle()
}

type before struct {
	ID, State, Reason, Assignee string
	Starred                     bool
}

type changed struct {
	Changed []before
	Next    string
}

// changeAll changes all that match, a page at a time, and returns them as they were.
func (d *desk) changeAll(query, change string) (all []before, pages int) {
	d.t.Helper()
	for cursor, more := "", true; more; pages++ {
		var out changed
		d.want(200, &out, "PATCH", "/mentions?limit=4&"+query+"&cursor="+url.QueryEscape(cursor), `{"change":`+change+`}`)
		all, cursor, more = append(all, out.Changed...), out.Next, out.Next != ""
	}
	return all, pages
}

func (d *desk) count(query string) (n int, at time.Time) {
	d.t.Helper()
	var out struct {
		Total  int
		At     time.Time
		Facets map[string]map[string]int
	}
	d.want(200, &out, "GET", "/mentions/totals?facets=none&"+query, "")
	if len(out.Facets) > 0 {
		d.t.Errorf("counted by facet too: %v", out.Facets)
	}
	return out.Total, out.At
}

func TestAllThatMatchAreChangedAndTakenBack(t *testing.T) {
	d := open(t)
	d.inbox(10)
	_, at := d.count("state=new")
	d.want(200, nil, "POST", "/imports/documents", `{"id":"late","kind":"post","language":"en","text":"Nobody has seen yet that we use Larkmeter for it."}`, "Content-Type", "application/jsonl")
	d.settle()

	was, pages := d.changeAll("brand=larkmeter&state=new&found_to="+url.QueryEscape(at.Format(time.RFC3339Nano)), `{"state":"dismissed","reason":" advert "}`)
	if len(was) != 10 || pages != 3 {
		t.Errorf("%d changed on %d pages, want 10 on 3", len(was), pages)
	}
	for query, want := range map[string]int{"state=dismissed": 10, "state=new": 3, "state=new&brand=larkmeter": 1} {
		if n, _ := d.count(query); n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
	if was[0].State != "new" || was[0].Reason != "" {
		t.Errorf("it was %+v", was[0])
	}
	var brand struct{ Feedback struct{ Dismissed int } }
	d.want(200, &brand, "GET", "/brands/larkmeter", "")
	if brand.Feedback.Dismissed != 10 {
		t.Errorf("the brand was taught %d dismissals", brand.Feedback.Dismissed)
	}

	ids := []string{"unknown"}
	for _, m := range was {
		ids = append(ids, m.ID)
	}
	body, _ := json.Marshal(map[string]any{"ids": ids, "change": map[string]any{"state": "new", "reason": ""}})
	var back changed
	d.want(200, &back, "PATCH", "/mentions", string(body))
	if n, _ := d.count("state=new"); n != 13 || len(back.Changed) != 10 || back.Changed[0].Reason != "advert" {
		t.Errorf("taken back: %d are new, %+v", n, back.Changed)
	}
	d.want(200, &back, "PATCH", "/mentions", string(body))
	if len(back.Changed) != 0 {
		t.Errorf("changed again: %+v", back.Changed)
	}
	d.want(200, &back, "PATCH", "/mentions", `{"ids":[],"change":{"starred":true}}`)
	if n, _ := d.count("starred=true"); n != 0 {
		t.Errorf("an empty list starred %d", n)
	}
	d.want(422, nil, "PATCH", "/mentions?limit=5000", `{"change":{"starred":true}}`)
}

// The other brands of the inbox are counted beside the chosen one.
func TestAFacetCountsWhatItsOtherValuesWouldFind(t *testing.T) {
	d := open(t)
	d.inbox(3)
	var out struct {
		Total  int
		Facets map[string]map[string]int
	}
	d.want(200, &out, "GET", "/mentions/totals?brand=larkmeter", "")
	if out.Total != 3 || out.Facets["brand"]["quillroute"] != 2 || out.Facets["kind"]["page"] != 0 {
		t.Errorf("%+v", out)
	}
}
