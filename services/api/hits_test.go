package api_test

import (
	"testing"
	"time"
)

type hitView struct {
	ID, Surface string
	Confidence  float64
}

type mentionView struct {
	ID         string
	Revision   int
	State      string
	Class      string `json:"confidence_class"`
	Confidence float64
	Best       int
	Hits       []hitView
	Dismissed  []hitView `json:"dismissed_hits"`
}

// One hit is dismissed: the mention goes on without it, also after a rescan, and it can be
// restored.
func TestDismissingOneHit(t *testing.T) {
	d := open(t)
	d.want(200, nil, "POST", "/imports/documents",
		`{"id":"a","kind":"post","language":"en","text":"The beacon on the hill is lit. We moved to Beacon in May. Ask the people at Beacon about it."}`, "Content-Type", "application/jsonl")
	d.want(200, nil, "POST", "/brands", `{"name":"Beacon","context":["moved","people"]}`)
	d.settle()
	var list struct{ Items []mentionView }
	d.want(200, &list, "GET", "/mentions?unsure=too", "")
	if len(list.Items) != 1 || len(list.Items[0].Hits) != 2 || list.Items[0].Hits[0].Surface != "Beacon" {
		t.Fatalf("mentions %+v", list.Items)
	}
	m := list.Items[0]
	hit := "/mentions/" + m.ID + "/hits/" + m.Hits[0].ID
	d.want(404, nil, "PATCH", "/mentions/"+m.ID+"/hits/nosuch", `{"dismissed":true}`)
	check := func(when string, left, dismissed int) {
		t.Helper()
		var now mentionView
		d.want(200, &now, "GET", "/mentions/"+m.ID, "")
		if len(now.Hits) != left || len(now.Dismissed) != dismissed || now.State != "new" {
			t.Errorf("%s: %+v", when, now)
		}
		if dismissed == 1 && (now.Hits[0].ID != m.Hits[1].ID || now.Dismissed[0].ID != m.Hits[0].ID) {
			t.Errorf("%s: another hit is left: %+v", when, now)
		}
	}
	d.want(200, nil, "PATCH", hit, `{"dismissed":true}`)
	check("dismissed", 1, 1)
	d.want(200, nil, "PATCH", hit, `{"dismissed":true}`)
	check("dismissed twice", 1, 1)
	var p problem
	d.want(409, &p, "PATCH", "/mentions/"+m.ID+"/hits/"+m.Hits[1].ID, `{"dismissed":true}`)
	if p.Reason != "only_hit" {
		t.Errorf("%+v", p)
	}
	d.settle()
	d.want(200, nil, "POST", "/rescans", `{"reason":"test"}`)
	d.settle()
	check("after a rescan", 1, 1)
	d.want(200, nil, "PATCH", hit, `{"dismissed":false}`)
	check("restored", 2, 0)
	d.settle()
	check("restored, after the judgement took effect", 2, 0)
}

// What was dismissed as a mishearing in one document is less likely in the others, without a
// rescan that somebody asks for. The brand's own name stays as it was.
func TestADismissedHitTeaches(t *testing.T) {
	d := open(t)
	for _, id := range []string{"a", "b"} {
		d.want(200, nil, "POST", "/imports/documents", `{"id":"`+id+`","kind":"podcast","language":"en","origin":"captions","title":"On Larkmeter","cues":[{"start":0,"end":4,"text":"so larkmeter is what we use and lark metre is what they say in `+id+`"}]}`, "Content-Type", "application/jsonl")
	}
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.settle()
	confidences := func(surface string) (of []float64) {
		t.Helper()
		var list struct{ Items []mentionView }
		d.want(200, &list, "GET", "/mentions?unsure=too", "")
		if len(list.Items) != 2 {
			t.Fatalf("mentions %+v", list.Items)
		}
		for _, m := range list.Items {
			for _, h := range m.Hits {
				if h.Surface == surface {
					of = append(of, h.Confidence)
				}
			}
		}
		return of
	}
	before, name := confidences("lark metre"), confidences("larkmeter")
	if len(before) != 2 || len(name) != 2 {
		t.Fatalf("found %v and %v", before, name)
	}
	var list struct{ Items []mentionView }
	d.want(200, &list, "GET", "/mentions", "")
	for _, h := range list.Items[0].Hits {
		if h.Surface == "lark metre" {
			d.want(200, nil, "PATCH", "/mentions/"+list.Items[0].ID+"/hits/"+h.ID, `{"dismissed":true}`)
		}
	}
	after := confidences("lark metre")
	for end := time.Now().Add(time.Minute); time.Now().Before(end) && len(after) == 1 && after[0] == before[0]; time.Sleep(50 * time.Millisecond) {
		after = confidences("lark metre")
	}
	if len(after) != 1 || after[0] >= before[0] {
		t.Errorf("%v before, %v after one was dismissed", before, after)
	}
	if now := confidences("larkmeter"); len(now) != 2 || now[0] != name[0] {
		t.Errorf("the name was at %v and is at %v", name, now)
	}
}
