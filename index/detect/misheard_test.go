package detect_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// misheard returns the reported sound-alikes in a text.
func misheard(d *detect.Detector, doc *feeds.Document) (list []string) {
	for _, h := range d.Detect(doc) {
		if h.IsSoundAlike() && !h.Unsure && h.Field == index.InText {
			list = append(list, h.Brand+"="+h.Surface)
		}
	}
	return list
}

// Names that sound like frequent words, and parts of names, aren't found in ordinary speech, not
// even where the title names the brand.
func TestOrdinarySpeechIsNotMisheard(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "core", Name: "Bitcoin Core"}, index.Brand{ID: "meter", Name: "Meter"}, index.Brand{ID: "zyn", Name: "ZYN"},
		index.Brand{ID: "ibx", Name: "IBX"}, index.Brand{ID: "fourtwo", Name: "42"}, index.Brand{ID: "sora", Name: "ソラノ"}, index.Brand{ID: "and", Name: "Andd"})
	for _, title := range []string{"A talk", "Bitcoin Core and the rest", "All about Meter", "ZYN today", "IBX, 42, Andd and ソラノ"} {
		lines := []string{
			"so bitcoin is money and bitcoin is hard to core out of the ground",
			"we put a metre of cable in and it was a meter too long and matter is what matters",
			"it is in and then within the sin of the zen garden",
			"i be and so on, see, four to two is a ratio",
			"and so and then and what and who and why",
		}
		var speech []string
		for range 20 {
			speech = append(speech, lines...)
		}
		got := misheard(d, speechOf("en", title, speech...))
		if title == "All about Meter" { // which may well be spelled so there
			got = slices.DeleteFunc(got, func(s string) bool { return s == "meter=metre" })
		}
		if len(got) > 0 {
			t.Errorf("%q: %d sound-alikes, the first %v", title, len(got), got[:min(len(got), 3)])
		}
	}
}

// One word, again and again, gives no more hits than a brand may have.
func TestOneWordAMillionTimes(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 50_000
	}
	d := mustNew(t, index.Brand{ID: "nextorra", Name: "Nextorra"}, index.Brand{ID: "andora", Name: "Andora"})
	for _, word := range []string{"and ", "next ", "nextora "} {
		doc := &feeds.Document{Origin: feeds.Captions, Language: "en", Title: "Nextorra", Text: strings.Repeat(word, n)}
		if hits := d.Detect(doc); len(hits) > detect.MaxHits+2 {
			t.Errorf("%q: %d hits", word, len(hits))
		}
		if word != "nextora " {
			if got := misheard(d, doc); len(got) > 0 {
				t.Errorf("%q: %d sound-alikes are reported", word, len(got))
			}
		}
	}
}

// A brand's owner can say how it is pronounced.
func TestSoundsLike(t *testing.T) {
	plain := index.Brand{ID: "x", Name: "Xqvelo"}
	told := plain
	told.SoundsLike = []string{"shove alow"}
	doc := speechOf("en", "Xqvelo on the road", "we asked the people at chevelo for a quote")
	if got := misheard(mustNew(t, plain), doc); len(got) > 0 {
		t.Errorf("without it: %v", got)
	}
	if got := misheard(mustNew(t, told), doc); !slices.Equal(got, []string{"x=chevelo"}) {
		t.Errorf("with it: %v", got)
	}
	dutch := told
	dutch.SoundsLike = []string{"sjevelo"}
	if got := misheard(mustNew(t, dutch), speechOf("nl", "Xqvelo onderweg", "we vroegen het de mensen van sjewelo")); len(got) != 1 {
		t.Errorf("in Dutch: %v", got)
	}
}

// A pronunciation that is none is refused. One that is an everyday word finds nothing by itself.
func TestPronunciationsOfNonsense(t *testing.T) {
	for _, text := range []string{"", "?!", "k", "東京", strings.Repeat("la", 200), "\xff"} {
		var refused *detect.BrandError
		if err := detect.Check(index.Brand{ID: "x", Name: "Xqvelo", SoundsLike: []string{text}}); !errors.As(err, &refused) || refused.Field != "sounds_like" {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	if err := detect.Check(index.Brand{ID: "x", Name: "Xqvelo", SoundsLike: make([]string, 50)}); err == nil {
		t.Error("fifty pronunciations are taken")
	}
	for _, text := range []string{"and", "what you know", "bcdfg hjkl", strings.Repeat("a ", 90)} {
		d := mustNew(t, index.Brand{ID: "x", Name: "Xqvelo", SoundsLike: []string{text}})
		lines := slices.Repeat([]string{"and the what you know is that the man and the woman know what they do and you know it"}, 100)
		if got := misheard(d, speechOf("en", "A talk", lines...)); len(got) > 0 {
			t.Errorf("%q: %d sound-alikes, the first %s", text, len(got), got[0])
		}
	}
}

// The reasons of a sound-alike say what it was taken for and what spoke for it.
func TestReasonsOfSoundAlikes(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "nextorra", Name: "Nextorra"})
	doc := speechOf("en", "A talk", "we asked the people at next aura, and they laughed")
	doc.Notes = "With people from Nextorra."
	for _, h := range d.Detect(doc) {
		if h.Field == index.InText {
			if !strings.HasPrefix(h.Reason, "Sounds like “Nextorra”; ") || !h.HasReason(index.ReasonNotes) {
				t.Errorf("%s: %s", h.Surface, h.Reason)
			}
			return
		}
	}
	t.Error("nothing is found")
}
