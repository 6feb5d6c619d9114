package query_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/query"
)

var now = time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)

func TestExplainInEnglish(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "everything",
		"*":                           "everything",
		"acme":                        "“acme” in any form",
		"C++":                         "“c++”",
		"acme pricing":                "“acme” in any form and “pricing” in any form",
		"acme and globex":             "“acme” in any form and “globex” in any form",
		"acme or globex":              "“acme” in any form or “globex” in any form",
		`"switched from"`:             "the phrase “switched from”",
		`“switched from”`:             "the phrase “switched from”",
		`"acme"`:                      "“acme” in this spelling",
		`raw:"The Who"`:               "exactly “The Who”, with these capitals and signs",
		"acme -hiring":                "not “hiring” in any form and “acme” in any form",
		"pric*":                       "words starting with “pric”",
		"akme~1":                      "words like “akme” (1 letter may differ)",
		"akme~2":                      "words like “akme” (2 letters may differ)",
		"kind:podcast,video":          "of the kind podcast or video",
		"lang:Dutch":                  "in Dutch",
		"lang:ja":                     "in ja",
		"source:s1":                   "from the source “s1”",
		"site:https://acme.example/x": "on the site acme.example",
		"speaker:ann":                 "spoken by “ann”",
		"host:ann":                    "with “ann”",
		"on:2026-11":                  "published from 1 November 2026 to 30 November 2026",
		"after:7d":                    "published since 16 November 2026",
		"before:2026-11":              "published before 1 November 2026",
		"on:7d":                       "published from 16 November 2026 to 23 November 2026",
		"today":                       "“today” in any form",
		"on:today":                    "published on 23 November 2026",
		"before:2026-10-04T12:15:00Z": "published before 4 October 2026 12:15 UTC",
		"brand:acme":                  "a mention of acme",
		"confidence:>=80%":            "a mention with a confidence of 0.8 to 1",
		"mention:none":                "not a mention",
		"show:\"The Daily\"":          "on shows named “The Daily”",
		"what about acme pricing":     "“acme” in any form and “pricing” in any form; common words are optional: what, about",
		"The Who tour":                "“the” in any form, “who” in any form and “tour” in any form",
		"the who":                     "“the” in any form and “who” in any form",
		"Acme - pricing":              "“acme” in any form and “pricing” in any form",
		"Marks & Spencer":             "“marks” in any form and “spencer” in any form",
		"re:Invent":                   "the phrase “re:Invent”",
		"status: fine":                "“status” in any form and “fine” in any form",
		"https://acme.example/x":      "the phrase “https://acme.example/x”",
		"acme NEAR/5 \"moved to\"":    "“acme” in any form within 5 words of the phrase “moved to”",
		"acme ONEAR/2 globex":         "“acme” in any form followed within 2 words by “globex” in any form",
		"(a1 OR b1) c1":               "(“a1” or “b1”) and “c1”",
		"brand:acme mention:sponsor confidence:>0.5": "a mention (sponsor) of acme with a confidence of 0.51 to 1",
	} {
		q, err := query.ParseAt(in, now)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := q.Explain(); sorted(got) != sorted(want) {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

// sorted makes two explanations equal that list the same clauses in another order.
func sorted(s string) string {
	parts := strings.Split(strings.ReplaceAll(s, " and ", ", "), ", ")
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// A list of a thousand alternatives is cut, and the rest is counted.
func TestALongListIsCut(t *testing.T) {
	q, err := query.ParseAt(strings.Repeat("acme1 OR ", 40)+"last1", now)
	if err != nil {
		t.Fatal(err)
	}
	c := q.Explanation().Clause
	if last := c.Parts[len(c.Parts)-1]; len(c.Parts) != 13 || last.Code != query.ClauseMore || last.N != 29 {
		t.Errorf("%d parts, the last is %+v", len(c.Parts), last)
	}
}

func TestMistakesPointAtTheCharacter(t *testing.T) {
	fields := "brand:, source:, show:, kind:, lang:, speaker:, person:, site:, before:, after:, on:, mention:, confidence:, raw:"
	for in, want := range map[string]struct {
		at     int
		code   query.MistakeCode
		params string
		says   string
	}{
		`acme "moved to`:        {5, query.QuoteOpen, "", "never closed"},
		`(acme OR globex`:       {0, query.GroupOpen, "", "never closed"},
		`acme)`:                 {4, query.GroupExtra, "", "closes nothing"},
		`acme OR`:               {5, query.NothingAfter, "operator=OR", "none after"},
		`OR acme`:               {0, query.NothingBefore, "operator=OR", "none before"},
		`acme AND`:              {5, query.NothingAfter, "operator=AND", "none after"},
		`AND acme`:              {0, query.NothingBefore, "operator=AND", "none before"},
		`NEAR/5 acme`:           {0, query.NothingBefore, "operator=NEAR/5", "none before"},
		`acme NEAR/5`:           {5, query.NothingAfter, "operator=NEAR/5", "none after"},
		`acme NEAR/0 b`:         {5, query.NearDistance, "", "1 to 100"},
		`acme ONEAR/5 -b`:       {5, query.NothingAfter, "operator=ONEAR/5", "none after"},
		`kind:podcast NEAR/2 b`: {0, query.NearOperand, "operator=NEAR/2", "works between"},
		`brnad:acme`:            {0, query.UnknownField, "field=brnad suggestion=brand", "did you mean brand:"},
		`kind:radio`:            {5, query.ValueInvalid, "example=kind:podcast, video, post or page field=kind value=radio", "podcast"},
		`before:soon`:           {7, query.DateInvalid, "value=soon", "2026-11-23"},
		`confidence:2`:          {11, query.ValueInvalid, "example=confidence:>0.8 or confidence:0.5..0.9 field=confidence value=2", "confidence:>0.8"},
		`kind:()`:               {5, query.ValueGroupEmpty, "field=kind", "empty group"},
		`kind:(podcast -video)`: {14, query.ValueGroupInvalid, "field=kind", "(a OR b)"},
		`kind:(podcast`:         {5, query.GroupOpen, "", "never closed"},
		`*soft`:                 {0, query.StarInside, "", "end of a word"},
		`a*b`:                   {1, query.StarInside, "", "end of a word"},
		`acme~3`:                {4, query.FuzzyDistance, "", "~1 or ~2"},
		`ab~2`:                  {0, query.FuzzyLength, "distance=2 min=3", "3 to 40"},
		`e-mail*`:               {0, query.SeveralWords, "text=e-mail", "counts as several"},
		`acme +*`:               {5, query.SignWithoutWord, "", "no letter"},
		`""`:                    {0, query.QuoteEmpty, "", "empty"},
		`acme "+"`:              {5, query.QuoteWithoutWord, "", "no letter"},
		`brand:`:                {0, query.ValueMissing, "example=brand:acme or brand:\"Acme Corp\" field=brand", "put a value after brand:"},
		`x state:new`:           {2, query.FieldElsewhere, "field=state fields=" + fields, "has no field state:"},
		`is:starred`:            {0, query.FieldElsewhere, "field=is fields=" + fields, "has no field is:"},
		`from:ann`:              {0, query.FieldElsewhere, "field=from fields=" + fields, "there are brand:"},
		`sentiment:bad`:         {0, query.FieldElsewhere, "field=sentiment fields=" + fields, "there are brand:"},
		`acme NOT`:              {5, query.NothingToExclude, "", "nothing after"},
		`"switch* from"`:        {7, query.QuoteWithStar, "", "ONEAR/1"},
		`+++`:                   {0, query.OnlySigns, "text=+++", "only signs"},
		`é "`:                   {2, query.QuoteOpen, "", "never closed"},
		`()`:                    {0, query.OnlySigns, "text=()", "only signs"},
	} {
		_, err := query.ParseAt(in, now)
		var e *query.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: no mistake found: %v", in, err)
			continue
		}
		if e.At != want.at || e.Code != want.code || !strings.Contains(e.Message, want.says) {
			t.Errorf("%s: %s at %d: %v", in, e.Code, e.At, err)
		}
		if got := written(e.Params); got != want.params {
			t.Errorf("%s: parameters %q, want %q", in, got, want.params)
		}
	}
}

// written lists parameters by name.
func written(params map[string]string) string {
	var out []string
	for name, value := range params {
		out = append(out, name+"="+value)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
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
	if _, err := q.Resolve(brands); !errors.As(err, &mistake) || mistake.At != 2 || mistake.Code != query.UnknownBrand || mistake.Params["suggestion"] != "" {
		t.Errorf("unknown brand: %v", err)
	}
	q, _ = query.ParseAt(`brand:"acme crop"`, now)
	if _, err := q.Resolve(brands); !errors.As(err, &mistake) || mistake.Params["suggestion"] != `"Acme Corp"` {
		t.Errorf("misspelt brand: %v, %v", err, mistake.Params)
	}
}

func TestWhySaysWhichWords(t *testing.T) {
	q, _ := query.ParseAt(`pricing "moved to" -globex kind:podcast mention:sponsor`, now)
	e := index.Entry{
		Kind: feeds.Podcast, Passages: []index.Passage{{Text: "They moved to us for the prices, all prices.", Language: "en"}},
		Brands: []index.EntryBrand{{Brand: "acme", Type: index.Sponsor, Confidence: .9}},
	}
	got := q.Why(&e, 0)
	want := []query.MatchReason{
		{Clause: query.Clause{Code: query.ClauseWordForms, Text: "pricing"}, Matched: "prices", Times: 2},
		{Clause: query.Clause{Code: query.ClausePhrase, Text: "moved to"}, Matched: "moved to", Times: 1},
		{Clause: query.Clause{Code: query.ClauseField, Field: query.Kind, Values: []string{"podcast"}}},
		{Clause: query.Clause{Code: query.ClauseMention, Types: []string{"sponsor"}}},
	}
	if s := got[0].String(); s != "“pricing” in any form: “prices” (2 times)" {
		t.Error(s)
	}
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
