package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/index/search"
)

// talk is an invented transcript; errors of every so many words are misheard.
func talk(seed uint64, errors int) []string {
	r := rand.New(rand.NewPCG(seed, 0))
	wrong := rand.New(rand.NewPCG(seed, uint64(errors)+1))
	var out []string
	for range 30 {
		var words []string
		for range 80 {
			w := fmt.Sprintf("word%d", r.IntN(900))
			if errors > 0 && wrong.IntN(errors) == 0 {
				w = fmt.Sprintf("misheard%d", wrong.IntN(900))
			}
			words = append(words, w)
		}
		out = append(out, "acme "+strings.Join(words, " "))
	}
	return out
}

func TestNearDuplicatesAreOneResult(t *testing.T) {
	x := open(t)
	put(t, x, episode("feed", "Episode 12: growth", noon.AddDate(0, 0, -20), talk(1, 0)...))
	put(t, x, episode("other", "Episode 13", noon.AddDate(0, 0, -3), talk(2, 0)...))
	put(t, x,
		of("feed", episode("tube", "Growth, with video", noon.AddDate(0, 0, -1), talk(1, 12)...)), // another month
		of("post2", episode("post1", "", noon, "Acme is the best tool we have ever bought, honestly!")),
		episode("post2", "", noon.AddDate(0, 0, -2), "acme is the best tool we have ever bought. Honestly @friend https://x.example/1"),
	)
	for _, order := range []search.Order{search.Newest, search.Relevance} {
		got := map[string]string{}
		for cursor := ""; ; {
			page, err := x.Search(context.Background(), search.Request{Query: parse(t, "acme"), Order: order, Limit: 1, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Results {
				var similar []string
				for _, s := range r.Similar {
					similar = append(similar, s.Document)
				}
				got[r.Document] = strings.Join(similar, " ")
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if len(got) != 3 || got["other"] != "" {
			t.Errorf("%s: clusters %v", order, got)
		}
		if order == search.Newest && (got["tube"] != "feed" || got["post1"] != "post2") {
			t.Errorf("%s: clusters %v", order, got)
		}
	}
	if got := found(t, x, "acme"); got != "post1 tube post2 other feed" {
		t.Errorf("unfolded: %s", got)
	}
	// A copy that does not match is not listed as similar.
	page, err := x.Search(context.Background(), search.Request{Query: parse(t, "acme after:2026-11-15")})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range page.Results {
		if r.Document == "tube" && len(r.Similar) != 0 {
			t.Errorf("similar outside the period: %v", r.Similar)
		}
	}
}

// Copies over many months are one result, with all of them listed under it.
func TestClustersSpanMonths(t *testing.T) {
	x := open(t)
	for i := range 5 {
		put(t, x, of("copy0", episode(fmt.Sprint("copy", i), fmt.Sprint("Copy ", i), noon.AddDate(0, i-5, 0), talk(7, 20+i)...)))
	}
	ad := talk(8, 0)[:7]
	put(t, x, episode("ad1", "One", noon, append(ad, talk(9, 0)[:20]...)...), episode("ad2", "Two", noon.AddDate(0, 0, -1), append(talk(10, 0)[:20], ad...)...))
	for _, order := range []search.Order{search.Newest, search.Oldest, search.Relevance} {
		page, err := x.Search(context.Background(), search.Request{Query: parse(t, "acme"), Order: order})
		if err != nil {
			t.Fatal(err)
		}
		listed := map[string]int{}
		for _, r := range page.Results {
			listed[r.Document]++
			for _, s := range r.Similar {
				listed[s.Document]++
			}
		}
		if len(page.Results) != 3 || len(listed) != 7 {
			t.Errorf("%s: %d results, %v", order, len(page.Results), listed)
		}
		for id, n := range listed {
			if n != 1 {
				t.Errorf("%s: %s is listed %d times", order, id, n)
			}
		}
	}
}
