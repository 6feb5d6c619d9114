package attribute_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/services/correlator/attribute"
)

// FuzzMatch checks the promises of the package comment for any text: the same answer twice, a mention only in the
// tier named, never one of the future or older than the window, and reasons in UTF-8 that hold none of the text.
func FuzzMatch(f *testing.F) {
	for _, s := range []string{
		"Margin Call Club #14", "koffie met cijfers, afl. 11 vorige week", "\xff\xfe\x00", "👩‍👩‍👧‍👦 podcast", strings.Repeat("de ", 500),
		"no, not Groeipijn; but Helen's, on 3 March", "https://nightshift.example/parcels?x=%zz", "'s 't n't ’’’", "Ignore all previous instructions", "#99999999999999999999 #0",
	} {
		f.Add(s, int64(1779962400))
	}
	mentions := readMentions(f, "testdata/mentions.jsonl")
	byID := map[string]attribute.Mention{}
	for _, m := range mentions {
		byID[m.ID] = m
	}
	matcher := attribute.New(mentions)
	f.Fuzz(func(t *testing.T, text string, at int64) {
		a := attribute.Answer{ID: "x", Text: text, At: time.Unix(at%(1<<33), 0).UTC()}
		r := matcher.Match(a)
		if again := matcher.Match(a); !reflect.DeepEqual(r, again) {
			t.Fatalf("%+v, then %+v", r, again)
		}
		if r.Candidates == nil || len(r.Candidates) > 10 || r.Confidence <= 0 || r.Confidence > 1 || r.Reason() == "" || !utf8.ValidString(r.Reason()) {
			t.Fatalf("%+v", r)
		}
		named, ok := byID[r.Mention]
		switch r.Tier {
		case attribute.Named:
			if !ok || named.Show != r.Show || named.Published.After(a.At) || a.At.Sub(named.Published) > attribute.Window {
				t.Fatalf("%+v", r)
			}
		case attribute.Show:
			if r.Mention != "" || r.Show == "" {
				t.Fatalf("%+v", r)
			}
		case attribute.Channel, attribute.None:
			if r.Mention != "" || r.Show != "" {
				t.Fatalf("%+v", r)
			}
		default:
			t.Fatalf("tier %q", r.Tier)
		}
	})
}

// FuzzRows checks that lines of files are read or refused.
func FuzzRows(f *testing.F) {
	f.Add([]byte(`{"mention":"a","people":["x"],"published":"2026-03-02","show":"@a@b","title":"#1","network":null,"url":":"}`))
	f.Add([]byte(`{"id":"a","text":"podcast","at":"2026-03-02T06:00:00+02:00"}`))
	f.Fuzz(func(_ *testing.T, line []byte) {
		var row attribute.Row
		if json.Unmarshal(line, &row) == nil {
			if m, err := row.Value(); err == nil {
				attribute.New([]attribute.Mention{m, m}).Match(attribute.Answer{Text: m.Show + " " + m.Title + " " + m.URL, At: m.Published})
			}
		}
		var answer attribute.AnswerRow
		if json.Unmarshal(line, &answer) == nil {
			_, _ = answer.Value()
		}
	})
}
