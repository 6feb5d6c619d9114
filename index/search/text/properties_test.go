package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var pieces = []string{"acme", "Acme's", "C++", "C#", ".NET", "AT&T", "e-mail", "Node.js", "U.S.", "3.5", "1,000", "don't", "東京", "straße", "Ĳs", "É", "e\u0301", "\u200d", "@a", "#b", "--", "…", "the", "&", "x/y", "ŁÓDŹ", "ﬁne"}

func texts(t *rapid.T) string {
	parts := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces")
	return strings.Join(parts, rapid.SampledFrom([]string{" ", "", ", ", "\n", "-", "'"}).Draw(t, "between"))
}

// Folding is the same for all ways to write a letter, and twice is once.
func TestFolding(t *testing.T) {
	for in, want := range map[string]string{
		"ACME": "acme", "Müller": "muller", "Mu\u0308ller": "muller", "STRASSE": "strasse", "straße": "strasse", "STRAẞE": "strasse", "Ærø": "aero", "œuvre": "oeuvre", "ĲSLAND": "ijsland", "łódź": "lodz",
		"İstanbul": "istanbul", "ılgaz": "ilgaz", "ﬁne": "fine", "ＡＢＣ": "abc", "Ελλάδα": "ελλαδα", "Реклама": "реклама", "ё": "е", "naïve": "naive", "Þór": "thor", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.Custom(texts), rapid.String()).Draw(t, "text")
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("%q folds to %q, and that to %q", s, once, twice)
		}
		if upper := Fold(strings.ToUpper(s)); isASCII(s) && upper != once {
			t.Fatalf("%q folds to %q, in capitals to %q", s, once, upper)
		}
	})
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// The positions of the written words follow each other without gaps, so that a phrase of
// words side by side has positions side by side.
func TestPositionsFollowEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := texts(t)
		next := 0
		for _, k := range Tokenize(s, nil) {
			if !k.Outer {
				continue
			}
			if k.Pos != next {
				t.Fatalf("%q: the word %q is at %d, want %d", s, k.Term, k.Pos, next)
			}
			next = k.Pos + k.Span
		}
	})
}

// Words are cut in the same way wherever they are in a text.
func TestWordsAreCutAlikeEverywhere(t *testing.T) {
	outer := func(s string) (out []string) {
		for _, k := range Tokenize(s, nil) {
			if k.Outer {
				out = append(out, k.Term)
			}
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SampledFrom(pieces).Draw(t, "a")
		if a == "&" {
			return // means "and" between words only
		}
		alone := outer(a)
		if got := outer("before " + a + " after"); !slices.Equal(got, slices.Concat([]string{"before"}, alone, []string{"after"})) {
			t.Fatalf("%q alone is %q, between words %q", a, alone, got)
		}
		if got := outer("(" + a + ")"); a != "--" && a != "…" && !slices.Equal(got, alone) {
			t.Fatalf("%q alone is %q, in brackets %q", a, alone, got)
		}
	})
}

// The buffer that is handed in is used again and changes nothing.
func TestTheBufferIsOnlyRoom(t *testing.T) {
	buf := Tokenize("something quite different, e-mail and C++", nil)
	for _, s := range []string{"Acme's e-mail to AT&T", "", "東京 U.S."} {
		if fresh, reused := Tokenize(s, nil), Tokenize(s, buf); !slices.Equal(fresh, reused) {
			t.Errorf("%q: %v, with a used buffer %v", s, fresh, reused)
		}
	}
}

// Forms of one word share a stem, and different words do not.
func TestStemsOfEachLanguage(t *testing.T) {
	for _, c := range []struct {
		language Language
		same     string
		other    string
	}{
		{English, "price prices pricing priced", "prize"},
		{English, "leave left leaving leaves", "leaf"},
		{English, "company companies", "accompany"},
		{English, "customer customers", "costume"},
		{English, "woman women", "man"},
		{Dutch, "prijs prijzen", "prins"},
		{Dutch, "huis huizen", "muis"},
		{Dutch, "brief brieven", "brein"},
		{Dutch, "klant klanten", "plant"},
		{Dutch, "naam namen", "nagel"},
		{Dutch, "bedrijf bedrijven", "bedrag"},
		{German, "kunde kunden", "runde"},
		{German, "haus hauser", "maus"},
		{German, "preis preise preisen", "preussen"},
		{French, "entreprise entreprises", "entrepot"},
		{French, "client clients", "climat"},
		{Spanish, "empresa empresas", "empate"},
		{Spanish, "cliente clientes", "clima"},
		{Plain, "prices", "price"},
	} {
		words := strings.Fields(c.same)
		stem := Stem(c.language, words[0])
		for _, w := range words[1:] {
			if got := Stem(c.language, w); got != stem {
				t.Errorf("%s: %s has the stem %s, %s has %s", c.language, words[0], stem, w, got)
			}
		}
		if Stem(c.language, c.other) == stem {
			t.Errorf("%s: %s and %s share the stem %s", c.language, words[0], c.other, stem)
		}
	}
}
