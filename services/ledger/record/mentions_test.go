package record_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

func TestBrandsAreChangedByWhoeverReadThemLast(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		want := index.Brand{
			ID: "acme", Name: "Acme", Aliases: []string{"Acme Corp"}, HeardAs: []string{"ak me"}, SoundsLike: []string{"ack mee"}, Handles: []string{"@acme"},
			Domains: []string{"acme.example"}, Context: []string{"anvil"}, Exclude: []string{"cartoon"}, Language: "en", Own: true, Active: true,
		}
		put := func(b index.Brand) (out index.Brand, err error) {
			err = l.Write(ctx, func(tx *ledger.Tx) (err error) {
				out, err = record.PutBrand(ctx, tx, b)
				return err
			})
			return out, err
		}
		first := must(put(want))(t)
		want.Workspace, want.Revision = "default", first.Revision
		if diff := cmp.Diff(want, must(record.GetBrand(ctx, l, "", "acme"))(t)); diff != "" {
			t.Error(diff)
		}
		if _, err := put(index.Brand{ID: "acme", Name: "Another"}); !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("created twice: %v", err)
		}
		changed := first
		changed.Aliases = nil
		second := must(put(changed))(t)
		if second.Revision <= first.Revision {
			t.Errorf("revision %d after %d", second.Revision, first.Revision)
		}
		if _, err := put(first); !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("from an old reading: %v", err)
		}
		if _, err := put(index.Brand{ID: "none", Revision: 3}); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("changing what is not there: %v", err)
		}
		before := must(record.BrandsRevision(ctx, l))(t)
		if before != second.Revision {
			t.Errorf("set %d, last brand %d", before, second.Revision)
		}
		must(put(index.Brand{ID: "zenith", Name: "Zenith"}))(t)
		active := must(record.ListBrands(ctx, l, record.BrandFilter{Active: true}))(t)
		all := must(record.ListBrands(ctx, l, record.BrandFilter{}))(t)
		if len(active) != 1 || len(all) != 2 {
			t.Errorf("%d active, %d in all", len(active), len(all))
		}
		remove := func(revision int64) error {
			return l.Write(ctx, func(tx *ledger.Tx) error { return record.DeleteBrand(ctx, tx, "", "acme", revision) })
		}
		if err := remove(first.Revision); !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("deleted from an old reading: %v", err)
		}
		if err := remove(second.Revision); err != nil {
			t.Error(err)
		}
		if _, err := record.GetBrand(ctx, l, "", "acme"); !errors.Is(err, ledger.ErrNotFound) {
			t.Error(err)
		}
		if after := must(record.BrandsRevision(ctx, l))(t); after <= before {
			t.Errorf("deleting raised nothing: %d", after)
		}
		if again := must(put(index.Brand{ID: "acme", Name: "Acme II"}))(t); again.Revision <= second.Revision {
			t.Errorf("created again as revision %d", again.Revision)
		}
	})
}

// inbox saves n mentions of acme, an hour apart, the first one newest, and one of rival.
func inbox(t *testing.T, l *ledger.Ledger, n int) []index.Mention {
	t.Helper()
	src := addSource(t, l, "alpha")
	var out []index.Mention
	write(t, l, func(tx *ledger.Tx) error {
		ctx := t.Context()
		for _, b := range []index.Brand{{ID: "acme", Name: "Acme", Own: true, Active: true}, {ID: "rival", Name: "Rival", Active: true}} {
			if _, err := record.PutBrand(ctx, tx, b); err != nil {
				return err
			}
		}
		for i := range n {
			d := episode(fmt.Sprint("e", i), fmt.Sprintf("Episode %d", i), "so Acme then")
			d.Published, d.Language = noon.Add(-time.Duration(i)*time.Hour), "en"
			if _, err := archive.SaveDocument(ctx, tx, archive.NewDraft(*d), src.ID); err != nil {
				return err
			}
			m := mention("acme", d)
			if i == 0 {
				if err := record.SaveMention(ctx, tx, mention("rival", d)); err != nil {
					return err
				}
			}
			if err := record.SaveMention(ctx, tx, m); err != nil {
				return err
			}
			out = append(out, m)
		}
		return nil
	})
	return out
}

func TestInboxShowsWhatIsBesideAMention(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		m := inbox(t, l, 1)[0]
		row := must(record.GetMentionRow(t.Context(), l, "", m.ID))(t)
		m.Found, m.Updated, m.Cluster, m.Lead = noon, noon, m.Document, true
		if diff := cmp.Diff(m, row.Mention); diff != "" {
			t.Error(diff)
		}
		if row.BrandName != "Acme" || !row.Own || row.Doc.Title != "Episode 0" || row.Doc.SourceName != "alpha" || row.Doc.Language != "en" ||
			row.Doc.Audio == "" || row.Doc.ID != m.Document {
			t.Errorf("%+v", row)
		}
	})
}

func TestPagesOfTheInboxAreStableWhileMentionsArrive(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		all := inbox(t, l, 10)
		ctx := t.Context()
		f := record.MentionFilter{Brands: []string{"acme"}, Page: ledger.Page{Limit: 4}}
		var got []string
		for page := 0; ; page++ {
			rows, next, err := record.ListMentions(ctx, l, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				got = append(got, r.Mention.ID)
			}
			if f.Page.After = next; next == "" {
				break
			}
			d := episode(fmt.Sprint("new", page), "New", "Acme")
			d.Published = noon.Add(time.Hour)
			save(t, l, "s", d)
			write(t, l, func(tx *ledger.Tx) error { return record.SaveMention(ctx, tx, mention("acme", d)) })
		}
		var want []string
		for _, m := range all {
			want = append(want, m.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		f = record.MentionFilter{ByFound: true, Page: ledger.Page{Limit: 2}}
		rows, _, err := record.ListMentions(ctx, l, f)
		if err != nil || len(rows) != 2 || rows[0].Found.Before(rows[1].Found) {
			t.Errorf("by time found: %v %d rows", err, len(rows))
		}
	})
}

func TestInboxFilters(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		all := inbox(t, l, 4)
		yes, no := true, false
		dismissed, why := index.Dismissed, "another Acme"
		write(t, l, func(tx *ledger.Tx) error {
			if _, err := record.UpdateMention(ctx, tx, "", all[1].ID, 1, record.MentionChange{State: &dismissed, Reason: &why}); err != nil {
				return err
			}
			if _, err := record.UpdateMention(ctx, tx, "", all[2].ID, 0, record.MentionChange{Starred: &yes}); err != nil {
				return err
			}
			gone := must(record.GetMention(ctx, tx, "", all[3].ID))(t)
			gone.Removed, gone.Hits, gone.Revision = true, nil, gone.Revision+1
			return record.SaveMention(ctx, tx, gone)
		})
		for name, c := range map[string]struct {
			filter record.MentionFilter
			want   int
		}{
			"all but the removed": {record.MentionFilter{}, 4},
			"all":                 {record.MentionFilter{Removed: true}, 5},
			"brand":               {record.MentionFilter{Brands: []string{"rival", "other"}}, 1},
			"own":                 {record.MentionFilter{Own: &yes}, 3},
			"state":               {record.MentionFilter{States: []string{"dismissed"}}, 1},
			"not starred":         {record.MentionFilter{Starred: &no}, 3},
			"unsure":              {record.MentionFilter{Unsure: &yes}, 0},
			"kind":                {record.MentionFilter{Kinds: []string{"podcast"}, Types: []string{"discussed"}, Languages: []string{"en"}}, 4},
			"confidence":          {record.MentionFilter{MinConfidence: 0.95}, 0},
			"period":              {record.MentionFilter{From: noon.Add(-time.Hour), To: noon}, 1},
			"quote":               {record.MentionFilter{Query: "SO ACME"}, 4},
			"title":               {record.MentionFilter{Query: "episode 2"}, 1},
			"document":            {record.MentionFilter{Document: all[0].Document}, 2},
			"found by now":        {record.MentionFilter{FoundTo: time.Now().Add(time.Hour)}, 4},
			"found before":        {record.MentionFilter{FoundTo: noon.AddDate(-9, 0, 0)}, 0},
			"another workspace":   {record.MentionFilter{Workspace: "other"}, 0},
		} {
			rows, _, err := record.ListMentions(ctx, l, c.filter)
			if err != nil || len(rows) != c.want {
				t.Errorf("%s: %d rows, want %d (%v)", name, len(rows), c.want, err)
			}
			total, facets, err := record.CountMentions(ctx, l, c.filter, record.ByBrand, record.ByState, record.ByUnsure, record.ByDay)
			if err != nil || total != c.want {
				t.Errorf("%s: counted %d, want %d (%v)", name, total, c.want, err)
			}
			chosen := map[string][]string{record.ByBrand: c.filter.Brands, record.ByState: c.filter.States}
			if c.filter.Unsure != nil {
				chosen[record.ByUnsure] = []string{"1"}
			}
			for facet, counts := range facets {
				sum := 0
				for value, n := range counts {
					if len(chosen[facet]) == 0 || slices.Contains(chosen[facet], value) {
						sum += n
					}
				}
				if sum != total {
					t.Errorf("%s: by %s %v, in all %d", name, facet, counts, total)
				}
			}
		}
		_, facets, err := record.CountMentions(ctx, l, record.MentionFilter{Brands: []string{"acme"}, States: []string{"dismissed"}}, record.ByBrand, record.ByState)
		if want := (map[string]map[string]int{"brand": {"acme": 1}, "state": {"new": 2, "dismissed": 1}}); err != nil || !cmp.Equal(facets, want) {
			t.Errorf("what other values would find: %v, want %v (%v)", facets, want, err)
		}
		if _, _, err := record.CountMentions(ctx, l, record.MentionFilter{}, "workspace; DROP TABLE mentions"); err == nil {
			t.Error("a facet that is none")
		}
	})
}

func TestMentionIsChangedByWhoeverReadItLast(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		m := inbox(t, l, 1)[0]
		change := func(expected int64, c record.MentionChange) (out index.Mention, err error) {
			err = l.Write(ctx, func(tx *ledger.Tx) (err error) {
				out, err = record.UpdateMention(ctx, tx, "", m.ID, expected, c)
				return err
			})
			return out, err
		}
		dismissed, seen, why, note := index.Dismissed, index.Seen, "no", "call them"
		got := must(change(1, record.MentionChange{State: &dismissed, Reason: &why}))(t)
		if got.Revision != 2 || got.State != dismissed || got.Reason != why {
			t.Errorf("%+v", got)
		}
		if _, err := change(1, record.MentionChange{Note: &note}); !errors.Is(err, ledger.ErrConflict) {
			t.Error(err)
		}
		got = must(change(2, record.MentionChange{State: &seen, Note: &note}))(t)
		if got.Reason != "" || got.Note != note || got.Revision != 3 {
			t.Errorf("undone: %+v", got)
		}
		err := l.Write(ctx, func(tx *ledger.Tx) error { return record.SaveMention(ctx, tx, m) })
		if !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("found a second time: %v", err)
		}
		m.Revision, m.Confidence = 3, 1
		err = l.Write(ctx, func(tx *ledger.Tx) error { return record.SaveMention(ctx, tx, m) })
		if !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("from an old reading: %v", err)
		}
		byDocument := must(record.MentionPositions(ctx, l, []string{m.Document, "none"}))(t)
		brands := []string{}
		for _, m := range byDocument[m.Document] {
			brands = append(brands, m.Brand)
		}
		if !slices.Equal(brands, []string{"acme", "rival"}) {
			t.Errorf("brands %v", brands)
		}
		facts := must(mentions.EntryFactsOf(ctx, l, []string{m.Document, "none"}))(t)
		if f := facts[m.Document]; len(facts) != 1 || f.Show != "alpha" || f.Month == "" || len(f.Mentions) != 2 {
			t.Errorf("facts %+v", facts)
		}
	})
}
