package search_test

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

// marked lists the texts that a fragment marks.
func marked(f search.Fragment) []string {
	rs := []rune(f.Text)
	out := []string{}
	for _, m := range f.Marks {
		out = append(out, string(rs[m[0]:m[1]]))
	}
	return out
}

func TestWhatIsHighlighted(t *testing.T) {
	for _, c := range []struct{ asked, language, text, want string }{
		{"acme", "en", "Acme, ACME and acme's", "Acme|ACME|acme"},
		{"pricing", "en", "the price of pricing", "price|pricing"},
		{"prijs", "nl", "de prijs", "prijs"},
		{`"switched from"`, "en", "we switched from it, switched it from us", "switched from"},
		{"e-mail", "en", "an e-mail, an email, a mail", "e-mail|email"},
		{"C++", "en", "C++ not C", "C++"},
		{"müller", "de", "Muller und Müller", "Muller|Müller"},
		{"東京", "ja", "新しい東京です", "東京"},
		{"acme -globex", "en", "acme beside globex", "acme"},
		{"NOT acme", "en", "acme", ""},
		{"acme NEAR/2 globex", "en", "acme and globex, later acme", "acme|globex|acme"},
		{"pric*", "en", "prices and pricing, not prizes", "prices|pricing"},
		{"akme~1", "en", "acme and ackme", "acme|ackme"},
		{"raw:Who", "en", "The Who, who else", "Who"},
		{"the acme", "en", "the acme", "acme"}, // a common word that is optional is not marked
		{"klant", "nl", "de klantenservice", "klantenservice"},
		{"new york", "en", "New York", "New|York"},
		{`"new york" york`, "en", "New York", "New York"}, // what overlaps is one mark
		{"kind:podcast", "en", "a podcast", ""},
		{"", "en", "anything", ""},
	} {
		f := search.Highlight(parse(t, c.asked), c.text, c.language)
		if got := strings.Join(marked(f), "|"); got != c.want {
			t.Errorf("%s in %q marks %q, want %q", c.asked, c.text, got, c.want)
		}
	}
}

var tag = regexp.MustCompile(`</?mark>`)

// checkFragment verifies that the HTML is the text, escaped, with the marks that are
// listed, and that the text is a part of what was highlighted.
func checkFragment(t testing.TB, f search.Fragment, whole string) {
	t.Helper()
	if !strings.Contains(whole, f.Text) {
		t.Fatalf("%q is no part of %q", f.Text, whole)
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(f.HTML, "… "), " …")
	if plain := html.UnescapeString(tag.ReplaceAllString(inner, "")); plain != f.Text {
		t.Fatalf("the HTML reads %q, the text is %q", plain, f.Text)
	}
	var inHTML []string
	for _, part := range strings.Split(inner, "<mark>")[1:] {
		s, _, ok := strings.Cut(part, "</mark>")
		if !ok {
			t.Fatalf("a mark is not closed: %s", f.HTML)
		}
		inHTML = append(inHTML, html.UnescapeString(s))
	}
	if !slices.Equal(inHTML, marked(f)) && len(inHTML)+len(f.Marks) > 0 {
		t.Fatalf("the HTML marks %q, the list %q", inHTML, marked(f))
	}
	last := 0
	for _, m := range f.Marks {
		if m[0] < last || m[1] <= m[0] || m[1] > utf8.RuneCountInString(f.Text) {
			t.Fatalf("marks %v in a text of %d", f.Marks, utf8.RuneCountInString(f.Text))
		}
		last = m[1]
	}
}

// However a text is cut, its HTML and its marks say the same, and a text that holds what
// was asked shows it.
func TestFragmentsAreTheirText(t *testing.T) {
	word := rapid.SampledFrom([]string{"acme", "Acme's", "globex", "<b>", "&amp;", "\"quoted\"", "東京", "Müller", "e-mail", "a", "of", "naïve", "🎧", "supercalifragilistic", "&lt;mark&gt;"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 0, 120).Draw(t, "words"), rapid.SampledFrom([]string{" ", "  ", ", ", "\n"}).Draw(t, "between"))
		asked := rapid.SampledFrom([]string{"acme", `"acme globex"`, "e-mail OR 東京", "muller", "mark", "a*", "acme NEAR/3 globex"}).Draw(t, "query")
		q, err := query.ParseAt(asked, noon)
		if err != nil {
			t.Fatal(err)
		}
		whole := search.Highlight(q, text, "en")
		checkFragmentIn(t, whole, text)
		if whole.Text != text {
			t.Fatalf("a text that is not cut became %q", whole.Text)
		}
		most := rapid.IntRange(40, 400).Draw(t, "most")
		cut := search.Snippet(q, text, "en", most)
		checkFragmentIn(t, cut, text)
		if len(whole.Marks) > 0 && len(cut.Marks) == 0 {
			t.Fatalf("%s in %d bytes of %q shows nothing of it: %q", asked, most, text, cut.Text)
		}
		if !utf8.ValidString(cut.Text) {
			t.Fatalf("cut inside a letter: %q", cut.Text)
		}
	})
}

// checkFragmentIn is checkFragment for a property.
func checkFragmentIn(t *rapid.T, f search.Fragment, whole string) {
	t.Helper()
	checkFragment(rapidTB{t: t}, f, whole)
}

type rapidTB struct {
	testing.TB
	t *rapid.T
}

func (r rapidTB) Helper()                           { r.t.Helper() }
func (r rapidTB) Fatalf(format string, args ...any) { r.t.Fatalf(format, args...) }

// What a search shows is a part of the passage, with marks where the words are.
func TestResultsShowTheirText(t *testing.T) {
	x := open(t)
	long := strings.Repeat("nothing of interest here, ", 40) + "then Acme switched to Globex & <others>. " + strings.Repeat("and nothing after it, ", 40)
	put(t, x, written("long", "en", noon, long, "short Acme"))
	got := page(t, x, search.Request{Query: parse(t, "acme")}).Results[0]
	for i, whole := range []string{long, "short Acme"} {
		f := got.Passages[i].Fragment
		checkFragment(t, f, whole)
		if strings.Join(marked(f), "|") != "Acme" {
			t.Errorf("passage %d marks %q in %q", i, marked(f), f.Text)
		}
	}
	if f := got.Passages[0].Fragment; len(f.Text) > 400 || !strings.HasPrefix(f.HTML, "… ") || !strings.HasSuffix(f.HTML, " …") {
		t.Errorf("%d bytes: %s", len(f.Text), f.HTML)
	}
	// The names of the brands that were asked for are marked too.
	got = page(t, x, search.Request{Query: parse(t, "switched"), Names: []string{"Globex"}}).Results[0]
	if m := marked(got.Passages[0].Fragment); strings.Join(m, "|") != "switched|Globex" {
		t.Errorf("marked %q", m)
	}
}

// Bytes that are not text, and control characters, stay out of the HTML.
func TestHostileTextIsHarmless(t *testing.T) {
	for _, s := range []string{"acme \xff\xfe", "acme \x00\x1b[31m", "<mark>acme</mark>", "acme\u202eemca", strings.Repeat("acme", 5000)} {
		f := search.Snippet(parse(t, "acme*"), s, "en", 100)
		if !utf8.ValidString(f.HTML) || strings.ContainsAny(f.HTML, "\x00\x1b") || strings.Contains(tag.ReplaceAllString(f.HTML, ""), "<") {
			t.Errorf("%.30q: %.200q", s, f.HTML)
		}
	}
}
