package passage

import (
	"testing"

	"github.com/namedrop/namedrop/index/search/text"
)

func TestMarkers(t *testing.T) {
	for word, want := range map[string]text.Language{
		"the": text.English, "THE": text.English, "(the)": text.English, "the-": text.Plain, "thes": text.Plain,
		"het,": text.Dutch, "\x00hét": text.Plain, "\"Für\"": text.German, "fu\u0308r": text.German, "f\u00adür": text.German, "fur": text.German,
		"ÊTRE.": text.French, "tr\xc3": text.Plain, "tr\xc3s": text.Plain, "TAMBIÉN!": text.Spanish, "nosotros": text.Spanish,
		"het’s": text.Plain, "je": text.Plain, "que": text.French, "een": text.Dutch, "": text.Plain, "é": text.Plain, "?!": text.Plain,
	} {
		if got := markerLanguage(word); got != want {
			t.Errorf("%q marks %q, want %q", word, got, want)
		}
	}
}

// A text is read to its end unless the rest can't outvote the beginning.
func TestVoteHearsTheWholeText(t *testing.T) {
	dutch := "dat is niet het huis van mij en wij zijn naar dit huis "
	english := "and this is what they have been there for with you and we are the "
	for _, c := range []struct {
		text string
		want text.Language
	}{
		{dutch + dutch + english, text.Plain},
		{dutch + english, text.Plain},
		{dutch + english + english, text.English},
		{english, text.English},
		{"een huis", text.Plain},
		{"", text.Plain},
	} {
		if got := vote(text.Dutch, c.text); got != c.want {
			t.Errorf("%q in a Dutch show is %q, want %q", c.text, got, c.want)
		}
	}
}
