package evidence_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// exampleReport is the report of the n-th mention.
func exampleReport(n int, verdict evidence.Verdict) evidence.Report {
	effect := 12.5
	cluster := fmt.Sprint("c", n)
	return evidence.Report{
		ID: evidence.ReportID("", "acme", cluster), Workspace: "default", Brand: "acme", State: evidence.Ready, Verdict: verdict, P: 0.01, Input: "print",
		Revision: 1, Created: noon, Revised: noon,
		Body: evidence.ReportBody{
			Mention: evidence.ReportMention{ID: fmt.Sprint("m", n), Cluster: cluster, Kind: "podcast", Title: "41", Show: "Paths", Published: noon.AddDate(0, 0, n)},
			Site:    evidence.ReportSite{ID: "site"}, Reasons: []string{},
			Lift: &evidence.Lift{Effect: evidence.Interval{Effect: &effect}, StandsOut: verdict == evidence.Likely},
		},
	}
}

func TestReports(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		put := func(r evidence.Report) error {
			return l.Write(ctx, func(tx *ledger.Tx) error { return evidence.PutReport(ctx, tx, r) })
		}
		var all []evidence.Report
		for n, v := range []evidence.Verdict{evidence.Likely, evidence.NoSign, evidence.Likely, evidence.CannotTell} {
			r := exampleReport(n, v)
			if v == evidence.CannotTell {
				r.P = -1
			}
			if n == 2 {
				r.Together = "g"
			}
			if err := put(r); err != nil {
				t.Fatal(err)
			}
			all = append(all, r)
		}
		if got := must(evidence.GetReport(ctx, l, "", all[0].ID))(t); !cmp.Equal(got, all[0]) {
			t.Error(cmp.Diff(all[0], got))
		}
		if err := put(all[0]); !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("the same revision twice: %v", err)
		}
		again := all[0]
		again.Revision, again.Verdict = 2, evidence.Possible
		if err := put(again); err != nil {
			t.Fatal(err)
		}
		var seen []string
		for f := (evidence.ReportFilter{Page: ledger.Page{Limit: 3}}); ; {
			page, next, err := evidence.ListReports(ctx, l, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page {
				seen = append(seen, r.Body.Mention.ID)
			}
			if f.Page.After = next; next == "" {
				break
			}
		}
		if diff := cmp.Diff([]string{"m3", "m2", "m1", "m0"}, seen); diff != "" {
			t.Error(diff)
		}
		few, _, err := evidence.ListReports(ctx, l, evidence.ReportFilter{Verdicts: []string{"likely"}, Brands: []string{"acme"}, From: noon, To: noon.AddDate(0, 0, 3)})
		if err != nil || len(few) != 1 || few[0].Body.Mention.ID != "m2" {
			t.Errorf("%+v, %v", few, err)
		}
		totals := must(evidence.CountReports(ctx, l, evidence.ReportFilter{}))(t)
		if totals.Tested != 3 || totals.StandOut != 2 || totals.ByVerdict[evidence.CannotTell] != 1 {
			t.Errorf("%+v", totals)
		}
		write(t, l, func(tx *ledger.Tx) error { return evidence.RemoveReport(ctx, tx, all[1].ID) })
		if _, err := evidence.GetReport(ctx, l, "", all[1].ID); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("a removed report: %v", err)
		}
		if r := must(evidence.AnyReport(ctx, l, "", all[1].ID))(t); r.Revision != 1 || r.Body.Mention.Title != "" || !r.Removed {
			t.Errorf("of a removed report stays %+v", r)
		}
		grades := must(evidence.Grades(ctx, l, []string{all[0].ID, all[1].ID, "none"}))(t)
		if len(grades) != 1 || grades[all[0].ID].Verdict != evidence.Possible {
			t.Errorf("%+v", grades)
		}
		site := evidence.Site{ID: "site", Workspace: "default"}
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(evidence.ChooseReport(ctx, tx, site, "acme", "post", "m9"), evidence.ChooseReport(ctx, tx, site, "acme", "c0", "m0"))
		})
		brief := must(evidence.ReportsOfSite(ctx, l, site))(t)
		if post := brief[evidence.ReportID("", "acme", "post")]; !post.Chosen || !post.Removed || post.Body.Mention.Cluster != "post" {
			t.Errorf("%+v", post)
		}
		if r := brief[all[0].ID]; !r.Chosen || r.Removed || r.Input != "print" || r.P != 0.01 {
			t.Errorf("%+v", r)
		}
	})
}

// Both lists that a client phrases by code have texts, each code once.
func TestCodedSentences(t *testing.T) {
	seen := map[string]bool{}
	for _, list := range [][]evidence.Coded{evidence.Caveats, evidence.LineTexts} {
		for _, c := range list {
			if c.Text == "" || seen[c.Code] {
				t.Errorf("%+v", c)
			}
			seen[c.Code] = true
		}
	}
	if n := evidence.Note(evidence.Caveats, "history", map[string]string{"placebos": "41", "needed": "60"}); n.Text != "There are 41 past periods to compare with; 60 are needed, about three months." {
		t.Error(n.Text)
	}
}
