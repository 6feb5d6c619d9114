package search_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/index/search"
)

// Documents with all words are shown alone. When there are none, those with most of the
// words are shown, and every way of searching says so.
func TestMostOfTheWordsAnswerWhereNothingHasThemAll(t *testing.T) {
	x := open(t)
	put(t, x,
		episode("switch", "Tools", noon, "We left Hollowbrook for good.", "The pricing was too steep."),
		episode("praise", "Thanks", noon.AddDate(0, 0, -1), "Hollowbrook is wonderful, people say."),
		episode("hub", "Stacks", noon.AddDate(0, 0, -2), "Everything runs on StackHub now."),
		episode("filler", "Chat", noon.AddDate(0, 0, -3), "People say a lot about pricing, people say."),
	)
	for i := range 20 {
		put(t, x, episode(fmt.Sprint("other", i), "Other", noon.AddDate(0, -1, -i), "Nothing that matters here, people say."))
	}
	for asked, want := range map[string]string{
		"hollowbrook":                     "switch praise", // answered as it stands
		"hollowbrook wonderful":           "praise",
		"hollowbrook pricing complaints":  "switch",
		"holowbrook":                      "switch praise",
		"hollow brook steep":              "switch",
		"stack hub":                       "hub",
		`"hollowbrook is so wonderful"`:   "praise",
		"hollowbrook -people zebra":       "switch", // an exclusion stays as it was meant
		"hollowbrook zebra kind:video":    "",       // and so does a field
		"zebra":                           "",
		`"the who"`:                       "",
		"the who zebra":                   "",
		"what do people say about zebras": "",
	} {
		r := search.Request{Query: parse(t, asked), Relax: true}
		page, err := x.Search(context.Background(), r)
		if err != nil {
			t.Fatalf("%s: %v", asked, err)
		}
		if got := ids(page); got != want {
			t.Errorf("%s: found %q, want %q (%s)", asked, got, want, page.Instead)
		}
		strict, err := x.Search(context.Background(), search.Request{Query: r.Query})
		if err != nil {
			t.Fatal(err)
		}
		if loose := page.Instead != ""; loose != (len(strict.Results) == 0 && want != "") {
			t.Errorf("%s: instead %q, but as it stands it finds %q", asked, page.Instead, ids(strict))
		}
		totals, err := x.Totals(context.Background(), r)
		if err != nil || totals.Documents != len(page.Results) || totals.Instead != page.Instead {
			t.Errorf("%s: %d documents in the totals (%q), %d on the page; %v", asked, totals.Documents, totals.Instead, len(page.Results), err)
		}
		var out bytes.Buffer
		rows, err := x.Export(context.Background(), &out, search.JSONLines, r)
		if err != nil || rows != totals.Passages {
			t.Errorf("%s: %d rows exported of %d, %v", asked, rows, totals.Passages, err)
		}
	}
}

func TestPagesOfMostOfTheWordsGoOn(t *testing.T) {
	x := open(t)
	for i := range 12 {
		put(t, x, episode(fmt.Sprintf("d%02d", i), "t", noon.AddDate(0, 0, -i), fmt.Sprint("acme pricing number", i)))
	}
	for _, order := range []search.Order{search.Newest, search.Oldest, search.Relevance} {
		seen := map[string]int{}
		r := search.Request{Query: parse(t, "acme pricing zebra"), Relax: true, Watched: []string{"Acme"}, Order: order, Limit: 5}
		for range 5 {
			page, err := x.Search(context.Background(), r)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range strings.Fields(ids(page)) {
				seen[id]++
			}
			if r.Cursor = page.Next; page.Next == "" {
				break
			}
		}
		if len(seen) != 12 {
			t.Errorf("%s: saw %v", order, seen)
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s: %s was shown %d times", order, id, n)
			}
		}
	}
}
