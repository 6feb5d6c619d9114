package xpost

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWords(t *testing.T) {
	text, language := words(`<blockquote class="twitter-tweet"><p lang="en" dir="ltr">We like <a href="https://larkmeter.example/">Larkmeter</a></p>&mdash; Ada (@ada)</blockquote>`)
	if !strings.HasPrefix(text, "We like Larkmeter") || language != "en" || strings.Contains(text, "Ada") {
		t.Errorf("%q in %q", text, language)
	}
	if text, language := words(`<blockquote></blockquote>`); text != "" || language != "" {
		t.Errorf("%q in %q", text, language)
	}
}

func FuzzWords(f *testing.F) {
	f.Add(`<blockquote><p lang="en">We like <a href="https://larkmeter.example/">Larkmeter</a></p></blockquote>`)
	f.Add(strings.Repeat("<p>", 600))
	f.Fuzz(func(t *testing.T, embedded string) {
		text, language := words(embedded)
		if !utf8.ValidString(text) || len(language) > 35 || len(text) > 20*(64<<10) {
			t.Fatalf("%d bytes in %q", len(text), language)
		}
	})
}
