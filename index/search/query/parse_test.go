package query_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/query"
)

var now = time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)

func TestExplainSaysWhatIsMeant(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "everything",
		"*":                        "everything",
		"acme":                     "the word “acme” in any form",
		"C++":                      "the word “c++”",
		"acme pricing":             "the word “acme” in any form and the word “pricing” in any form",
		"acme and globex":          "the word “acme” in any form and the word “globex” in any form",
		"acme or globex":           "the word “acme” in any form or the word “globex” in any form",
		`"switched from"`:          "the words “switched from” in this order",
		`“switched from”`:          "the words “switched from” in this order",
		`raw:"The Who"`:            "exactly “The Who”, case and signs counting",
		"acme -hiring":             "the word “acme” in any form and not the word “hiring” in any form",
		"pric*":                    "a word that begins with “pric”",
		"akme~1":                   "a word like “akme” (1 letter may differ)",
		"kind:podcast,video":       "kind “podcast” or “video”",
		"lang:Dutch":               "lang “nl”",
		"on:2026-11":               "published from 1 November 2026 up to 1 December 2026",
		"after:7d":                 "published on or after 16 November 2026",
		"on:7d":                    "published from 16 November 2026 up to 24 November 2026",
		"today":                    "the word “today” in any form",
		"on:today":                 "published on 23 November 2026",
		"brand:acme":               "a mention of acme",
		"confidence:>=80%":         "a mention with a confidence of 0.8 to 1",
		"show:\"The Daily\"":       "show “The Daily”",
		"what about acme pricing":  "the word “acme” in any form and the word “pricing” in any form; not insisting on the small words “what” and “about” (put a phrase in quotes to insist)",
		"The Who tour":             "the word “the” in any form and the word “who” in any form and the word “tour” in any form",
		"the who":                  "the word “the” in any form and the word “who” in any form",
		"Acme - pricing":           "the word “acme” in any form and the word “pricing” in any form",
		"Marks & Spencer":          "the word “marks” in any form and the word “spencer” in any form",
		"re:Invent":                "the words “re:Invent” in this order",
		"https://acme.example/x":   "the words “https://acme.example/x” in this order",
		"acme NEAR/5 \"moved to\"": "the word “acme” in any form at most 5 words from the words “moved to” in this order",
		"(a1 OR b1) c1":            "(the word “a1” or the word “b1”) and the word “c1”",
		"brand:acme mention:sponsor confidence:>0.5": "a mention (sponsor) of acme with a confidence of 0.51 to 1",
	} {
		q, err := query.ParseAt(in, now)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		got := strings.ReplaceAll(strings.TrimPrefix(q.Explain(), "passages with "), ", and", " and")
		want = strings.ReplaceAll(want, ", and", " and")
		if diff := cmp.Diff(strings.ReplaceAll(want, " and ", ", "), strings.ReplaceAll(got, " and ", ", ")); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

func TestMistakesPointAtTheCharacter(t *testing.T) {
	for in, want := range map[string]struct {
		at   int
		says string
	}{
		`acme "moved to`:        {5, "never closed"},
		`(acme OR globex`:       {0, "never closed"},
		`acme)`:                 {4, "closes nothing"},
		`acme OR`:               {5, "none after"},
		`OR acme`:               {0, "none before"},
		`acme AND`:              {5, "none after"},
		`NEAR/5 acme`:           {0, "none before"},
		`acme NEAR/5`:           {5, "none after"},
		`acme NEAR/0 b`:         {5, "1 to 100"},
		`acme NEAR/5 -b`:        {5, "none after"},
		`kind:podcast NEAR/2 b`: {0, "measures between"},
		`brnad:acme`:            {0, "did you mean brand:"},
		`kind:radio`:            {5, "podcast"},
		`before:soon`:           {7, "2026-11-23"},
		`confidence:2`:          {11, "confidence:>0.8"},
		`*soft`:                 {0, "end of a word"},
		`a*b`:                   {1, "end of a word"},
		`acme~3`:                {4, "~1 or ~2"},
		`""`:                    {0, "empty"},
		`acme ""`:               {5, "empty"},
		`brand:`:                {0, "needs a value"},
		`acme NOT`:              {5, "nothing after"},
		`"switch* from"`:        {7, "ONEAR/1"},
		`+++`:                   {0, "only signs"},
		`é "`:                   {2, "never closed"},
		`()`:                    {0, "only signs"},
	} {
		_, err := query.ParseAt(in, now)
		var e *query.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: no mistake found: %v", in, err)
			continue
		}
		if e.At != want.at || !strings.Contains(e.Message, want.says) {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	for name, in := range map[string]string{
		"long":    strings.Repeat("acme ", 20_001),
		"clauses": strings.Repeat("a OR ", 1_001) + "a",
		"fuzzy":   strings.Repeat("acme~2 ", 33),
		"deep":    strings.Repeat("(", 500) + "a" + strings.Repeat(")", 500),
		"nots":    strings.Repeat("NOT ", 500) + "a",
	} {
		if _, err := query.ParseAt(in, now); err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
}

func TestResolveFindsBrands(t *testing.T) {
	brands := []index.Brand{{ID: "b1", Name: "Acme Corp", Aliases: []string{"Acme"}, Handles: []string{"@acmehq"}}}
	for _, in := range []string{"brand:b1", `brand:"acme corp"`, "brand:ACME", "brand:@acmehq"} {
		q, err := query.ParseAt(in, now)
		if err != nil {
			t.Fatal(err)
		}
		if q, err = q.Resolve(brands); err != nil {
			t.Fatal(err)
		}
		if m := q.Root.(query.Mention); len(m.Brands) != 1 || m.Brands[0] != "b1" {
			t.Errorf("%s: %+v", in, m)
		}
	}
	q, _ := query.ParseAt(`brand:acme NEAR/5 "switched from"`, now)
	q, err := q.Resolve(brands)
	if err != nil {
		t.Fatal(err)
	}
	e := index.Entry{Document: "d", Passages: []index.Passage{{Text: "we switched from good old Acme in June"}}}
	if !q.Match(nil, e) {
		t.Errorf("%s doesn't match", q.Explain())
	}
	q, _ = query.ParseAt("x brand:nobody", now)
	var mistake *query.Error
	if _, err := q.Resolve(brands); !errors.As(err, &mistake) || mistake.At != 2 {
		t.Errorf("unknown brand: %v", err)
	}
}

func TestWhySaysWhichWords(t *testing.T) {
	q, _ := query.ParseAt(`pricing "moved to" -globex kind:podcast mention:sponsor`, now)
	e := index.Entry{
		Kind: feeds.Podcast, Passages: []index.Passage{{Text: "They moved to us for the prices, all prices.", Language: "en"}},
		Brands: []index.EntryBrand{{Brand: "acme", Type: index.Sponsor, Confidence: .9}},
	}
	got := q.Why(&e, 0)
	want := []string{"the word “pricing” in any form: “prices” (2 times)", "the words “moved to” in this order: “moved to”", "kind “podcast”", "a mention (sponsor)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`brand:acme NEAR/5 "switched from"`, `(a OR b*) -c~2 raw:"X&Y"`, `confidence:0.2..0.8 on:2026..`, "a AND NOT (b OR \"c d\")", "“x” «y»", "kind:(podcast OR video)", "\x00\xff*~", "show:a,\"b c\",d and or"} {
		f.Add(s, "acme switched from globex")
	}
	f.Fuzz(func(t *testing.T, s, passage string) {
		q, err := query.ParseAt(s, now)
		if err != nil {
			var e *query.Error
			if !errors.As(err, &e) {
				t.Fatalf("not an *Error: %v", err)
			}
			if e.At < 0 || e.At > len([]rune(s)) || e.Message == "" {
				t.Fatalf("%q: %+v", s, e)
			}
			return
		}
		q.Explain()
		for i := range 2 {
			q.Match(nil, index.Entry{Document: "d", Published: now, Passages: []index.Passage{{Number: i, Text: passage, Language: "en"}}})
		}
		if again, err := query.ParseAt(s, now); err != nil || again.Explain() != q.Explain() {
			t.Fatalf("%q reads differently the second time", s)
		}
	})
}
