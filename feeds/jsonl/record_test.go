package jsonl

import (
	"encoding/json"
	"testing"
	"time"

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
		`{"id":7,"text":["x"]}`: "text must not be an array",
		`{"id":7,"title":1.5}`:  "title must not be a number",
		`{"id":7,"cues":[{"start":0,"text":"x"},{"start":"0:01","text":"y"}]}`: "cues.start must not be a string",
		`{"id":7`: "this is not a JSON object: unexpected end of JSON input",
		`[]`:      "this is not a JSON object but an array",
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
