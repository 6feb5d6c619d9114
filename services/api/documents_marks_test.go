package api_test

import (
	"io"
	"net/url"
	"strings"
	"testing"
)

// What a search finds is marked in the document too, and leads to the second of the word: by words,
// by a brand in the query, and by a brand chosen beside it.
func TestAFoundDocumentIsMarked(t *testing.T) {
	d := open(t)
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","kind":"podcast","language":"en","title":"About Larkmeter","notes":"It is fine.","cues":[{"start":0,"end":10,"text":"First of all, hello to you."},{"start":10,"end":20,"text":"Then we moved to Larkmeter."}]}`, "Content-Type", "application/jsonl")
	d.settle()
	type result struct {
		Items []struct {
			Document string
			Passages []struct {
				Part   string
				Second *float64
				Text   string
				Marks  [][2]int
			}
		}
	}
	for _, asked := range []string{"q=brand:larkmeter", "brand=larkmeter", "q=larkmeter", "q=" + url.QueryEscape(`moved brand:"Larkmeter"`)} {
		var found result
		d.want(200, &found, "GET", "/search?"+asked, "")
		if len(found.Items) != 1 {
			t.Fatalf("%s: %+v", asked, found)
		}
		var second float64
		for _, p := range found.Items[0].Passages {
			if len(p.Marks) == 0 {
				t.Errorf("%s: nothing is marked in %s %q", asked, p.Part, p.Text)
			}
			if p.Part == "text" && p.Second != nil {
				second = *p.Second
			}
		}
		if second < 12 || second > 17 {
			t.Errorf("%s: the second is %v", asked, second)
		}
		var doc struct {
			Marks *struct{ Title, Notes, Text [][2]int }
		}
		d.want(200, &doc, "GET", "/documents/"+found.Items[0].Document+"?"+asked, "")
		body := []rune("First of all, hello to you.\nThen we moved to Larkmeter.")
		if doc.Marks == nil || len(doc.Marks.Title) != 1 && !strings.Contains(asked, "moved") || len(doc.Marks.Notes) != 0 || len(doc.Marks.Text) == 0 {
			t.Fatalf("%s: marks %+v", asked, doc.Marks)
		}
		last := doc.Marks.Text[len(doc.Marks.Text)-1]
		if got := string(body[last[0]:last[1]]); got != "Larkmeter" {
			t.Errorf("%s: marks %q", asked, got)
		}
		doc.Marks = nil
		d.want(200, &doc, "GET", "/documents/"+found.Items[0].Document, "")
		if doc.Marks != nil {
			t.Errorf("without a search: marks %+v", doc.Marks)
		}
		// A mistake in the query doesn't hide the document.
		d.want(200, nil, "GET", "/documents/"+found.Items[0].Document+"?q=state:new", "")
	}
	csv, _ := io.ReadAll(d.ask("GET", "/search/export?format=csv&q=moved", "").Body)
	if !strings.Contains(string(csv), ",12.9") {
		t.Errorf("exported %s", csv)
	}
	var p struct {
		At, Length *int
		Reason     string
	}
	d.want(422, &p, "GET", "/search?q="+url.QueryEscape("x bran:larkmeter"), "")
	if p.Reason != "unknown_field" || p.At == nil || *p.At != 2 || p.Length == nil || *p.Length != 5 {
		t.Errorf("problem %+v", p)
	}
}
