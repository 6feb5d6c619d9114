package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

// words that match each other in every way words can: forms, signs, parts, scripts.
var words = []string{
	"acme", "Acme", "ACME's", "globex", "price", "prices", "pricing", "the", "The", "who", "Who", "and", "or", "C++", "C", "AT&T", "R", "Node.js",
	"node", "js", "nodejs", ".NET", "net", "e-mail", "email", "mail", "klantenservice", "klant", "klanten", "service", "prijs", "prijzen", "Müller", "muller",
	"straße", "strasse", "東京", "well-known", "@acme", "#growth", "3.5", "don't", "switched", "switch", "from", "from,", "to.", "ĳs", "ijs", "run", "running", "ran",
}

func entry(t *rapid.T, i int) index.Entry {
	word := rapid.SampledFrom(words)
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 1, 14).Draw(t, "text"), " ") })
	e := index.Entry{
		Document: fmt.Sprintf("d%d", i), Title: text.Draw(t, "title"),
		Kind:    rapid.SampledFrom(feeds.Kinds).Draw(t, "kind"),
		Sources: rapid.SliceOfN(rapid.SampledFrom([]string{"s1", "s2", "s3"}), 0, 2).Draw(t, "sources"),
		Show:    rapid.SampledFrom([]string{"", "Growth Talk", "The Daily Growth"}).Draw(t, "show"),
		Site:    rapid.SampledFrom([]string{"", "acme.example", "blog.acme.example", "notacme.example"}).Draw(t, "site"),
		People:  rapid.SliceOfN(rapid.SampledFrom([]string{"Ann Lee", "Bo Ann"}), 0, 2).Draw(t, "people"),
	}
	e.Published = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 80*24*4).Draw(t, "quarter hours")) * 15 * time.Minute)
	e.Month = e.Published.Format("2006-01")
	language := rapid.SampledFrom([]string{"", "en", "nl", "de", "fr", "es", "ja"})
	for n := range rapid.IntRange(1, 4).Draw(t, "passages") {
		p := index.Passage{ID: passage.ID(e.Document, n), Document: e.Document, Number: n, Text: text.Draw(t, "passage"), Language: language.Draw(t, "language")}
		p.Speakers = rapid.SliceOfN(rapid.SampledFrom([]string{"Ann Lee", "Bo"}), 0, 2).Draw(t, "speakers")
		e.Passages = append(e.Passages, p)
		if rapid.Bool().Draw(t, "mention") {
			e.Brands = append(e.Brands, index.EntryBrand{
				Brand: rapid.SampledFrom([]string{"b1", "b2"}).Draw(t, "brand"), Passage: n,
				Confidence: float64(rapid.IntRange(0, 100).Draw(t, "confidence")) / 100,
				Type:       rapid.SampledFrom([]index.MentionType{index.Passing, index.Discussed, index.Sponsor, index.Guest}).Draw(t, "type"),
			})
		}
	}
	return e
}

// asked draws a query.
func asked(t *rapid.T, depth int) string {
	word := rapid.SampledFrom(words).Draw(t, "word")
	if word == "and" || word == "or" {
		word = "run"
	}
	if depth > 0 && rapid.Bool().Draw(t, "inner") {
		a, b := asked(t, depth-1), asked(t, depth-1)
		switch rapid.IntRange(0, 4).Draw(t, "operator") {
		case 0:
			return "(" + a + ") OR (" + b + ")"
		case 1:
			return "(" + a + ") (" + b + ")"
		case 2:
			return "(" + a + ") -(" + b + ")"
		case 3:
			return "NOT (" + a + ")"
		case 4:
			return a + " AND " + b
		}
	}
	other := rapid.SampledFrom(words).Draw(t, "other")
	n := rapid.IntRange(1, 6).Draw(t, "n")
	pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	switch rapid.IntRange(0, 28).Draw(t, "leaf") {
	case 0:
		return `"` + word + " " + other + `"`
	case 1:
		return `"` + word + `"`
	case 2:
		return "raw:" + word
	case 3:
		return `raw:"` + word + " " + other + `"`
	case 4:
		return "pri*"
	case 5:
		return pick("fuzzy", "globux~", "pirce~1", "swiched~2", "klamten~2", "acmee~", "muler~1", "whoo~1")
	case 6:
		return fmt.Sprintf(`%s NEAR/%d "%s"`, "acme", n, other)
	case 7:
		return fmt.Sprintf(`(price OR "%s") ONEAR/%d %s`, word, n, "who")
	case 8:
		return fmt.Sprintf(`"%s" NEAR/%d run NEAR/%d acme`, word, n, n)
	case 9:
		return pick("field", "kind:podcast", "kind:post,page", "kind:(video OR page)", "lang:nl", "lang:(en OR de)", "language:dutch", "lang:ja", "lang:nl-BE,fr")
	case 10:
		return pick("name", `show:growth`, `show:"the daily"`, "show:dai*", `show:talk,"the daily growth"`, "speaker:ann", `speaker:"ann lee"`, "speaker:b*", "person:ann", "person:lee,bo", "guest:bo", "host:(lee OR bo)")
	case 11:
		return pick("site", "site:acme.example", "site:blog.acme.example", "site:https://www.acme.example/x", "source:s1", "source:S2,s3", `source:("s1" OR s3)`)
	case 12:
		return pick("date", "after:2026-10", "before:2026-10-15", "before:2026-9-30", "on:2026-09..2026-10-03", "on:..2026-10", "on:2026-10-20..", "on:>2026-10-04", "on:>=2026-10-04", "on:<2026-10-04",
			"on:<=2026-10", "on:2026-10-01", "on:today", "on:yesterday", "after:2w", "since:30d", "until:1m", "before:2026-10-04T12:15:00Z")
	case 13:
		return pick("mention", "brand:b1", "brand:b1,b2", "brand:*", "mention:sponsor", "mention:discussed,guest", "type:passing", "confidence:>0.5", "confidence:0.2..0.7", "confidence:..40%", "confidence:<=0.3",
			"confidence:<0.5", "confidence:60%..", "confidence:0.9", "mention:none", "mention:any")
	case 14:
		return pick("both", "brand:b1 mention:sponsor", "brand:b2 confidence:>=0.8", "brand:b1 brand:b2 mention:passing", "mention:sponsor confidence:<0.4", "-brand:b1 mention:any", "brand:(b1 OR b2) mention:(guest OR sponsor) confidence:0.3..")
	case 15:
		return pick("ends", "pr*", "the*", "n*", "node*", "klant*", "東*")
	case 16:
		return fmt.Sprintf(`"%s %s %s"`, pick("a", "the", "and", "to", "from", "who"), pick("b", "who", "the", "and", word), pick("c", "the", "who", "from", other))
	case 17:
		return fmt.Sprintf(`the NEAR/%d (who OR "and the") ONEAR/%d pr*`, n, 2*n)
	case 18:
		return fmt.Sprintf(`raw:%s ONEAR/%d acme~1`, word, n)
	case 19:
		return fmt.Sprintf(`-%s %s`, word, other)
	case 20:
		return fmt.Sprintf(`what about %s %s`, word, other)
	case 21:
		return fmt.Sprintf(`%s %s %s`, word, other, pick("third", words...))
	}
	return word
}

// The index finds exactly the passages that the matching in memory finds.
func TestIndexAndMemoryAgree(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		x, err := search.Open(tempDir(t), search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		var entries []index.Entry
		for i := range rapid.IntRange(1, 8).Draw(t, "documents") {
			entries = append(entries, entry(t, i))
		}
		half := len(entries) / 2
		for _, part := range [][]index.Entry{entries[:half], entries[half:]} {
			if err := x.Put(ctx, part); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 25 {
			s := asked(t, 2)
			q, err := parseAt(s)
			if err != nil {
				t.Fatalf("%s: %v", s, err)
			}
			if i%5 == 4 { // what cannot be typed: most of the words
				m := query.MinimumMatch{Minimum: rapid.IntRange(1, 9).Draw(t, "least")}
				for range rapid.IntRange(1, 4).Draw(t, "parts") {
					m.Parts = append(m.Parts, query.WeightedPart{
						Node: query.NewWord(rapid.SampledFrom(words[:12]).Draw(t, "part")), Weight: rapid.IntRange(1, 4).Draw(t, "weight"), Light: rapid.Bool().Draw(t, "light"),
					})
				}
				q = query.Query{Root: m}.And(query.OfKinds(rapid.SampledFrom(feeds.Kinds).Draw(t, "of kind")))
			}
			var want []string
			for _, e := range entries {
				for _, i := range q.Matching(&e) {
					want = append(want, passage.ID(e.Document, e.Passages[i].Number))
				}
			}
			page, err := x.Search(ctx, search.Request{Query: q, Limit: 100, Passages: 10, Unfolded: true})
			if err != nil {
				t.Fatalf("%s: %v", s, err)
			}
			var got []string
			total := 0
			for _, r := range page.Results {
				total += r.Matching
				for _, p := range r.Passages {
					got = append(got, passage.ID(r.Document, p.Number))
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) || total != len(want) {
				t.Fatalf("%s (%s): index %v, memory %v", s, q.Explain(), got, want)
			}
			totals, err := x.Totals(ctx, search.Request{Query: q})
			if err != nil || totals.Passages != len(want) || totals.Documents != len(page.Results) {
				t.Fatalf("%s: totals %d of %d, %v", s, totals.Passages, len(want), err)
			}
		}
	})
}

// Cases that once went wrong.
func TestIndexAndMemoryAgreeOn(t *testing.T) {
	entries := []index.Entry{
		episode("acme", "Acme", noon, "Acme who", "prices of acme", "the who and the acme"),
		episode("prices", "Prices", noon.AddDate(0, 0, -3), "prices", "who acme"),
		episode("neither", "Globex", noon.AddDate(0, -1, 0), "globex the who"),
	}
	x := open(t)
	put(t, x, entries...)
	for name, s := range map[string]string{
		// The passages of one alternative were added to a set that others shared.
		"alternatives beside alternatives": `(("Acme") OR ("prices")) (("acme") OR ("acme"))`,
		"alternatives and exclusions":      `NOT (("who") OR ("acme")) OR ("who" "acme")`,
		"small words side by side":         `"the who and"`,
	} {
		q := parse(t, s)
		var want []string
		for _, e := range entries {
			if len(q.Matching(&e)) > 0 {
				want = append(want, e.Document)
			}
		}
		if got := found(t, x, s); got != strings.Join(want, " ") {
			t.Errorf("%s: index %q, memory %q", name, got, want)
		}
	}
}
