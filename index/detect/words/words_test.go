package words_test

import (
	"testing"

	"github.com/namedrop/namedrop/index/detect/words"
)

func TestLevels(t *testing.T) {
	for _, tt := range []struct {
		language, word string
		want           words.Level
	}{
		{"en", "next", words.Common},
		{"en-GB", "linear", words.Rare},
		{"en", "honeycomb", words.Seldom},
		{"en", "kubernetes", words.Unknown},
		{"nl", "kompas", words.Rare},
		{"nl", "huis", words.Common},
		{"de", "leuchte", words.Rare},
		{"de", "gruppe", words.Rare},
		{"", "house", words.Common},
	} {
		if got := words.For(tt.language).Level(tt.word); got != tt.want {
			t.Errorf("%s %s: %d, want %d", tt.language, tt.word, got, tt.want)
		}
	}
}

func TestGrammar(t *testing.T) {
	if words.GrammarOf("nl-BE").Role("Een") != words.Determiner || words.GrammarOf("").Role("on") != words.Place || words.GrammarOf("de").Role("haus") != words.None {
		t.Error("small words are misread")
	}
	if !words.Calendar("marz") || words.Calendar("monument") || !words.Time("years") {
		t.Error("times are misread")
	}
}
