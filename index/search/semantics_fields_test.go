package search_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

func TestFields(t *testing.T) {
	x := open(t)
	with := func(id string, change func(e *index.Entry)) index.Entry {
		e := written(id, "en", noon, "acme in "+id, "acme again")
		change(&e)
		return e
	}
	put(t, x,
		with("pod", func(e *index.Entry) {
			e.Kind, e.Show, e.Sources, e.People = feeds.Podcast, "The Daily Growth", []string{"s1", "s2"}, []string{"Ann Lee"}
			e.Passages[1].Speakers, e.Passages[2].Speakers = []string{"Ann Lee"}, []string{"Bo"}
			e.Brands = []index.EntryBrand{{Brand: "b1", Passage: 1, Type: index.Sponsor, Confidence: 0.9}, {Brand: "b2", Passage: 2, Type: index.Passing, Confidence: 0.3}}
		}),
		with("vid", func(e *index.Entry) {
			e.Kind, e.Show, e.Sources = feeds.Video, "Growth Talk", []string{"s2"}
			e.Brands = []index.EntryBrand{{Brand: "b1", Passage: 2, Type: index.Discussed, Confidence: 0.55}}
		}),
		with("post", func(e *index.Entry) {
			e.Kind, e.Site, e.Passages[1].Language = feeds.Post, "blog.acme.example", "nl-BE"
		}),
		with("page", func(e *index.Entry) { e.Site, e.Show = "acme.example", "Daily" }),
		with("copycat", func(e *index.Entry) { e.Site = "notacme.example" }),
	)
	check(t, x, []expect{
		{"kind:podcast", "pod"},
		{"kind:episode", "pod"},
		{"kind:podcast,video", "pod vid"},
		{"kind:(podcast OR post)", "pod post"},
		{"KIND:Podcast", "pod"},
		{"-kind:page", "pod post vid"},
		{"lang:nl", "post"},
		{"language:dutch", "post"},
		{"lang:nl-NL", "post"},
		{"lang:en kind:post", "post"}, // its second passage
		{"show:daily", "page pod"},
		{`show:"the daily"`, "pod"},
		{`show:"daily growth"`, "pod"},
		{`show:"daily the"`, ""},
		{"show:grow*", "pod vid"},
		{`show:talk,"the daily"`, "pod vid"},
		{"source:s2", "pod vid"},
		{"source:S1", "pod"},
		{"source:growth", "pod vid"}, // a source may be called by its name
		{"person:lee", "pod"},
		{`host:"ann lee"`, "pod"},
		{`person:"lee ann"`, ""},
		{"speaker:bo", "pod"},
		{"speaker:ann acme", "pod"},
		{"speaker:ann again", ""}, // another speaker says it
		{"speaker:bo again", "pod"},
		{"site:acme.example", "page post"},
		{"site:www.acme.example", "page post"},
		{"site:https://acme.example/path", "page post"},
		{"site:blog.acme.example", "post"},
		{"site:example", "copycat page post"},
		// brand:, mention: and confidence: next to each other are about one mention.
		{"brand:b1", "pod vid"},
		{"brand:b1,b2", "pod vid"},
		{"brand:b1 mention:sponsor", "pod"},
		{"brand:b2 mention:sponsor", ""},
		{"brand:b1 confidence:>0.9", ""},
		{"brand:b1 confidence:>=0.9", "pod"},
		{"brand:b1 confidence:<0.6", "vid"},
		{"confidence:0.3", "pod vid"},
		{"confidence:..0.3", "pod"},
		{"confidence:30%..60%", "pod vid"},
		{"mention:discussed,passing", "pod vid"},
		{"mention:any", "pod vid"},
		{"mention:none kind:(podcast OR video)", "pod vid"}, // other passages have none
		{"brand:* brand:b2", "pod"},
		{"brand:b1 again", "vid"},
		{"brand:b2 -brand:b1", "pod"},
	})
	// The filters beside the query do the same as its fields.
	for _, c := range []struct {
		r    search.Request
		same string
	}{
		{search.Request{Kinds: []feeds.Kind{feeds.Podcast, feeds.Post}}, "kind:podcast,post"},
		{search.Request{Sources: []string{"s1"}}, "source:s1"},
		{search.Request{Languages: []string{"nl"}}, "lang:nl"},
		{search.Request{Brands: []string{"b2"}}, "brand:b2"},
		{search.Request{Brands: []string{"b1"}, Kinds: []feeds.Kind{feeds.Video}}, "brand:b1 kind:video"},
	} {
		c.r.Unfolded = true
		if got, want := ids(page(t, x, c.r)), found(t, x, c.same); got != want {
			t.Errorf("the filters find %q, %s finds %q", got, c.same, want)
		}
	}
}

func TestDatesToTheSecond(t *testing.T) {
	x := open(t)
	at := func(id, moment string) index.Entry {
		p, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		return written(id, "en", p, "acme "+id)
	}
	put(t, x,
		at("newyear", "2026-01-01T00:00:00Z"),
		at("eve", "2025-12-31T23:59:59Z"),
		at("zone", "2026-01-01T01:30:00+02:00"), // still 2025 in UTC
		at("leap", "2024-02-29T12:00:00Z"),
		at("today", "2026-11-20T08:00:00Z"),
		at("tonight", "2026-11-20T23:59:59Z"),
		at("tomorrow", "2026-11-21T00:00:00Z"),
		at("fraction", "2026-10-31T23:59:59.999Z"),
	)
	check(t, x, []expect{
		{"on:2026-01-01", "newyear"},
		{"on:2025-12-31", "eve zone"},
		{"on:2025", "eve zone"},
		{"on:2026-1-1", "newyear"},
		{"before:2026", "eve leap zone"},
		{"after:2026-11", "today tomorrow tonight"},
		{"before:2026-01-01T00:00:00Z", "eve leap zone"},
		{"before:2026-01-01T00:00:01Z", "eve leap newyear zone"},
		{"after:2025-12-31T23:59:59Z before:2026-02", "eve newyear"},
		{"on:2024-02", "leap"},
		{"on:2024-02-29", "leap"},
		{"on:2023..2024", "leap"},
		{"on:2025-12..2026-01", "eve newyear zone"},
		{"on:..2024", "leap"},
		{"on:2026-11..", "today tomorrow tonight"},
		{"on:today", "today tonight"},
		{"on:yesterday", ""},
		{"after:today", "today tomorrow tonight"},
		{"before:today", "eve fraction leap newyear zone"},
		{"on:>2026-11-20", "tomorrow"},
		{"on:>=2026-11-20", "today tomorrow tonight"},
		{"on:<=2025", "eve leap zone"},
		{"on:<2025-12-31", "leap"},
		{"on:2026-10", "fraction"},
		{"on:2026-11-01", ""}, // whole seconds: the fraction does not reach November
		{"after:3w", "fraction today tomorrow tonight"},
		{"since:2w", "today tomorrow tonight"},
		{"on:2w", "today tonight"},
		{"-on:2026", "eve leap zone"},
		{"on:2026-11 OR on:2024", "leap today tomorrow tonight"},
		{"after:2026-11 before:2026-01", ""},
	})
	from, to := time.Date(2025, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if got := ids(page(t, x, search.Request{From: from, To: to})); got != "eve" {
		t.Errorf("one second finds %q", got)
	}
}
