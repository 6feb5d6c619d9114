package opml

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	r, err := Parse([]byte(`<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>Our shows</title></head><body>
<outline text="Tech"><outline title="Ship &amp; Go" XMLURL="https://ship.example/feed" htmlurl="https://ship.example/" type="RSS"/>
<outline text="Deep"><outline text="Notes" xmlUrl="feed://notes.example/atom.xml"/></outline></outline>
<outline text="Again" xmlUrl="http://ship.example/feed/#top"/>
<outline text="A list" type="include" url="https://lists.example/x.opml"/>
<outline text="A page" htmlUrl="https://page.example/"/>
<outline text="Mail" xmlUrl="mailto:anna@x.example"/>
<outline text="Empty" type="rss" xmlUrl=""/>
<outline text="Bad" xmlUrl="https://bad.example/a" <outline text="After" xmlUrl="https://after.example/"/>
<outline text="Cut off" xmlUrl="https://cut.exa`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Outline{
		{URL: "https://ship.example/feed", Title: "Ship & Go", Site: "https://ship.example/", Type: "rss", Folders: []string{"Tech"}, Line: 3},
		{URL: "https://notes.example/atom.xml", Title: "Notes", Folders: []string{"Tech", "Deep"}, Line: 4},
		{URL: "https://bad.example/a", Title: "Bad", Line: 10},
		{URL: "https://after.example/", Title: "After", Line: 10},
	}
	if diff := cmp.Diff(want, r.Outlines); diff != "" {
		t.Error(diff)
	}
	if r.Title != "Our shows" || r.Repeated != 1 {
		t.Errorf("title %q, %d repeated", r.Title, r.Repeated)
	}
	var told []string
	for _, l := range r.Refused {
		told = append(told, l.String())
	}
	if diff := cmp.Diff([]string{
		"Line 6 (A list) points at another list, which is not fetched.",
		"Line 7 (A page) names a page but no feed.",
		"Line 8 (Mail) has an address that is not a web address.",
		"Line 9 (Empty) has no feed address.",
		`Line 11 (<outline text="Cut off" xmlUrl="https://cut.exa) can't be read.`,
	}, told); diff != "" {
		t.Error(diff)
	}
}

// Lists that no XML parser takes: an address that stands there is taken all the same, and
// each line that has none is told.
func TestBrokenLists(t *testing.T) {
	for name, tt := range map[string]struct {
		body    string
		want    []string
		refused int
	}{
		"quotes in a title":          {`<outline text="a "b" c" xmlUrl="https://a.example/1?x=1&amp;y"/><outline text="d" xmlUrl="https://a.example/2"/>`, []string{"https://a.example/1?x=1&y", "https://a.example/2"}, 0},
		"no quotes":                  {`<outline text=a xmlUrl=https://a.example/1 /><outline text="d" xmlUrl='https://a.example/2'/>`, []string{"https://a.example/1", "https://a.example/2"}, 0},
		"a tag that nobody closed":   {"<outline text=\"a\" xmlUrl=\"https://a.example/1\"\n<outline text=\"b\" xmlUrl=\"https://a.example/2\"/>", []string{"https://a.example/1", "https://a.example/2"}, 0},
		"control characters":         {"\x01<outline text=\"a\x02\" xmlUrl=\"https://a.example/1\"/>\x0b<outline text=\"b\" xmlUrl=\"https://a.example/2\x00\"/>", []string{"https://a.example/1", "https://a.example/2"}, 0},
		"the address as url":         {`<outline type="rss" url="https://a.example/1"/><outline type="link" url="https://a.example/2"/>`, []string{"https://a.example/1"}, 1},
		"broken behind a good one":   {"<outline text=\"a\" xmlUrl=\"https://a.example/1\"/>\n<x \"y\n<outline xmlUrl=\"https://a.example/2\"/>", []string{"https://a.example/1", "https://a.example/2"}, 1},
		"broken and with no address": {`<outline text="a" "b" htmlUrl="https://a.example/"/><outline xmlUrl="https://a.example/2"/>`, []string{"https://a.example/2"}, 1},
		"broken and no web address":  {`<outline text="a" "b" xmlUrl="javascript:alert(1)"/><outline xmlUrl="https://a.example/2"/>`, []string{"https://a.example/2"}, 1},
	} {
		r, err := Parse([]byte(`<opml version="2.0"><body>` + tt.body + `</body></opml>`))
		var got []string
		for _, o := range r.Outlines {
			got = append(got, o.URL)
		}
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" || len(r.Refused) != tt.refused || r.Repeated != 0 {
			t.Errorf("%s: %v %s%+v, %d repeated", name, err, diff, r.Refused, r.Repeated)
		}
	}
}

func TestAPlainListOfAddresses(t *testing.T) {
	r, err := Parse([]byte("# ours\r\nhttps://ship.example/feed Ship It\r\n\r\nnotes.example/atom.xml\r\nrubbish\r\n"))
	if err != nil || len(r.Outlines) != 2 || r.Outlines[0].Title != "Ship It" || r.Outlines[1].URL != "https://notes.example/atom.xml" || len(r.Refused) != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestOtherFilesThanLists(t *testing.T) {
	for _, s := range []string{"", "<html><body>x</body></html>", "hello", "<rss/>"} {
		if _, err := Parse([]byte(s)); !errors.Is(err, ErrNotOPML) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestRecordedLists(t *testing.T) {
	root := os.Getenv("NAMEDROP_TESTDATA")
	if root == "" {
		t.Skip("NAMEDROP_TESTDATA is not set: no recorded lists to read")
	}
	files, err := filepath.Glob(filepath.Join(root, "sources", "opml", "*"))
	if err != nil || len(files) == 0 {
		t.Skip("no recorded lists")
	}
	feeds, refused := 0, 0
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Parse(body)
		if err != nil || len(r.Outlines)+len(r.Refused) == 0 {
			t.Errorf("%s: neither feeds nor refused lines, %v", filepath.Base(file), err)
		}
		feeds += len(r.Outlines)
		refused += len(r.Refused)
		for _, o := range r.Outlines {
			if o.Title == "" || !strings.HasPrefix(o.URL, "http") || o.Line < 2 {
				t.Errorf("%s: %+v", filepath.Base(file), o)
			}
		}
	}
	// Of 57 files; a feed lost or a line no longer told shows here.
	if feeds != 29 || refused != 29 {
		t.Errorf("%d feeds and %d refused lines in %d files", feeds, refused, len(files))
	}
}

func TestNormalise(t *testing.T) {
	same := [][]string{
		{"https://ship.example/feed", "http://ship.example/feed/", "HTTPS://Ship.Example:443/feed#x", " feed://ship.example/feed ", "feed:https://ship.example/feed", "ship.example/feed", "itpc://ship.example/feed"},
		{"https://bücher.example/", "http://xn--bcher-kva.example"},
		{"https://ship.example:8080/feed", "http://ship.example:8080/feed"},
		{"https://ship.example/feed?id=1", "http://SHIP.example/feed?id=1"},
		{"https://anna@ship.example/feed", "http://anna:pw@ship.example/feed"},
	}
	for i, group := range same {
		for _, a := range group {
			if Normalise(a) != Normalise(group[0]) {
				t.Errorf("%q is %q, not %q", a, Normalise(a), Normalise(group[0]))
			}
		}
		if i > 0 && Normalise(group[0]) == Normalise(same[0][0]) {
			t.Errorf("%q is taken for another", group[0])
		}
	}
}

func TestWrittenListsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-z&<>"' é]{1,12}[a-z]`)
		var want []Outline
		for i := range rapid.IntRange(1, 8).Draw(t, "n") {
			want = append(want, Outline{
				URL:   "https://h" + string(rune('a'+i)) + ".example/feed?a=1&b=" + rapid.StringMatching(`[a-z]{0,4}`).Draw(t, "q"),
				Title: strings.Join(strings.Fields(name.Draw(t, "title")), " "), Site: "https://h.example/", Type: "rss",
				Folders: rapid.SliceOfN(rapid.SampledFrom([]string{"Tech", "News & more"}), 0, 2).Draw(t, "folders"),
			})
		}
		var b bytes.Buffer
		if err := Write(&b, "All <ours>", want); err != nil {
			t.Fatal(err)
		}
		r, err := Parse(b.Bytes())
		less := func(a, b Outline) bool { return a.URL < b.URL }
		if diff := cmp.Diff(want, r.Outlines, cmpopts.SortSlices(less), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Outline{}, "Line")); err != nil || diff != "" || len(r.Refused) > 0 || r.Title != "All <ours>" {
			t.Fatalf("%v %v %s\n%s", err, r.Refused, diff, b.String())
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a" xmlUrl="https://a.example/"/></body></opml>`))
	f.Add([]byte("https://a.example/ A\nb.example"))
	f.Add([]byte(`<opml><outline text="&nosuch;" <outline xmlUrl="x`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := Parse(body)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, o := range r.Outlines {
			n := Normalise(o.URL)
			if seen[n] {
				t.Fatalf("%q twice", n)
			}
			seen[n] = true
		}
	})
}

func FuzzNormalise(f *testing.F) {
	f.Add("HTTP://Anna:pw@Ship.Example:80/feed/?#x")
	f.Add("feed:a.example")
	f.Fuzz(func(t *testing.T, s string) {
		if once := Normalise(s); Normalise(once) != once {
			t.Errorf("%q, then %q, then %q", s, once, Normalise(once))
		}
	})
}
