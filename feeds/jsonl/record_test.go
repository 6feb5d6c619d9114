package jsonl

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestImported(t *testing.T) {
	for _, c := range []struct {
		name, line string
		key        string
		kind       feeds.Kind
		origin     feeds.Origin
		published  string
		undated    bool
		fails      bool
	}{
		{name: "whole", line: `{"id":"a","kind":"video","text":"x","origin":"captions","source":"S","published":"2026-01-02"}`,
			key: "S\na", kind: feeds.Video, origin: feeds.Captions, published: "2026-01-02"},
		{name: "captions of another program", line: `{"id":"a","kind":"captions","cues":[{"start":0,"end":1,"text":"x"}]}`,
			key: "Import\na", kind: feeds.Podcast, published: "2026-11-23", undated: true},
		{name: "a number for an id", line: `{"id":7,"text":"x"}`, key: "Import\n7", kind: feeds.Post, published: "2026-11-23", undated: true},
		{name: "only an address", line: `{"url":"https://a.example/1","title":"t"}`, key: "Import\nhttps://a.example/1", kind: feeds.Post,
			origin: feeds.None, published: "2026-11-23", undated: true},
		{name: "nothing to tell it by", line: `{"text":"x"}`, fails: true},
		{name: "a date that is none", line: `{"id":"a","published":"soon"}`, fails: true},
		{name: "a date in seconds", line: `{"id":"a","published":1795712400}`, fails: true},
		{name: "an address that runs", line: `{"id":"a","url":"javascript:alert(1)"}`, fails: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r Record
			if err := json.Unmarshal([]byte(c.line), &r); err != nil {
				t.Fatal(err)
			}
			d, _, err := r.Imported(now)
			if (err != nil) != c.fails {
				t.Fatalf("error %v", err)
			}
			if err != nil {
				return
			}
			if d.Key != c.key || d.Kind != c.kind || d.Origin != c.origin || d.Published.Format(time.DateOnly) != c.published || d.Undated != c.undated || !d.Backfill {
				t.Errorf("got key %q kind %s origin %q published %s undated %t backfill %t", d.Key, d.Kind, d.Origin, d.Published, d.Undated, d.Backfill)
			}
		})
	}
}

func TestPeople(t *testing.T) {
	var r Record
	if err := json.Unmarshal([]byte(`{"people":["Ada",{"name":"Bo","role":"guest"}]}`), &r); err != nil {
		t.Fatal(err)
	}
	d := r.Document()
	if len(d.People) != 2 || d.People[0].Name != "Ada" || d.People[1].Role != "guest" {
		t.Errorf("people %+v", d.People)
	}
}

// Lines of other programs hold whatever they like in the fields that detection doesn't read.
func TestRead(t *testing.T) {
	for line, want := range map[string]string{
		`{"id":7,"text":"x","url":5,"source":{"id":1},"published":{"at":1},"author":["A"],"chapters":{"0":"A"}}`: "",
		`{"id":7,"text":"x","url":null,"source":null,"published":null,"author":null,"chapters":null}`:            "",
		`{"id":7,"text":["x"]}`: "the field text has the wrong type: array",
		`{"id":7,"title":1.5}`:  "the field title has the wrong type: number",
		`{"id":7,"cues":[{"start":0,"text":"x"},{"start":"0:01","text":["y"]}]}`: "the field cues.text has the wrong type: array",
		`{"id":7`: "this is not a JSON object",
		`[]`:      "this is not a JSON object but JSON of the type array",
	} {
		r, err := Read([]byte(line))
		switch {
		case want == "" && (err != nil || r.Text != "x"):
			t.Errorf("%s: %v, text %q", line, err, r.Text)
		case want != "" && (err == nil || err.Error() != want):
			t.Errorf("%s: %v, want %s", line, err, want)
		case line[0] == '{' && line[len(line)-1] == '}' && string(r.ID) != "7":
			t.Errorf("%s: its id is lost: %s", line, r.ID)
		}
	}
}

func FuzzRecord(f *testing.F) {
	f.Add([]byte(`{"id":1,"people":["a"],"cues":[{"start":0,"text":"x"}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		var r Record
		if json.Unmarshal(line, &r) != nil {
			return
		}
		if d, _, err := r.Imported(now); err == nil && (d.ID == "" || d.Published.IsZero()) {
			t.Errorf("a document without id or date: %+v", d)
		}
	})
}

// Lines that people and programs write by hand: a byte order mark, times as texts, times before the
// beginning, words under other names. What has no time that can be read has no second.
func TestLinesByHand(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		want []feeds.Cue
		text string
	}{
		"a byte order mark":   {line: "\ufeff" + `{"id":"a","text":"Acme"}` + "\r", text: "Acme"},
		"out of order, below": {line: `{"id":"a","cues":[{"start":75,"end":77,"text":"two"},{"start":-5,"end":-1,"text":"one"}]}`, want: []feeds.Cue{{Start: 75, End: 77, Text: "two"}, {Start: 75, End: 75, Text: "one", Untimed: true}}},
		"just below":          {line: `{"id":"a","cues":[{"start":-0.2,"end":3,"text":"one"},{"start":"-00:00:07","text":"two"}]}`, want: []feeds.Cue{{End: 3, Text: "one"}, {Text: "two", Untimed: true}}},
		"texts for times":     {line: `{"id":"a","cues":[{"start":"00:01:15,500","end":"PT1M17S","text":"one"}]}`, want: []feeds.Cue{{Start: 75.5, End: 77, Text: "one"}}},
		"no times":            {line: `{"id":"a","cues":[{"start":"soon","text":"one"},{"text":"two"}]}`, want: []feeds.Cue{{Text: "one", Untimed: true}, {Text: "two", Untimed: true}}},
		"beyond the end":      {line: `{"id":"a","duration":1800,"cues":[{"start":7,"end":9,"text":"one"},{"start":99000,"text":"two"}]}`, want: []feeds.Cue{{Start: 7, End: 9, Text: "one"}, {Start: 7, End: 7, Text: "two", Untimed: true}}},
		"segments":            {line: `{"id":"a","segments":[{"start":1,"end":2,"text":"one"},{"start":3,"end":4,"text":"two"}]}`, want: []feeds.Cue{{Start: 1, End: 2, Text: "one"}, {Start: 3, End: 4, Text: "two"}}},
		"a transcript":        {line: `{"id":"a","transcript":"We like Acme"}`, text: "We like Acme"},
	} {
		r, err := Read([]byte(c.line))
		d := r.Document()
		if diff := cmp.Diff(c.want, d.Cues); err != nil || diff != "" || d.Text != c.text {
			t.Errorf("%s: %v %s%q", name, err, diff, d.Text)
		}
	}
	r, _ := Read([]byte(`{"id":"a","text":"x","published":"Mon, 03 Aug 2026 06:00:00 GMT"}`))
	if d, _, err := r.Imported(now); err != nil || d.Published.Format(time.RFC3339) != "2026-08-03T06:00:00Z" {
		t.Errorf("%s, %v", d.Published, err)
	}
}
