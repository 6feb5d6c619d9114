package plain

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

// garbled is text that a program read as windows-1252 or Latin-1 although it is UTF-8.
func garbled(s string) string {
	var out []rune
	for _, b := range []byte(s) {
		r := charmap.Windows1252.DecodeByte(b)
		if r == utf8.RuneError {
			r = rune(b)
		}
		out = append(out, r)
	}
	return string(out)
}

func latin(s string) string {
	var out []rune
	for _, b := range []byte(s) {
		out = append(out, rune(b))
	}
	return string(out)
}

func TestReread(t *testing.T) {
	for _, want := range []string{
		"Café Noir", "É for Acme", "CAFÉ NOIR", "ÇA VA, FRANÇAIS", "œuvre", "Łódź and Kraków", "für Überraschung", "déjà vu", "voilà la fin", "It’s Acme — “the best”…", "20 € for ½ hour", "© 2026 Acme", "50 °C or 50°C",
		"Москва и Acme", "Αθήνα", "السلام عليكم", "שלום Acme", "中文播客", "日本語のポッドキャスト", "한국어", "Acme 🚀 now", "ACME™ is here", "smörgåsbord", "Ærø", "Zeph\u00adyrion", "\ufeffAcme",
	} {
		for name, s := range map[string]string{"as windows-1252": garbled(want), "as Latin-1": latin(want), "twice": garbled(garbled(want)), "one and one": latin(garbled(want)), "not at all": want} {
			if got := Reread(s); got != want {
				t.Errorf("%s: %q is read as %q, want %q", name, s, got, want)
			}
		}
	}
	for s, want := range map[string]string{
		"Acme &Atilde;&copy; caf&Atilde;&copy;": "Acme é café",
		"Caf\u00c3\u00a9 and <b>Café</b>":       "Café and Café",
		"Le café”…":                             "Le café”…",
		"It\u0092s \u0093Acme\u0094\u0097 here": "It’s “Acme”— here",
		"one\u0085two \u0081":                   "one two",
		"It&#146;s Acme":                        "It’s Acme",
	} {
		if got := FromHTML(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// What somebody may have meant is left alone.
func TestTextThatIsMeant(t *testing.T) {
	for _, s := range []string{
		"café”…", "é’…", "“CAFÉ”", "PÅ” GO", "die Note „Ä“ und Ö", "the Å’s of Volvo", "from A–Å—and on", "CAFÉ™ and CAFÉ®, CAFÉ²", "MANHÃ e noite", "IRMÃ” disse", "«Â»", "the letter Â",
		"Ø½ inch, Ø±0.1 mm", "3×½", "Gruß”", "À propos", "Ñandú", "N° 5", "naïve façade", "¿Qué? ¡Sí!", "Ð", "Ã", "Ã©", "Ãë", "résumé®", "20 £", "İstanbul’da", "ÉCOLE—PARIS", "FIANCÉ·E", "5 Å…",
	} {
		if got := Reread(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestRereadOnceIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("aZé ÃÂÄÐâð©€™“”‘š\u00a0\u009d\u0081"))).Draw(t, "text")
		got := Reread(s)
		if !utf8.ValidString(got) || len(got) > 3*len(s) {
			t.Errorf("%q became %q", s, got)
		}
	})
}

func FuzzReread(f *testing.F) {
	f.Add("CafÃ© Noir")
	f.Add("\xc3\xc3\x83\xc2")
	f.Fuzz(func(t *testing.T, s string) {
		if got := Reread(s); len(got) > 3*len(s) || utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q became %q", s, got)
		}
	})
}
