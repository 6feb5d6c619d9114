package archive_test

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func searchFor(words string) feeds.Source {
	return feeds.Source{Type: "hackernews", Key: "hackernews " + words, Query: words, Name: words, Title: words, Workspace: ledger.DefaultWorkspace}
}

// Searches follow a brand: other names make other sources, two brands share one, and what a person added or paused stays so.
func TestSearchesFollowABrand(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		set := func(brand string, on bool, words ...string) (removed []string) {
			t.Helper()
			var wanted []feeds.Source
			for _, w := range words {
				wanted = append(wanted, searchFor(w))
			}
			write(t, l, func(tx *ledger.Tx) (err error) {
				removed, err = archive.SetBrandSearch(t.Context(), tx, "", brand, "hackernews", on, wanted)
				return err
			})
			return removed
		}
		state := func(words string) string {
			t.Helper()
			sources, _, err := archive.ListSources(t.Context(), l, archive.SourceFilter{Query: words})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range sources {
				if s.Query == words && s.Paused {
					return "paused"
				} else if s.Query == words {
					return "read"
				}
			}
			return "none"
		}
		expect := func(words, want string) {
			t.Helper()
			if got := state(words); got != want {
				t.Errorf("%s: %s, not %s", words, got, want)
			}
		}
		write(t, l, func(tx *ledger.Tx) error {
			_, _, err := archive.AddSource(t.Context(), tx, searchFor("mine"))
			return err
		})
		set("lark", true, "lark", "shared", "mine")
		set("quill", true, "shared")
		if removed := set("lark", true, "larkmeter", "shared"); len(removed) != 1 {
			t.Errorf("removed %v", removed)
		}
		expect("lark", "none")
		expect("larkmeter", "read")
		expect("mine", "read") // a person added it
		set("lark", false)
		expect("larkmeter", "paused")
		expect("shared", "read") // the other brand's search reads it
		set("lark", true, "larkmeter", "shared")
		expect("larkmeter", "read")
		searches, err := archive.BrandSearches(t.Context(), l, "", "lark")
		if err != nil || len(searches) != 1 || !searches[0].Active || len(searches[0].Sources) != 2 {
			t.Errorf("%v %+v", err, searches)
		}
		write(t, l, func(tx *ledger.Tx) error {
			s, err := archive.GetSource(t.Context(), tx, searches[0].Sources[0])
			if err != nil {
				return err
			}
			s.Paused = true
			return archive.UpdateSource(t.Context(), tx, s.Source)
		})
		set("lark", true, "larkmeter", "shared") // the brand was edited
		if s, err := archive.GetSource(t.Context(), l, searches[0].Sources[0]); err != nil || !s.Paused {
			t.Errorf("%v: an edit resumes what a person paused", err)
		}
		write(t, l, func(tx *ledger.Tx) error {
			_, err := archive.EndBrandSearches(t.Context(), tx, "", "lark")
			return err
		})
		expect("larkmeter", "none")
		if searches, err := archive.BrandSearches(t.Context(), l, "", "lark"); err != nil || len(searches) != 0 {
			t.Errorf("%v %+v", err, searches)
		}
	})
}
