package passage_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
)

func spoken(n int, seconds float64) *feeds.Document {
	d := &feeds.Document{ID: "doc", Title: "Pricing with Acme", Notes: "Notes.", Chapters: []feeds.Chapter{{Start: 3, Title: "Costs"}}, Language: "en"}
	for i := range n {
		at := float64(i) * seconds
		d.Cues = append(d.Cues, feeds.Cue{Start: at, End: at + seconds, Speaker: []string{"Ann", "Bo"}[i/8%2], Text: "We moved the whole team to Acme in June."})
	}
	return d
}

func TestPassagesAreHalfMinutes(t *testing.T) {
	got := passage.Split(spoken(60, 5))
	if got[0].Text != "Pricing with Acme\nNotes.\nCosts" || got[0].Number != 0 {
		t.Errorf("head: %+v", got[0])
	}
	for _, p := range got[1 : len(got)-1] {
		if d := p.To - p.From; d < 25 || d > 60 {
			t.Errorf("passage %d lasts %v s", p.Number, d)
		}
		if len(p.Speakers) == 0 {
			t.Errorf("passage %d has no speaker", p.Number)
		}
	}
}

func TestOneLongCueComesApart(t *testing.T) {
	d := &feeds.Document{ID: "d", Cues: []feeds.Cue{{Start: 0, End: 600, Text: strings.Repeat("A sentence of six words here. ", 300)}}}
	got := passage.Split(d)
	if len(got) < 10 {
		t.Fatalf("%d passages", len(got))
	}
	for _, p := range got[1:] {
		if p.To-p.From > 61 {
			t.Errorf("passage %d lasts %v", p.Number, p.To-p.From)
		}
	}
}

// Every letter of the body is in exactly one passage, whatever the body is.
func TestNothingIsLost(t *testing.T) {
	word := rapid.StringMatching(`[a-zé東ß.!? \n]{0,40}`)
	rapid.Check(t, func(t *rapid.T) {
		d := &feeds.Document{ID: "d", Title: word.Draw(t, "title")}
		if rapid.Bool().Draw(t, "spoken") {
			at := 0.0
			for range rapid.IntRange(0, 60).Draw(t, "cues") {
				length := rapid.Float64Range(0, 90).Draw(t, "length")
				d.Cues = append(d.Cues, feeds.Cue{Start: at, End: at + length, Speaker: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "speaker"), Text: word.Draw(t, "text")})
				at += length
			}
		} else {
			d.Text = strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, "words"), " ")
		}
		runes := []rune(d.Body())
		covered := make([]int, len(runes))
		for _, p := range passage.Split(d)[1:] {
			if want := string(runes[p.Start:p.End]); want != p.Text {
				t.Fatalf("passage %d: %q at %d:%d, want %q", p.Number, p.Text, p.Start, p.End, want)
			}
			for i := p.Start; i < p.End; i++ {
				covered[i]++
			}
		}
		for i, r := range runes {
			if covered[i] > 1 || covered[i] == 0 && !unicode.IsSpace(r) {
				t.Fatalf("rune %d (%q) is in %d passages", i, r, covered[i])
			}
		}
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("One. Two!", "and three", 1.0, 700.0)
	f.Add("\xff\xfe", "é", 0.0, 0.0)
	f.Fuzz(func(t *testing.T, a, b string, start, end float64) {
		for _, d := range []*feeds.Document{{ID: "d", Text: a + b}, {ID: "d", Cues: []feeds.Cue{{Start: start, End: end, Text: a}, {Text: b}}}} {
			body := d.Body()
			for _, p := range passage.Split(d)[1:] {
				if p.End > utf8.RuneCountInString(body) || p.Start >= p.End || !strings.Contains(body, p.Text) {
					t.Fatalf("%+v of %q", p, body)
				}
			}
		}
	})
}

func TestQuotesKeepTheirLanguage(t *testing.T) {
	dutch := "Dat is eigenlijk het hele verhaal van dit bedrijf, en het gaat niet alleen om de prijs maar ook om wat de klanten ervan vinden."
	english := "And then she said to us that the pricing of the product was the only thing that they would not change, and we have been there."
	d := &feeds.Document{ID: "d", Language: "nl-NL", Text: strings.Repeat(dutch+" ", 4) + "\n" + strings.Repeat(english+" ", 4) + "\n" + strings.Repeat(dutch+" ", 4)}
	seen := map[string]int{}
	for _, p := range passage.Split(d)[1:] {
		seen[p.Language]++
	}
	if seen["nl"] == 0 || seen["en"] == 0 || len(seen) != 2 {
		t.Errorf("languages: %v", seen)
	}
	d.Language = ""
	if got := passage.Split(d)[1].Language; got != "nl" {
		t.Errorf("undeclared: %q", got)
	}
}

func TestEntryPlacesBrands(t *testing.T) {
	d := spoken(60, 5)
	at := strings.Index(d.Body()[1500:], "Acme") + 1500
	e := passage.Entry(d, "Show", "2026-11", 7, []index.Mention{
		{Brand: "acme", Type: index.Passing, Hits: []index.Hit{{Field: index.InTitle, Confidence: .9}, {Field: index.InText, Start: at, End: at + 4, Confidence: .8}}},
		{Brand: "gone", Removed: true, Hits: []index.Hit{{Field: index.InText}}},
	})
	if len(e.Brands) != 2 || e.Brands[0].Passage != 0 {
		t.Fatalf("%+v", e.Brands)
	}
	p := e.Passages[e.Brands[1].Passage]
	if at < p.Start || at >= p.End {
		t.Errorf("hit at %d, passage %d:%d", at, p.Start, p.End)
	}
}
