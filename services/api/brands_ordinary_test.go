package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

type proposed []struct {
	Text  string
	Count int
	Quote string
}

func (p proposed) has(text string, count int) bool {
	return slices.ContainsFunc(p, func(x struct {
		Text  string
		Count int
		Quote string
	}) bool {
		return x.Text == text && x.Count == count && x.Quote != ""
	})
}

type inboxPreview struct {
	Sure, Likely, Unsure int
	Rows                 []struct {
		Document, Title string
		Class           string `json:"confidence_class"`
		Hit             struct{ Surface, Quote string }
	}
}

type suggested struct {
	Domains, Context, Nearby, Exclude proposed
	Findings                          []finding
	Documents                         int
	Whole                             bool
	Inbox, Improved                   inboxPreview
}

type finding struct {
	Code, Says string
	Params     map[string]string
}

// shows fills the archive with invented shows: some talk about a company that is called as an
// everyday word, most only use the word.
func (d *desk) shows() {
	d.t.Helper()
	var b strings.Builder
	for i := range 7 {
		fmt.Fprintf(&b, `{"id":"noise%d","kind":"podcast","language":"en","title":"Slow Radio %d","text":"On Monday we went for a walk along the canal in week %d, and by Monday evening the weather had turned."}`+"\n", i, i, i)
	}
	for i := range 7 {
		fmt.Fprintf(&b, `{"id":"right%d","kind":"podcast","language":"en","title":"The Planning Hour %d","text":"We put our kanban boards into monday and looked at Quillroute before. You find it at monday.example, the kanban part is free for %d people."}`+"\n", i, i, i)
	}
	d.want(200, nil, "POST", "/imports/documents", b.String(), "Content-Type", "application/jsonl")
	d.want(200, nil, "POST", "/brands", `{"name":"Quillroute"}`)
	d.settle()
}

// Before it is saved, and after, a name that is an ordinary word is shown as one, with what tells
// it apart in the archive and with the inbox that it would have.
func TestABrandThatIsAnOrdinaryWord(t *testing.T) {
	d := open(t)
	d.shows()
	var check struct{ Findings []finding }
	d.want(200, &check, "POST", "/brands/check", `{"name":"Monday"}`)
	if len(check.Findings) != 1 || check.Findings[0].Code != "name_everyday" || check.Findings[0].Params["language"] != "en" || check.Findings[0].Says == "" {
		t.Errorf("%+v", check)
	}
	d.want(200, &check, "POST", "/brands/check", `{"name":"Larkmeter"}`)
	if check.Findings == nil || len(check.Findings) > 0 {
		t.Errorf("%+v", check)
	}
	d.want(422, nil, "POST", "/brands/check", `{"name":"!"}`)

	var s suggested
	d.want(200, &s, "POST", "/brands/suggest", `{"name":"Monday"}`)
	if len(s.Findings) != 1 || s.Documents != 14 || !s.Whole {
		t.Errorf("%+v, %d documents, whole %v", s.Findings, s.Documents, s.Whole)
	}
	if !s.Domains.has("monday.example", 7) || !s.Context.has("kanban", 7) || !s.Nearby.has("Quillroute", 7) {
		t.Errorf("domains %v\ncontext %v\nnearby %v", s.Domains, s.Context, s.Nearby)
	}
	if !s.Exclude.has("canal", 7) {
		t.Errorf("exclude %v", s.Exclude)
	}
	if n := s.Inbox.Sure + s.Inbox.Likely + s.Inbox.Unsure; n != 14 || s.Inbox.Sure > 0 {
		t.Errorf("inbox %+v", s.Inbox)
	}
	if s.Improved.Sure+s.Improved.Likely != 7 || s.Improved.Unsure != 7 || s.Improved.Sure <= s.Inbox.Sure {
		t.Errorf("improved %+v, before %+v", s.Improved, s.Inbox)
	}
	for _, r := range s.Improved.Rows {
		if right := strings.HasPrefix(r.Title, "The Planning Hour"); right != (r.Class != "unsure") || r.Hit.Quote == "" {
			t.Errorf("row %+v", r)
		}
	}
	var all struct{ Items []mentionView }
	if d.want(200, &all, "GET", "/mentions?unsure=too&brand=monday", ""); len(all.Items) > 0 {
		t.Errorf("looking saved %+v", all.Items)
	}

	// What it showed is what is found once it is saved.
	var made struct {
		ID       string
		Findings []finding
	}
	d.want(200, &made, "POST", "/brands", `{"name":"Monday","domains":["monday.example"],"context":["kanban"],"competes_with":"quillroute"}`)
	if len(made.Findings) != 1 || made.Findings[0].Code != "name_everyday" {
		t.Errorf("%+v", made)
	}
	d.settle()
	var drafted suggested
	d.want(200, &drafted, "POST", "/brands/suggest", `{"id":"monday","name":"Monday"}`)
	found := inboxPreview{}
	d.want(200, &all, "GET", "/mentions?unsure=too&brand=monday&copies=all", "")
	for _, m := range all.Items {
		switch m.Class {
		case "sure":
			found.Sure++
		case "likely":
			found.Likely++
		default:
			found.Unsure++
		}
	}
	if len(drafted.Domains) > 0 || found.Sure != 7 || found.Sure != drafted.Inbox.Sure || found.Likely != drafted.Inbox.Likely || found.Unsure != drafted.Inbox.Unsure {
		t.Errorf("found %+v, shown before %+v, domains %v", found, drafted.Inbox, drafted.Domains)
	}
	var view struct{ Findings []finding }
	if d.want(200, &view, "GET", "/brands/monday", ""); len(view.Findings) != 1 {
		t.Errorf("%+v", view)
	}
	// A draft counts as it is sent, not as it is saved.
	d.want(200, &drafted, "POST", "/brands/suggest", `{"id":"monday","name":"Monday","domains":[],"context":[]}`)
	if !drafted.Domains.has("monday.example", 7) {
		t.Errorf("a draft without the domain suggests %v", drafted.Domains)
	}
}

// Dismissing some mentions makes the others less likely, without a rescan that somebody asks for.
func TestDismissalsTeachTheOtherMentions(t *testing.T) {
	d := open(t)
	d.shows()
	d.want(200, nil, "POST", "/brands", `{"name":"Monday","context":["kanban","canal"],"own":true}`)
	d.settle()
	var all struct{ Items []mentionView }
	d.want(200, &all, "GET", "/mentions?unsure=too&brand=monday&copies=all", "")
	if len(all.Items) != 14 {
		t.Fatalf("%d mentions", len(all.Items))
	}
	before := map[string]float64{}
	for i, m := range all.Items {
		if i < 7 {
			d.want(200, nil, "PATCH", "/mentions/"+m.ID+"?copies=one", `{"state":"dismissed","reason":"other_sense"}`)
		} else {
			before[m.ID] = m.Confidence
		}
	}
	var brand struct {
		Feedback struct {
			Dismissed int
			Learnt    struct {
				At       string
				Mentions int
				Pending  bool
			}
		}
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		d.want(200, &brand, "GET", "/brands/monday", "")
		if l := brand.Feedback.Learnt; !l.Pending && l.At != "" || time.Now().After(end) {
			break
		}
	}
	for id, was := range before {
		var now mentionView
		d.want(200, &now, "GET", "/mentions/"+id, "")
		if now.Confidence >= was {
			t.Errorf("%s was at %.3f and is at %.3f", id, was, now.Confidence)
		}
	}
	if f := brand.Feedback; f.Dismissed < 1 || f.Learnt.Mentions < 1 || f.Learnt.Mentions > len(before) || f.Learnt.Pending || f.Learnt.At == "" {
		t.Errorf("%+v", f)
	}
}
