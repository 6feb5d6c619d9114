package search_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// episode makes a document of one paragraph a passage.
func episode(id, title string, published time.Time, paragraphs ...string) index.Entry {
	d := &feeds.Document{ID: id, Revision: "1", Kind: feeds.Podcast, Network: "podcast", Title: title, Language: "en",
		Published: published, URL: "https://shows.example/" + id, Audio: "https://cdn.example/" + id + ".mp3"}
	for i, p := range paragraphs {
		d.Cues = append(d.Cues, feeds.Cue{Start: float64(i) * 40, End: float64(i)*40 + 39, Speaker: "Ann", Text: p})
	}
	return passage.Entry(d, "Growth Talk", published.Format("2006-01"), 0, nil)
}

func open(t testing.TB) *search.Index {
	t.Helper()
	x, err := search.Open(t.TempDir(), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

func put(t testing.TB, x *search.Index, entries ...index.Entry) {
	t.Helper()
	if err := x.Put(context.Background(), entries); err != nil {
		t.Fatal(err)
	}
}

func parse(t testing.TB, s string) query.Query {
	t.Helper()
	q, err := query.ParseAt(s, noon)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return q
}

// found is the ids of the documents a query finds, in order.
func found(t testing.TB, x *search.Index, s string) string {
	t.Helper()
	page, err := x.Search(context.Background(), search.Request{Query: parse(t, s), Limit: 100, Unfolded: true})
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return ids(page)
}

func ids(page search.Page) string {
	var out []string
	for _, r := range page.Results {
		out = append(out, r.Document)
	}
	return strings.Join(out, " ")
}

func TestPutSearchDelete(t *testing.T) {
	x := open(t)
	put(t, x,
		episode("a", "On pricing", noon, "We switched from Acme to Globex last year.", "The prices of R were too high."),
		episode("b", "Tools", noon.AddDate(0, -2, 0), "C++ and Node.js are used at AT&T.", "The Who played there."),
	)
	for q, want := range map[string]string{
		"pricing": "a", "price": "a", "acme globex": "a", `"switched from"`: "a", `"from switched"`: "", "acme OR who": "a b", "-acme": "a b",
		"acme -globex": "", "C++": "b", "c": "", "AT&T": "b", `"the who"`: "b", "the who": "b", "node.js": "b", "nodejs": "b", `raw:"The Who"`: "b", `raw:"the who"`: "",
		"raw:R": "a", "switch*": "a", "globax~": "a", "acme NEAR/2 globex": "a", "globex ONEAR/5 acme": "", "kind:podcast": "a b", "kind:video": "", "show:growth": "a b", "speaker:ann acme": "a",
		"before:2026-11-01": "b", "on:2026-11": "a", "*": "a b", "": "a b",
	} {
		if got := found(t, x, q); got != want {
			t.Errorf("%q found %q, want %q", q, got, want)
		}
	}
	put(t, x, episode("a", "On pricing", noon, "Now about something else."))
	if got := found(t, x, "globex"); got != "" {
		t.Errorf("an edited document is still found: %q", got)
	}
	if err := x.Delete(context.Background(), []string{"a"}); err != nil {
		t.Fatal(err)
	}
	if got := found(t, x, "*"); got != "b" {
		t.Errorf("after deletion: %q", got)
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := search.Open(dir, search.Options{LockTimeout: 50 * time.Millisecond}); !errors.Is(err, search.ErrLocked) {
		t.Errorf("want ErrLocked, got %v", err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x, err = search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x.Close()
}

func TestHighlightsAreEscaped(t *testing.T) {
	x := open(t)
	put(t, x, episode("a", "<b>Acme</b>", noon, `They said <script>alert("acme")</script> & left.`))
	page, err := x.Search(context.Background(), search.Request{Query: parse(t, "acme alert")})
	if err != nil {
		t.Fatal(err)
	}
	r := page.Results[0]
	if want := `&lt;b&gt;<mark>Acme</mark>&lt;/b&gt;`; r.TitleHTML != want {
		t.Errorf("title %s", r.TitleHTML)
	}
	if want := `They said &lt;script&gt;<mark>alert</mark>(&#34;<mark>acme</mark>&#34;)&lt;/script&gt; &amp; left.`; r.Passages[0].HTML != want {
		t.Errorf("fragment %s", r.Passages[0].HTML)
	}
	if want := "https://cdn.example/a.mp3#t=0"; r.Passages[0].Link != want {
		t.Errorf("link %s", r.Passages[0].Link)
	}
}

func TestPagesNeitherRepeatNorSkip(t *testing.T) {
	x := open(t)
	var want []string
	for i := range 60 {
		id := fmt.Sprintf("d%02d", i)
		put(t, x, episode(id, "t", noon.AddDate(0, 0, -3*i), "all about acme", "and acme again"))
		want = append(want, id)
	}
	for _, order := range []search.Order{search.Newest, search.Oldest} {
		var got []string
		r := search.Request{Query: parse(t, "acme"), Order: order, Limit: 7, Unfolded: true}
		for n := 0; ; n++ {
			page, err := x.Search(context.Background(), r)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.Fields(ids(page))...)
			if page.Next == "" {
				break
			}
			r.Cursor = page.Next
			put(t, x, episode(fmt.Sprintf("new%d", n), "t", noon.AddDate(0, 0, n+1), "acme too"))
		}
		if order == search.Oldest {
			old := got[:0]
			for _, id := range got {
				if id[0] == 'd' {
					old = append([]string{id}, old...)
				}
			}
			got = old
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %v", order, got)
		}
	}
}
