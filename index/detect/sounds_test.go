package detect_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// speechOf is recognized speech with a title, which is the evidence for sound-alikes.
func speechOf(language, title string, lines ...string) *feeds.Document {
	d := &feeds.Document{Origin: feeds.Speech, Language: language, Title: title}
	for i, line := range lines {
		d.Cues = append(d.Cues, feeds.Cue{Start: float64(4 * i), End: float64(4*i + 4), Text: line})
	}
	return d
}

func TestSoundAlikes(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "nextorra", Name: "Nextorra"}, index.Brand{ID: "cyndara", Name: "Cyndara"}, index.Brand{ID: "drevalrx", Name: "DrevalRx"},
		index.Brand{ID: "klar", Name: "Klariva", Language: "nl"}, index.Brand{ID: "labs", Name: "Verlano Partners"})
	for _, c := range []struct {
		language, title, line string
		want                  []string
	}{
		{"en", "Nextorra second quarter", "the people at next aura sold another plant", []string{"nextorra=next aura"}},
		{"en", "Nextorra second quarter", "and then nextora said it would grow", []string{"nextorra=nextora"}},
		{"en", "All about Cyndara", "we asked sin dara for a forecast", []string{"cyndara=sin dara"}},
		{"en", "All about Cyndara", "we asked cindara for a forecast", []string{"cyndara=cindara"}},
		{"en", "DrevalRx today", "people at dreval rx are happy", []string{"drevalrx=dreval rx"}},
		{"nl", "Klariva in het kort", "de mensen van clarifa zijn blij", []string{"klar=clarifa"}},
		{"en", "Verlano Partners report", "he works for ver lano partners now", []string{"labs=ver lano partners"}},
		{"en", "Nextorra second quarter", "we did it next hour and went on", nil},
		{"en", "Gardening", "the people at next aura sold another plant", nil},
	} {
		got := slices.DeleteFunc(found(t, d, speechOf(c.language, c.title, c.line)), func(s string) bool { return s[len(s)-1] == '?' })
		if diff := cmp.Diff(c.want, got, cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
			t.Errorf("%q in %q (-want +got):\n%s", c.line, c.title, diff)
		}
	}
}

func TestSoundAlikesEndAtSentencesAndHesitations(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "nextorra", Name: "Nextorra"})
	for line, want := range map[string]bool{
		"so the people at next aura sold it":     true,
		"we talk about that next. aura sold it.": false,
		"so the people at next uh aura sold it":  false,
		"so the people at next, aura sold it":    false,
		"so the people at next'aura sold it":     true,
	} {
		got := slices.ContainsFunc(d.Detect(speechOf("en", "Nextorra", line)), func(h index.Hit) bool {
			return h.IsSoundAlike() && strings.Contains(h.Surface, "next") && strings.Contains(h.Surface, "aura")
		})
		if got != want {
			t.Errorf("%q: a sound-alike %v, want %v", line, got, want)
		}
	}
}

func TestNoSoundTurnsThemOff(t *testing.T) {
	d, err := detect.New([]index.Brand{{ID: "nextorra", Name: "Nextorra"}}, detect.Options{NoSound: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, d, speechOf("en", "Nextorra", "next aura and nextora")); len(got) > 0 {
		t.Errorf("found %v", got)
	}
}

func TestMisheardInitials(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "fpl", Name: "FPL"}, index.Brand{ID: "yeti", Name: "YETI"})
	for _, c := range []struct {
		title, line string
		want        []string
	}{
		{"FPL in the storm", "the crews of ftl were out all night", []string{"fpl=ftl"}},
		{"FPL in the storm", "the crews of FTLs were out all night", []string{"fpl=FTLs"}},
		{"FPL in the storm", "the crews of fxq were out all night", nil},
		{"Storms", "the crews of ftl were out all night", nil},
	} {
		var got []string
		for _, h := range d.Detect(speechOf("en", c.title, c.line)) {
			if h.Field == index.InText {
				got = append(got, h.Brand+"="+h.Surface)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q in %q (-want +got):\n%s", c.line, c.title, diff)
		}
	}
}

// A shorter name in the title supports a longer one that begins with it.
func TestFamiliesOfNames(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "verlano", Name: "Verlano"}, index.Brand{ID: "partners", Name: "Verlano Capital Partners"})
	doc := speechOf("en", "Verlano at twenty", "he left for virlano kapital bartners in june")
	for _, h := range d.Detect(doc) {
		if h.Brand == "partners" && h.Field == index.InText && h.HasReason(index.ReasonRelatedName) {
			return
		}
	}
	t.Errorf("the longer name is not found: %+v", d.Detect(doc))
}

// Only speech can be misheard: what a person writes is taken as it is.
func TestOriginDecidesWhetherWordsMayBeMisheard(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "nextorra", Name: "Nextorra"})
	const line = "the people at next aura sold another plant"
	for origin, want := range map[feeds.Origin]bool{feeds.Captions: true, feeds.Speech: true, "": true, feeds.Publisher: true, feeds.None: false} {
		doc := speechOf("en", "Nextorra", line)
		doc.Origin = origin
		got := slices.ContainsFunc(d.Detect(doc), index.Hit.IsSoundAlike)
		if got != want {
			t.Errorf("origin %q: a sound-alike %v, want %v", origin, got, want)
		}
	}
}

func TestHeardAsIsANameOfItsOwn(t *testing.T) {
	d := mustNew(t, index.Brand{ID: "nextorra", Name: "Nextorra", HeardAs: []string{"next aura", "nexus tora"}})
	checkExamples(t, d, "en", []example{
		{"we bought next aura shares", []string{"nextorra=next aura"}},
		{"we bought Nexus-Tora's shares", []string{"nextorra=Nexus-Tora"}},
		{"we bought nexus shares", nil},
	})
	if h := only(t, d, feeds.Document{Text: "we bought next aura shares"}); !h.HasReason(index.ReasonHeardAs) {
		t.Errorf("reasons %v", codes(h))
	}
}
