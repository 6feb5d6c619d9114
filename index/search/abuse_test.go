package search_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

// Whatever is asked, there is an answer or a clear refusal, soon.
func TestNoQueryHoldsUpTheOthers(t *testing.T) {
	x, err := search.Open(t.TempDir(), search.Options{Budget: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	r := rand.New(rand.NewPCG(1, 1))
	var entries []index.Entry
	for i := range 60 {
		var paragraphs []string
		for range 20 {
			var words []string
			for range 60 {
				words = append(words, fmt.Sprintf("%c%c%d", 'a'+r.IntN(3), 'a'+r.IntN(26), r.IntN(400)))
			}
			paragraphs = append(paragraphs, "acme the "+strings.Join(words, " "))
		}
		entries = append(entries, episode(fmt.Sprint("d", i), "t", noon.AddDate(0, -i%12, 0), paragraphs...))
	}
	put(t, x, entries...)
	for name, s := range map[string]string{
		"100 KB of words":     strings.Repeat("acme ", 20_480),
		"100 KB of one word":  strings.Repeat("a", 102_400),
		"19 KB of one word":   strings.Repeat("a", 19_000),
		"a thousand clauses":  strings.TrimSuffix(strings.Repeat("ab12 OR ", 1000), " OR "),
		"too many clauses":    strings.Repeat("ab12 ", 1001),
		"star":                "*",
		"short star":          "a*",
		"many stars":          strings.Repeat("a* ", 32),
		"fuzzy everywhere":    strings.Repeat("abcd~2 ", 32),
		"fuzzy anything":      "abc12~2 OR bbb12~2 OR acme~2",
		"unbalanced":          strings.Repeat("(", 10_000),
		"unbalanced, closing": strings.Repeat("(a ", 40) + strings.Repeat(")", 41),
		"control characters":  "ac\x00me \x1b[31m acme",
		"not UTF-8":           "\xff\xfe acme",
		"near everywhere":     "acme" + strings.Repeat(" NEAR/100 the", 300),
		"stars near stars":    "a* NEAR/100 b* NEAR/100 c*",
		"nots":                strings.Repeat("-", 100) + "acme",
		"quotes":              strings.Repeat(`"a b" `, 900),
		"hyphens":             strings.Repeat("a-b-", 400) + "c",
		"frequent raw":        "raw:the",
	} {
		for _, order := range []search.Order{search.Newest, search.Relevance} {
			started := time.Now()
			q, err := query.Parse(s)
			if err == nil {
				_, err = x.Search(context.Background(), search.Request{Query: q, Order: order})
			}
			if err == nil {
				_, err = x.Totals(context.Background(), search.Request{Query: q})
			}
			var mistake *query.Error
			if err != nil && !errors.As(err, &mistake) && !errors.Is(err, search.ErrTooCostly) {
				t.Errorf("%s: no clear refusal: %v", name, err)
			}
			// The budget, for a search and for totals, and something for a machine that does
			// much else.
			if d := time.Since(started); d > 3*time.Second {
				t.Errorf("%s, %s: took %v", name, order, d)
			}
		}
	}
	for _, r := range []search.Request{{Limit: 10_000}, {Limit: -1}, {Order: "sideways"}, {Cursor: "???"}, {Cursor: "e30"}} {
		if _, err := x.Search(context.Background(), r); !errors.Is(err, search.ErrRequest) {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

func TestSearchesEndWithTheirContext(t *testing.T) {
	x := open(t)
	put(t, x, episode("a", "t", noon, "acme"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, order := range []search.Order{search.Newest, search.Relevance} {
		if _, err := x.Search(ctx, search.Request{Query: parse(t, "acme"), Order: order}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", order, err)
		}
	}
}

func TestAClosedIndexSaysSo(t *testing.T) {
	x := open(t)
	x.Close()
	if _, err := x.Search(context.Background(), search.Request{}); !errors.Is(err, search.ErrClosed) {
		t.Errorf("search: %v", err)
	}
	if err := x.Put(context.Background(), []index.Entry{episode("a", "t", noon, "acme")}); !errors.Is(err, search.ErrClosed) {
		t.Errorf("put: %v", err)
	}
	if err := x.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

// Highlights never split a rune, and never let through markup that isn't theirs.
func FuzzHighlight(f *testing.F) {
	for _, s := range []string{"<b>acme</b> & \"x\"", "é東ß acme’s", "\xff<\x00acme>", strings.Repeat("wörd <i> acme ", 80), "<mark>acme</mark>"} {
		f.Add(`acme "x" b* wörd~1`, s)
	}
	f.Add("東", strings.Repeat("東京<br>", 200))
	f.Fuzz(func(t *testing.T, asked, text string) {
		q, err := query.ParseAt(asked, noon)
		if err != nil {
			return
		}
		for _, fr := range []search.Fragment{search.Highlight(q, text, "en"), search.Snippet(q, text, "en", 100)} {
			bare := strings.ReplaceAll(strings.ReplaceAll(fr.HTML, "<mark>", ""), "</mark>", "")
			if strings.ContainsAny(bare, "<>\"") || !utf8.ValidString(fr.HTML) {
				t.Fatalf("markup from outside in %q", fr.HTML)
			}
			if strings.Count(fr.HTML, "<mark>") != len(fr.Marks) || strings.Count(fr.HTML, "</mark>") != len(fr.Marks) {
				t.Fatalf("%d marks in %q", len(fr.Marks), fr.HTML)
			}
			if utf8.ValidString(text) && !utf8.ValidString(fr.Text) {
				t.Fatalf("a rune was split: %q", fr.Text)
			}
			if !strings.Contains(text, fr.Text) {
				t.Fatalf("%q isn't in the text", fr.Text)
			}
			n, last := utf8.RuneCountInString(fr.Text), 0
			for _, m := range fr.Marks {
				if m[0] < last || m[1] <= m[0] || m[1] > n {
					t.Fatalf("marks %v in %d code points", fr.Marks, n)
				}
				last = m[1]
			}
		}
	})
}
