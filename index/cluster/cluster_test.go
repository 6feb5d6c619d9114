package cluster_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/cluster"
)

func text(s string) *feeds.Document { return &feeds.Document{Text: s} }

// talk is an invented transcript in cues; one word in `misheard` is another one.
func talk(seed uint64, misheard int) *feeds.Document {
	words, wrong := rand.New(rand.NewPCG(seed, 0)), rand.New(rand.NewPCG(seed, uint64(misheard)+1))
	d := &feeds.Document{}
	for range 30 {
		var line []string
		for range 80 {
			w := fmt.Sprintf("word%d", words.IntN(900))
			if misheard > 0 && wrong.IntN(misheard) == 0 {
				w = fmt.Sprintf("misheard%d", wrong.IntN(900))
			}
			line = append(line, w)
		}
		d.Cues = append(d.Cues, feeds.Cue{Text: strings.Join(line, " ")})
	}
	return d
}

// splice is a document that has the first n cues of a and the rest of b.
func splice(a, b *feeds.Document, n int) *feeds.Document {
	return &feeds.Document{Cues: append(append([]feeds.Cue{}, a.Cues[:n]...), b.Cues[n:]...)}
}

const (
	praise = "Acme is the best tool we have ever bought, honestly!"
	dozen  = "one two three four five six seven eight nine ten eleven twelve"
)

func TestCopies(t *testing.T) {
	const media = "https://media.example/shows/9/e1.mp3"
	sixty := strings.TrimSpace(strings.Repeat(dozen+" ", 5))
	for name, c := range map[string]struct {
		a, b *feeds.Document
		want bool
	}{
		"the same post":                     {text(praise), text(praise), true},
		"in other case and punctuation":     {text(praise), text("acme is the BEST tool we have ever bought -- honestly"), true},
		"with a handle and a link":          {text(praise), text("@ann " + praise + " https://x.example/1"), true},
		"with one word more":                {text(praise), text(praise + " Really"), false},
		"in another order":                  {text(dozen), text("two one three four five six seven eight nine ten eleven twelve"), false},
		"seven words prove nothing":         {text("we all like the new acme app"), text("we all like the new acme app"), false},
		"no words at all":                   {text("…"), text("…"), false},
		"nothing but handles":               {text("@a @b @c @d @e @f @g @h @i"), text("@a @b @c @d @e @f @g @h @i"), false},
		"59 words against 60":               {text(strings.TrimSuffix(sixty, " twelve")), text(sixty), false},
		"Dutch with accents":                {text("Eén geïnteresseerde collega vroeg zich áf of Acme ook coöperaties helpt"), text("EÉN GEÏNTERESSEERDE COLLEGA VROEG ZICH ÁF OF ACME OOK COÖPERATIES HELPT"), true},
		"text and cues":                     {talk(1, 0), text(talk(1, 0).Body()), true},
		"misheard one word in ten":          {talk(1, 0), talk(1, 10), true},
		"both misheard":                     {talk(1, 13), talk(1, 14), true},
		"another talk":                      {talk(1, 0), talk(2, 0), false},
		"one advertisement in two talks":    {splice(talk(8, 0), talk(1, 0), 7), splice(talk(8, 0), talk(2, 0), 7), false},
		"half of a talk":                    {splice(talk(8, 0), talk(1, 0), 15), splice(talk(8, 0), talk(2, 0), 15), false},
		"one recording":                     {&feeds.Document{Audio: media}, &feeds.Document{Audio: media, Title: "Again"}, true},
		"one recording, counted on the way": {&feeds.Document{Audio: media}, &feeds.Document{Audio: "https://www.count.example/redirect.mp3/x.track.example/t/media.example/shows/9/e1.mp3?sig=1"}, true},
		"one file name on two hosts":        {&feeds.Document{Audio: media}, &feeds.Document{Audio: "https://other.example/shows/9/e1.mp3"}, false},
		"a host without a file":             {&feeds.Document{Audio: "https://media.example/"}, &feeds.Document{Audio: "https://media.example"}, false},
		"recordings told apart by query":    {&feeds.Document{Audio: "https://media.example/get?id=1"}, &feeds.Document{Audio: "https://media.example/get?id=2"}, false},
		"one article in two feeds":          {&feeds.Document{URL: "http://www.news.example/a/?utm_source=rss", Title: "Acme grows"}, &feeds.Document{URL: "https://news.example/a#top", Title: "ACME grows"}, true},
		"one live blog, two articles":       {&feeds.Document{URL: "https://news.example/live", Title: "10:00 Acme"}, &feeds.Document{URL: "https://news.example/live", Title: "10:05 Acme"}, false},
		"articles told apart by query":      {&feeds.Document{URL: "https://news.example/?p=1", Title: "News"}, &feeds.Document{URL: "https://news.example/?p=2", Title: "News"}, false},
		"a front page":                      {&feeds.Document{URL: "https://news.example/", Title: "News"}, &feeds.Document{URL: "https://news.example", Title: "News"}, false},
		"no title":                          {&feeds.Document{URL: "https://news.example/a"}, &feeds.Document{URL: "https://news.example/a"}, false},
		"a daily bulletin with equal notes": {&feeds.Document{Title: "The news", Notes: dozen}, &feeds.Document{Title: "The news", Notes: dozen}, false},
		"addresses that are none":           {&feeds.Document{Audio: "%zz", URL: "::", Title: "News"}, &feeds.Document{Audio: "%zz", URL: "::", Title: "News"}, false},
		"nothing":                           {&feeds.Document{}, &feeds.Document{}, false},
	} {
		a, b := cluster.Of(c.a), cluster.Of(c.b)
		if got := cluster.Score(a, b) > 0; got != c.want {
			t.Errorf("%s: copies %t, want %t", name, got, c.want)
		}
		if cluster.Score(a, b) != cluster.Score(b, a) {
			t.Errorf("%s: the score depends on the order", name)
		}
	}
}

// The ledger finds copies by their keys alone, so copies that share none are never found.
func TestCopiesShareAKey(t *testing.T) {
	missed := 0
	for seed := range uint64(40) {
		a, b := cluster.Of(talk(seed, 0)), cluster.Of(talk(seed, 10))
		shared := map[cluster.Key]bool{}
		for _, k := range a.Similar {
			shared[k] = true
		}
		found := false
		for _, k := range b.Similar {
			found = found || shared[k]
		}
		if cluster.Score(a, b) == 0 || !found {
			missed++
		}
	}
	if missed > 1 {
		t.Errorf("%d of 40 copies with one word in ten misheard were missed", missed)
	}
}

// Fingerprints are kept for years: a change of the hash would part old copies from new.
func TestFingerprintStays(t *testing.T) {
	long := strings.Repeat("Écoute, the QUICK brown\u00a0fox @fox jumped at https://x.example/1 over \u212aelvin's 3 łódź (two: ٣) dogs\xff\v-- and İzmir; ", 9)
	for _, c := range []struct {
		d    *feeds.Document
		want string
	}{
		{text("too short for it"), "2abc7b2b"},
		{text("Eight words — @none of these, then http://x.example/y at the least"), "acb8740b"},
		{text(long), "b8637b60"},
		{&feeds.Document{Audio: "https://a.example/1.mp3", URL: "https://a.example/1", Title: "One"}, "7c051cf7"},
	} {
		if got := checksum(cluster.Of(c.d)); got != c.want {
			t.Errorf("%.20q: %s, want %s", c.d.Text, got, c.want)
		}
	}
}

func TestAnyTextIsACopyOfItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &feeds.Document{Text: rapid.String().Draw(t, "text"), Title: rapid.String().Draw(t, "title"), URL: rapid.String().Draw(t, "url"), Audio: rapid.String().Draw(t, "audio")}
		a, b := cluster.Of(d), cluster.Of(d)
		if (len(a.Similar) > 0 || len(a.Same) > 0) && len(a.Signature) == 0 && cluster.Score(a, b) == 0 {
			t.Errorf("%+v is no copy of itself", d)
		}
		if len(a.Similar)+len(a.Same) > 30 {
			t.Errorf("%d keys", len(a.Similar)+len(a.Same))
		}
	})
}

func FuzzOf(f *testing.F) {
	f.Add("https://a.example/redirect.mp3/b.example/1.mp3", praise)
	f.Fuzz(func(t *testing.T, address, words string) {
		a := cluster.Of(&feeds.Document{Audio: address, URL: address, Title: words, Text: words})
		if checksum(a) != checksum(cluster.Of(&feeds.Document{Audio: address, URL: address, Title: words, Text: words})) {
			t.Error("a fingerprint changes from one time to the next")
		}
	})
}
