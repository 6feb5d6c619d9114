package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// written shows tokens as "term" or, for the parts of a word, "(term)".
func written(s string) string {
	var out []string
	for _, t := range Tokenize(s, nil) {
		if t.Outer {
			out = append(out, t.Term)
		} else {
			out = append(out, "("+t.Term+")")
		}
	}
	return strings.Join(out, " ")
}

func TestNamesStayAsWritten(t *testing.T) {
	for in, want := range map[string]string{
		"We wrote it in C++.":          "we wrote it in c++",
		"C# or F#, not C":              "c# or f# not c",
		"AT&T's network":               "at&t (att) network",
		"R&D and R":                    "r&d and r",
		"Node.js":                      "nodejs (node) (js)",
		".NET is fine":                 "(net) .net is fine",
		"The Who?":                     "the who",
		"e-mail":                       "email (e) (mail)",
		"Straße, Müller":               "strasse muller",
		"ĲSBERG IJsberg ĳs":            "ijsberg ijsberg ijs",
		"résumé":                       "resume",
		"Acme’s plan":                  "acme plan",
		"don't":                        "dont (don) (t)",
		"3.5 million, 10,000":          "3.5 million 10,000",
		"the U.S. market":              "the u.s market",
		"@acme and #growth":            "(acme) @acme and (growth) #growth",
		"Marks & Spencer":              "marks and spencer",
		"Disney+":                      "disney+ (disney)",
		"東京タワー":                        "東 京 タ ワ ー",
		"end.Start":                    "endstart (end) (start)",
		"well... yes":                  "well yes",
		"a\u0000b":                     "a b",
		"https://acme.example/pricing": "https acmeexample (acme) (example) pricing",
		"":                             "",
		"+++":                          "",
	} {
		if diff := cmp.Diff(want, written(in)); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}

func TestCompoundsComeApart(t *testing.T) {
	for _, c := range []struct {
		l    Language
		word string
		want []string
	}{
		{Dutch, "klantenservice", []string{"klanten", "service"}},
		{Dutch, "marketingbureau", []string{"marketing", "bureau"}},
		{Dutch, "verzekeringsmarkt", []string{"verzekering", "markt"}},
		{German, "marketingabteilung", []string{"marketing", "abteilung"}},
		{German, "datenschutzgesetz", []string{"daten", "schutz", "gesetz"}},
		{English, "klantenservice", nil},
		{Dutch, "onbekendwoord", nil},
	} {
		if diff := cmp.Diff(c.want, Parts(c.l, c.word)); diff != "" {
			t.Errorf("%s: %s", c.word, diff)
		}
	}
}

func TestStems(t *testing.T) {
	for _, c := range []struct {
		l    Language
		a, b string
	}{
		{English, "pricing", "prices"}, {Dutch, "klanten", "klant"}, {Dutch, "prijzen", "prijs"}, {Dutch, "brieven", "brief"}, {Dutch, "huizen", "huis"}, {German, "preise", "preis"},
		{French, "entreprises", "entreprise"}, {Spanish, "empresas", "empresa"},
	} {
		if Stem(c.l, c.a) != Stem(c.l, c.b) {
			t.Errorf("%s: %s and %s: %s, %s", c.l, c.a, c.b, Stem(c.l, c.a), Stem(c.l, c.b))
		}
	}
}

func FuzzTokenize(f *testing.F) {
	for _, s := range []string{"C++ AT&T's .NET", "Node.js e-mail", "é ß ĳ 東京", "\xff\xfe a", "a\u0301\u0301", "@.#+", "\u0301'\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		pos, outer := -1, -1
		for _, k := range Tokenize(s, nil) {
			if k.Start >= k.End || k.End > len(s) || k.Span < 1 || k.Term == "" {
				t.Fatalf("bad token %+v", k)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[k.Start:k.End]) {
				t.Fatalf("rune split by %+v", k)
			}
			if k.Pos < pos {
				t.Fatalf("out of order: %+v", k)
			}
			pos = k.Pos
			if k.Outer {
				if k.Pos <= outer {
					t.Fatalf("two outer words at %d", k.Pos)
				}
				outer = k.Pos
			}
			for _, l := range Languages {
				if s := Stem(l, k.Term); s == "" || s[0] != k.Term[0] {
					t.Fatalf("%q stems to %q: views rely on the first letter", k.Term, s)
				}
				Parts(l, k.Term)
			}
		}
	})
}
