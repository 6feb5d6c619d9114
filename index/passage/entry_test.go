package passage_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
)

func at(start int, confidence float64) index.Hit {
	return index.Hit{Field: index.InText, Start: start, End: start + 4, Confidence: confidence}
}

func TestBrandsOfAnEntry(t *testing.T) {
	d := spoken(60, 5)
	second := passage.Split(d)[2].Start
	title := index.Hit{Field: index.InTitle, Confidence: .7}
	doubt := func(h index.Hit) index.Hit { h.Unsure = true; return h }
	for _, c := range []struct {
		name     string
		mentions []index.Mention
		want     []index.EntryBrand
	}{
		{"none", nil, nil},
		{"the head", []index.Mention{{Brand: "a", Type: index.Sponsor, Hits: []index.Hit{title}}}, []index.EntryBrand{{Brand: "a", Passage: 0, Confidence: .7, Type: index.Sponsor}}},
		{"the first letter", []index.Mention{{Brand: "a", Hits: []index.Hit{at(0, .9)}}}, []index.EntryBrand{{Brand: "a", Passage: 1, Confidence: .9}}},
		{"the first letter of the second", []index.Mention{{Brand: "a", Hits: []index.Hit{at(second, .9)}}}, []index.EntryBrand{{Brand: "a", Passage: 2, Confidence: .9}}},
		{"the letter before it", []index.Mention{{Brand: "a", Hits: []index.Hit{at(second-1, .9)}}}, []index.EntryBrand{{Brand: "a", Passage: 1, Confidence: .9}}},
		{"two in one passage", []index.Mention{{Brand: "a", Hits: []index.Hit{at(1, .6), at(9, .9)}}}, []index.EntryBrand{{Brand: "a", Passage: 1, Confidence: .9}}},
		{"in any order", []index.Mention{{Brand: "a", Hits: []index.Hit{at(second, .8), at(0, .6), title}}},
			[]index.EntryBrand{{Brand: "a", Passage: 0, Confidence: .7}, {Brand: "a", Passage: 1, Confidence: .6}, {Brand: "a", Passage: 2, Confidence: .8}}},
		{"an unsure hit of a sure mention", []index.Mention{{Brand: "a", Hits: []index.Hit{at(0, .9), doubt(at(second, .3))}}}, []index.EntryBrand{{Brand: "a", Passage: 1, Confidence: .9}}},
		{"an unsure mention", []index.Mention{{Brand: "a", Unsure: true, Hits: []index.Hit{doubt(at(0, .3))}}}, []index.EntryBrand{{Brand: "a", Passage: 1, Confidence: .3}}},
		{"a dismissed one", []index.Mention{{Brand: "a", State: index.Dismissed, Hits: []index.Hit{at(0, .9)}}, {Brand: "b", Hits: []index.Hit{at(0, .9)}}}, []index.EntryBrand{{Brand: "b", Passage: 1, Confidence: .9}}},
		{"a removed one", []index.Mention{{Brand: "a", Removed: true, Hits: []index.Hit{at(0, .9)}}}, nil},
		{"beyond the end", []index.Mention{{Brand: "a", Hits: []index.Hit{at(1<<30, .9)}}}, []index.EntryBrand{{Brand: "a", Passage: len(passage.Split(d)) - 1, Confidence: .9}}},
	} {
		got := passage.Entry(d, "Show", "2026-11", 7, c.mentions).Brands
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestFieldsOfAnEntry(t *testing.T) {
	for _, c := range []struct {
		d      feeds.Document
		site   string
		people []string
	}{
		{feeds.Document{URL: "https://WWW.Show.Example:8080/x?y"}, "show.example", nil},
		{feeds.Document{URL: "https://wwwshow.example"}, "wwwshow.example", nil},
		{feeds.Document{URL: "://"}, "", nil},
		{feeds.Document{Author: "Jo"}, "", []string{"Jo"}},
		{feeds.Document{Author: "Jo", People: []feeds.Person{{Name: "Ann"}, {Name: "Bo"}}}, "", []string{"Ann", "Bo"}},
	} {
		e := passage.Entry(&c.d, "Show", "undated", 9, nil)
		if e.Site != c.site || e.Seq != 9 || e.Month != "undated" || e.Show != "Show" {
			t.Errorf("%s: %+v", c.d.URL, e)
		}
		if diff := cmp.Diff(c.people, e.People); diff != "" {
			t.Errorf("people (-want +got):\n%s", diff)
		}
	}
}

func TestLanguageOfADocument(t *testing.T) {
	english := strings.Repeat("and then she said that the pricing of the product was what they would not change ", 3)
	german := strings.Repeat("und dann hat sie gesagt dass der Preis nicht das ist was wir mit dem Produkt haben ", 3)
	for _, c := range []struct {
		name string
		d    feeds.Document
		want string
	}{
		{"declared", feeds.Document{Language: "nl-NL", Text: "kort"}, "nl"},
		{"declared in capitals", feeds.Document{Language: "EN", Text: "short"}, "en"},
		{"undetermined", feeds.Document{Language: "und", Text: german}, "de"},
		{"not declared", feeds.Document{Text: english}, "en"},
		{"too short to guess", feeds.Document{Text: "hello there"}, ""},
		{"by the title", feeds.Document{Title: german}, "de"},
		{"another one than declared", feeds.Document{Language: "en", Text: german}, "de"},
		{"one word of another", feeds.Document{Language: "en", Text: english + " Schadenfreude"}, "en"},
	} {
		got := passage.Split(&c.d)
		if last := got[len(got)-1]; last.Language != c.want {
			t.Errorf("%s: %q, want %q", c.name, last.Language, c.want)
		}
	}
}
