package detect_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

func mustNew(t testing.TB, brands ...index.Brand) *detect.Detector {
	t.Helper()
	d, err := detect.New(brands, detect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var world = []index.Brand{
	{ID: "hubpeak", Name: "HubPeak", Handles: []string{"@hubpeakhq"}, Domains: []string{"hubpeak.example"}},
	{ID: "metaform", Name: "Metaform"},
	{ID: "meta", Name: "Metaf"},
	{ID: "tarnow", Name: "Tarnow & Sons"},
	{ID: "cplus", Name: "V++"},
	{ID: "plume", Name: "Plume", Context: []string{"invoice"}, Exclude: []string{"plume of smoke"}},
	{ID: "qxr", Name: "QXR"},
	{ID: "sora", Name: "ソラノ"},
	{ID: "zurich", Name: "Zürwald"},
	{ID: "yonder", Name: "yonder.example"},
}

// surfaces is what is reported in a text, as brand=surface.
func surfaces(d *detect.Detector, text string) (out []string) {
	for _, h := range d.Detect(&feeds.Document{Text: text, Language: "en"}) {
		if !h.Unsure {
			out = append(out, h.Brand+"="+h.Surface)
		}
	}
	return out
}

func TestVariantsOfNames(t *testing.T) {
	d := mustNew(t, world...)
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"We use HubPeak daily.", []string{"hubpeak=HubPeak"}},
		{"We use Hub Peak daily.", []string{"hubpeak=Hub Peak"}},
		{"We use Hub-Peak daily.", []string{"hubpeak=Hub-Peak"}},
		{"HubPeak's new plan", []string{"hubpeak=HubPeak"}},
		{"HubPeak’s new plan", []string{"hubpeak=HubPeak"}},
		{"so many HubPeaks here", []string{"hubpeak=HubPeaks"}},
		{"all about #HubPeak today", []string{"hubpeak=HubPeak"}},
		{"thanks @hubpeakhq for the help", []string{"hubpeak=hubpeakhq"}},
		{"see https://www.hubpeak.example/pricing for more", []string{"hubpeak=hubpeak.example"}},
		{"hub peak dot com is their site", []string{"hubpeak=hub peak"}},
		{"Metaform is not Metaf.", []string{"metaform=Metaform", "meta=Metaf"}},
		{"Tarnow and Sons and Tarnow & Sons", []string{"tarnow=Tarnow and Sons", "tarnow=Tarnow & Sons"}},
		{"written in V++ and in V alone", []string{"cplus=V++"}},
		{"a plume of smoke over the bay", nil},
		{"The invoice came through Plume today", []string{"plume=Plume"}},
		{"Q.X.R. and QXR are one", []string{"qxr=Q.X.R", "qxr=QXR"}},
		{"昨日ソラノを使った", []string{"sora=ソラノ"}},
		{"ZÜRWALD, Zurwald and Zürwald", []string{"zurich=ZÜRWALD", "zurich=Zurwald", "zurich=Zürwald"}},
		{"find us at yonder dot example", []string{"yonder=yonder dot example"}},
		{"hubpeaking is no word of ours", nil},
		{"The hub. Peak hours are over.", nil},
		{"", nil},
	} {
		got := surfaces(d, tt.text)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestHitsCarryTimeSpeakerAndQuote(t *testing.T) {
	d := mustNew(t, world...)
	doc := &feeds.Document{Origin: feeds.Captions, Cues: []feeds.Cue{
		{Start: 0, End: 4, Speaker: "Ada", Text: "welcome to a chat about hub"},
		{Start: 4, End: 8, Speaker: "Bo", Text: "peak and café prices at hubpeak"},
	}, Title: "Is HubPeak dear?", Chapters: []feeds.Chapter{{Start: 61, Title: "HubPeak"}}}
	hits := d.Detect(doc)
	var got []string
	body := []rune(doc.Body())
	for _, h := range hits {
		second := "none"
		if h.Second != nil {
			second = fmt.Sprintf("%.1f", *h.Second)
		}
		got = append(got, fmt.Sprintf("%s %s %s %q", h.Field, second, h.Speaker, h.Surface))
		if h.Field == index.InText && string(body[h.Start:h.End]) != h.Surface {
			t.Errorf("offsets %d:%d hold %q, not %q", h.Start, h.End, string(body[h.Start:h.End]), h.Surface)
		}
		if h.Quote == "" || h.Reason == "" {
			t.Errorf("hit without quote or reason: %+v", h)
		}
	}
	want := []string{`text 3.6 Ada "hub peak"`, `text 7.1 Bo "hubpeak"`, `title none  "HubPeak"`, `chapter 61.0  "HubPeak"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSoundAlikesNeedOtherEvidence(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "nextorra", Name: "Nextorra"})
	cues := []feeds.Cue{{Start: 0, End: 4, Text: "the people at next aura sold another plant"}}
	for _, tt := range []struct {
		name string
		doc  feeds.Document
		want bool
	}{
		{"nothing else", feeds.Document{Cues: cues}, false},
		{"the title", feeds.Document{Cues: cues, Title: "Nextorra second quarter"}, true},
		{"the notes", feeds.Document{Cues: cues, Notes: "We talk to Nextorra."}, true},
		{"the people", feeds.Document{Cues: cues, People: []feeds.Person{{Name: "Ada Lund (Nextorra)", Role: "guest"}}}, true},
		{"the author", feeds.Document{Cues: cues, Author: "Nextorra"}, true},
		{"a publisher's tidy transcript", feeds.Document{Origin: feeds.Publisher, Title: "Nextorra", Cues: []feeds.Cue{{Text: "The people at Next Aura (the band) said: “We sold it.”"}}}, false},
		{"a publisher's machine transcript", feeds.Document{Origin: feeds.Publisher, Cues: cues, Title: "Nextorra"}, true},
		{"written by people", feeds.Document{Text: cues[0].Text, Title: "Nextorra second quarter"}, false},
	} {
		found := false
		for _, h := range d.Detect(&tt.doc) {
			if h.Field == index.InText && !h.Unsure {
				found = true
				if !strings.HasPrefix(h.Reason, "Sounds like “Nextorra”; ") {
					t.Errorf("%s: reason %q", tt.name, h.Reason)
				}
			}
		}
		if found != tt.want {
			t.Errorf("%s: found %v, want %v", tt.name, found, tt.want)
		}
	}
}

func TestHeardAsNeedsNoOtherEvidence(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "nextorra", Name: "Nextorra", HeardAs: []string{"next aura"}})
	if got := surfaces(d, "we bought next aura shares"); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestBadBrands(t *testing.T) {
	long := strings.Repeat("x", 300)
	for name, b := range map[string]index.Brand{
		"one letter":    {ID: "a", Name: "x"},
		"emoji":         {ID: "a", Name: "🚀🚀"},
		"300 letters":   {ID: "a", Name: long},
		"punctuation":   {ID: "a", Name: "?!..."},
		"empty":         {ID: "a"},
		"bad alias":     {ID: "a", Name: "Fine", Aliases: []string{"!"}},
		"long exclude":  {ID: "a", Name: "Fine", Exclude: []string{long}},
		"not UTF-8":     {ID: "a", Name: "ab\xffcd"},
		"no id":         {Name: "Fine"},
		"1,000 aliases": {ID: "a", Name: "Fine", Aliases: strings.Fields(strings.Repeat("name ", 1000))},
	} {
		t.Run(name, func(t *testing.T) {
			err := detect.Check(b)
			var refused *detect.BrandError
			if !errors.As(err, &refused) || refused.Problem == "" || refused.Field == "" {
				t.Fatalf("got %v", err)
			}
			d, err := detect.New([]index.Brand{b, {ID: "good", Name: "Goodwell"}}, detect.Options{})
			if !errors.As(err, &refused) {
				t.Fatalf("New: %v", err)
			}
			if got := surfaces(d, "Only Goodwell is left"); len(got) != 1 {
				t.Errorf("the other brand is lost: %v", got)
			}
		})
	}
}

func TestANameOfTwoBrandsIsFoundForBoth(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "a", Name: "Acmeo"}, index.Brand{ID: "b", Name: "Other", Aliases: []string{"Acmeo"}})
	if diff := cmp.Diff([]string{"a=Acmeo", "b=Acmeo"}, surfaces(d, "We like Acmeo a lot")); diff != "" {
		t.Error(diff)
	}
}

func TestTenMegabytesInOneLine(t *testing.T) {
	d := mustNew(t, world...)
	text := strings.Repeat("aaaaaaaaab", 1<<20) + " HubPeak " + strings.Repeat("x ", 1000)
	if got := surfaces(d, text); len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

// Ten thousand brands, a tenth of them with an alias that another has too, and each found
// where it is named.
func TestTenThousandBrands(t *testing.T) {
	brands := make([]index.Brand, 10_000)
	for i := range brands {
		brands[i] = index.Brand{ID: fmt.Sprintf("b%d", i), Name: fmt.Sprintf("Zorvel %dx", i)}
		if i%10 == 0 {
			brands[i].Aliases = []string{"Zorvel Group"}
		}
	}
	d := mustNew(t, brands...)
	if got := surfaces(d, "We met Zorvel 77x and Zorvel 9999x."); !slices.Equal(got, []string{"b77=Zorvel 77x", "b9999=Zorvel 9999x"}) {
		t.Errorf("got %v", got)
	}
	if got := surfaces(d, "Zorvel Group is everywhere."); len(got) != 1000 {
		t.Errorf("an alias of 1,000 brands is found for %d", len(got))
	}
}

func TestTenMegabytesOfSpeech(t *testing.T) {
	d := mustNew(t, world...)
	for name, text := range map[string]string{
		"one word":     strings.Repeat("aaaaaaaaab", 1<<20),
		"letters":      strings.Repeat("x ", 1<<19),
		"near names":   strings.Repeat("hub peek ", 1<<14),
		"punctuation":  strings.Repeat("., ", 1<<19),
		"broken UTF-8": strings.Repeat("\xff\xe2 ", 1<<19),
	} {
		t.Run(name, func(t *testing.T) {
			doc := &feeds.Document{Origin: feeds.Captions, Title: "HubPeak", Cues: []feeds.Cue{{Text: text + " HubPeak"}}}
			hits := d.Detect(doc)
			check(t, doc, hits)
			if len(hits) == 0 {
				t.Error("the name behind it is lost")
			}
		})
	}
}

func TestTextFullOfNames(t *testing.T) {
	d := mustNew(t, world...)
	found := d.Find(&feeds.Document{Origin: feeds.Captions, Title: "HubPeak", Cues: []feeds.Cue{{Text: strings.Repeat("hub peak hubpik qxr ", 20_000)}}})
	total := 0
	for _, n := range found.Totals {
		total += n
	}
	if total < 40_000 || len(found.Hits) == 0 || len(found.Hits) > len(world)*detect.MaxHits {
		t.Errorf("%d hits of %d", len(found.Hits), total)
	}
}

func TestScriptWithoutSpaces(t *testing.T) {
	d := mustNew(t, world...)
	hits := d.Detect(&feeds.Document{Text: strings.Repeat("日本語の文章は空白がない", 20_000) + "ソラノ"})
	if len(hits) != 1 || utf8.RuneCountInString(hits[0].Quote) > 300 {
		t.Errorf("%d hits", len(hits))
	}
}

func TestConcurrentUse(t *testing.T) {
	d := mustNew(t, world...)
	doc := &feeds.Document{Text: "HubPeak, Metaform and the invoice from Plume", Language: "de"}
	want := d.Detect(doc)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if diff := cmp.Diff(want, d.Detect(doc)); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
	wg.Wait()
}

func TestContainsAgreesWithDetect(t *testing.T) {
	d := mustNew(t, world...)
	if !d.Contains("all about hub-peak") || d.Contains("nothing of ours") {
		t.Error("the first look is wrong")
	}
	if n := testing.AllocsPerRun(100, func() { d.Contains("nothing of ours in this post, none at all") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestSummarise(t *testing.T) {
	c, unsure := detect.Summarise([]index.Hit{{Confidence: 0.2, Unsure: true}, {Confidence: 0.9}})
	if c != 0.9 || unsure {
		t.Errorf("got %v %v", c, unsure)
	}
	if _, unsure = detect.Summarise(nil); !unsure {
		t.Error("no hits are sure")
	}
}

func TestFeedbackMovesUnsureHits(t *testing.T) {
	brand := index.Brand{ID: "plume", Name: "Plume"}
	doc := &feeds.Document{Text: "we sent it over with plume and it arrived the same day", Language: "en"}
	confidence := func(f detect.Feedback) float64 {
		d, err := detect.New([]index.Brand{brand}, detect.Options{Feedback: map[string]detect.Feedback{"plume": f}})
		if err != nil {
			t.Fatal(err)
		}
		return d.Detect(doc)[0].Confidence
	}
	none, liked, disliked := confidence(detect.Feedback{}), confidence(detect.Feedback{Confirmed: 20}), confidence(detect.Feedback{Dismissed: 20})
	if !(disliked < none && none < liked) {
		t.Errorf("dismissed %v, nothing %v, confirmed %v", disliked, none, liked)
	}
	if back := confidence(detect.Feedback{Confirmed: 7, Dismissed: 7}); back != none {
		t.Errorf("evened out at %v, not %v", back, none)
	}
	if s := (detect.Feedback{Dismissed: 1 << 40}).Shift(); s < -1.5 {
		t.Errorf("unbounded shift %v", s)
	}
}

func TestOwn(t *testing.T) {
	b := world[0]
	for _, tt := range []struct {
		doc  feeds.Document
		want bool
	}{
		{feeds.Document{URL: "https://blog.hubpeak.example/post"}, true},
		{feeds.Document{URL: "https://nothubpeak.example/post"}, false},
		{feeds.Document{Author: "@hubpeakhq"}, true},
		{feeds.Document{Author: "HubPeak"}, true},
		{feeds.Document{Author: "The HubPeak Podcast Team"}, true},
		{feeds.Document{Author: "HubPeak GmbH"}, true},
		{feeds.Document{Author: "HubPeakers"}, false},
		{feeds.Document{Author: "HubPeak Fans"}, false},
		{feeds.Document{Author: "Ada Lund"}, false},
	} {
		if got, why := detect.Own(&tt.doc, b); got != tt.want || got && why == "" {
			t.Errorf("%+v: %v %q", tt.doc, got, why)
		}
	}
}

func TestSuggest(t *testing.T) {
	brand := index.Brand{ID: "plume", Name: "Plume"}
	archive := func(yield func(*feeds.Document, []index.Hit) bool) {
		for i := range 12 {
			h := index.Hit{Brand: "plume", Surface: "Plume", Confidence: 0.9, Quote: fmt.Sprintf("the invoices go through Plume and billing is done %d", i)}
			if i%2 == 1 {
				h = index.Hit{Brand: "plume", Surface: "plume", Unsure: true, Quote: "grey smoke rose in a plume above the harbour"}
			}
			if !yield(&feeds.Document{Language: "en"}, []index.Hit{h, {Brand: "plume", Surface: "ploom", Reason: "sounds like “Plume”; the title names it", Quote: "x"}, {Brand: "other"}}) {
				return
			}
		}
	}
	got := detect.Suggest(brand, archive, detect.Known{})
	texts := func(list []detect.Proposal) (out []string) {
		for _, p := range list {
			out = append(out, p.Text)
		}
		return out
	}
	if diff := cmp.Diff([]string{"ploom"}, texts(got.HeardAs)); diff != "" {
		t.Errorf("heard as: %s", diff)
	}
	if c := texts(got.Context); !strings.Contains(strings.Join(c, " "), "invoices") || !strings.Contains(strings.Join(c, " "), "billing") {
		t.Errorf("context %v", c)
	}
	if e := texts(got.Exclude); !strings.Contains(strings.Join(e, " "), "smoke") {
		t.Errorf("exclude %v", e)
	}
}

func TestHeardAsIsAddedAndRemoved(t *testing.T) {
	b := index.Brand{ID: "nextorra", Name: "Nextorra"}
	const text = "we bought next  Aura shares"
	with, err := detect.AddHeardAs(b, "Next  Aura")
	if err != nil {
		t.Fatal(err)
	}
	if got := surfaces(mustNew(t, with), text); len(got) != 1 {
		t.Errorf("after confirming: %v", got)
	}
	if got := surfaces(mustNew(t, detect.RemoveHeardAs(with, "next aura")), text); len(got) != 0 {
		t.Errorf("after undoing: %v", got)
	}
	if len(b.HeardAs) > 0 {
		t.Error("the brand given was changed")
	}
	var refused *detect.BrandError
	if _, err := detect.AddHeardAs(b, "next"); !errors.As(err, &refused) {
		t.Errorf("an everyday word: %v", err)
	}
}
