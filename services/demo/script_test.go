package demo

import (
	"regexp"
	"strings"
	"testing"
)

func TestNoSlotIsLeftOpen(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	open := regexp.MustCompile(`[{}]`)
	check := func(where, text string) {
		if open.MatchString(text) {
			t.Errorf("%s: %q", where, text)
		}
	}
	for _, s := range w.shows {
		for _, e := range w.back[s.slug] {
			check(e.guid, e.title)
			check(e.guid, e.notes)
			for _, c := range e.cues {
				check(e.guid, c.Text)
			}
		}
	}
	for _, b := range w.blogs {
		for _, p := range b.posts {
			check(b.slug, p.title+strings.Join(p.text, " "))
		}
	}
}

func TestAboutAThirdOfTheEpisodesNameUs(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	named, all := 0, 0
	for _, s := range w.shows {
		for _, e := range w.back[s.slug] {
			all++
			text := e.title + " " + e.notes
			for _, c := range e.cues {
				text += " " + c.Text
			}
			if strings.Contains(text, "Larkmeter") {
				named++
			}
		}
	}
	if all < 80 || named*100 < all*25 || named*100 > all*55 {
		t.Errorf("%d of %d episodes name the brand", named, all)
	}
}
