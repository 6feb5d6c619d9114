package evidence_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func leadSource(id string) feeds.LeadSource {
	return feeds.LeadSource{ID: id, Site: "shop", Type: "hubspot", Name: id, URL: "https://h.example", Zone: "Europe/Amsterdam", KeepAddress: true,
		Settings: []byte(`{"answer":"heard"}`), Secrets: map[string]feeds.Secret{"token": "t", "client_secret": "c"}}
}

// addLeadSource adds a source and returns it with the workspace's key.
func addLeadSource(t *testing.T, l *ledger.Ledger, s feeds.LeadSource) evidence.LeadSourceWithPoll {
	t.Helper()
	var stored evidence.LeadSourceWithPoll
	write(t, l, func(tx *ledger.Tx) (err error) {
		stored, _, err = evidence.AddLeadSource(t.Context(), tx, s, evidence.ByPoll)
		return err
	})
	return stored
}

func putLeads(t *testing.T, l *ledger.Ledger, src feeds.LeadSource, o evidence.LeadsOptions, leads ...feeds.Lead) (n evidence.LeadChanges) {
	t.Helper()
	write(t, l, func(tx *ledger.Tx) (err error) {
		n, err = evidence.PutLeads(t.Context(), tx, src, leads, o)
		return err
	})
	return n
}

func lead(src feeds.LeadSource, key string, hours int, answer string) feeds.Lead {
	l := src.Lead(key, noon.Add(time.Duration(hours)*time.Hour))
	l.Stage = "lead"
	src.SetPerson(&l, key+"@buyer.example")
	l.SetTexts(answer, "")
	return l
}

func TestALeadThatIsReadTwiceIsOneLead(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addLeadSource(t, l, leadSource("s")).LeadSource
		if src.HashKey == "" || src.Secrets["token"] != "t" || src.Secrets["client_secret"] != "c" {
			t.Errorf("the source has key %t and secrets %d", src.HashKey != "", len(src.Secrets))
		}
		value := 1200.5
		a, b := lead(src, "a", 0, "On a podcast"), lead(src, "b", 1, "")
		a.Value, a.Updated, a.Landing = &value, noon.Add(1234*time.Nanosecond), "/pricing?utm_source=x"
		var many []feeds.Lead
		for i := range 400 {
			many = append(many, lead(src, fmt.Sprint("m", i), 2, "x"))
		}
		all := append(many, a, b)
		if n := putLeads(t, l, src, evidence.LeadsOptions{}, all...); n != (evidence.LeadChanges{Added: 402}) {
			t.Errorf("first: %+v", n)
		}
		if n := putLeads(t, l, src, evidence.LeadsOptions{}, all...); n != (evidence.LeadChanges{Unchanged: 402}) {
			t.Errorf("again: %+v", n)
		}
		b2 := lead(src, "b", 5, "A friend")
		if n := putLeads(t, l, src, evidence.LeadsOptions{}, b, b2); n != (evidence.LeadChanges{Changed: 1}) {
			t.Errorf("twice in one batch: %+v", n)
		}
		b3 := lead(src, "b", 9, "A friend told me")
		if n := putLeads(t, l, src, evidence.LeadsOptions{KeepTime: true}, b3); n != (evidence.LeadChanges{Changed: 1}) {
			t.Errorf("sent again: %+v", n)
		}
		got := must(evidence.GetLead(t.Context(), l, "", b.ID))(t)
		if !got.Time.Equal(b2.Time) || got.Answer != "A friend told me" || got.Address != "b@buyer.example" || got.Value != nil {
			t.Errorf("%+v", got)
		}
		if got := must(evidence.GetLead(t.Context(), l, "", a.ID))(t); got.Value == nil || *got.Value != value || got.Landing != a.Landing || got.Source != "s" {
			t.Errorf("%+v", got)
		}
	})
}

// The key for hashes is made once in a workspace, so that a person has the same hash in all sources.
func TestAPersonHasOneHashInAWorkspace(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		a, b, c := leadSource("a"), leadSource("b"), leadSource("c")
		c.Workspace = "agency"
		hash := func(s feeds.LeadSource) string {
			stored := addLeadSource(t, l, s)
			return stored.LeadSource.Person("ann@buyer.example")
		}
		x, y, z := hash(a), hash(b), hash(c)
		if x == "" || x != y || x == z {
			t.Errorf("%q %q %q", x, y, z)
		}
	})
}

// Erased leads don't come back, whoever sends them, and whether they were stored when they were erased or not.
func TestErasedLeadsStayErased(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addLeadSource(t, l, leadSource("s")).LeadSource
		a, b, c := lead(src, "a", 0, "x"), lead(src, "b", 1, "y"), lead(src, "c", 2, "z")
		putLeads(t, l, src, evidence.LeadsOptions{}, a, b)
		write(t, l, func(tx *ledger.Tx) error {
			if err := evidence.EraseLeads(ctx, tx, src, []string{"a", "c"}); err != nil {
				return err
			}
			return evidence.DeleteLead(ctx, tx, "", b.ID)
		})
		if n := putLeads(t, l, src, evidence.LeadsOptions{}, a, b, c); n != (evidence.LeadChanges{Erased: 3}) {
			t.Errorf("%+v", n)
		}
		if _, err := evidence.GetLead(ctx, l, "", a.ID); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("an erased lead: %v", err)
		}
		items, _, err := evidence.ListLeads(ctx, l, evidence.LeadFilter{})
		if err != nil || len(items) != 0 {
			t.Errorf("%d leads, %v", len(items), err)
		}
		var held int
		if err := l.Row(ctx, `SELECT COUNT(*) FROM leads WHERE lead_key <> '' OR answer <> '' OR person <> '' OR address <> '' OR time <> 0`, nil, &held); err != nil || held != 0 {
			t.Errorf("something is left of %d, %v", held, err)
		}
		write(t, l, func(tx *ledger.Tx) error {
			if err := evidence.DeleteLead(ctx, tx, "", a.ID); !errors.Is(err, ledger.ErrNotFound) {
				t.Errorf("erasing again: %v", err)
			}
			return nil
		})
	})
}

func TestListingLeads(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addLeadSource(t, l, leadSource("s")).LeadSource
		other := leadSource("o")
		other.Site = "blog"
		elsewhere := addLeadSource(t, l, other).LeadSource
		a, b, c, d := lead(src, "a", 0, "On The Slow Quarter"), lead(src, "b", 1, ""), lead(src, "c", 1, "100%_sure"), lead(elsewhere, "d", 3, "LinkedIn")
		b.Test, c.Imported, c.Stage = true, true, "customer"
		putLeads(t, l, src, evidence.LeadsOptions{}, a, b, c)
		putLeads(t, l, elsewhere, evidence.LeadsOptions{}, d)
		yes, no := true, false
		for name, tt := range map[string]struct {
			f    evidence.LeadFilter
			want string
		}{
			"all":      {evidence.LeadFilter{}, "d c b a"},
			"text":     {evidence.LeadFilter{Text: "slow quarter"}, "a"},
			"wildcard": {evidence.LeadFilter{Text: "%_"}, "c"},
			"person":   {evidence.LeadFilter{Person: src.Person("C@buyer.example ")}, "c"},
			"site":     {evidence.LeadFilter{Site: "blog"}, "d"},
			"source":   {evidence.LeadFilter{Sources: []string{"s"}, Stages: []string{"customer"}}, "c"},
			"from":     {evidence.LeadFilter{From: noon.Add(time.Hour), To: noon.Add(3 * time.Hour)}, "c b"},
			"tests":    {evidence.LeadFilter{Test: &yes}, "b"},
			"counted":  {evidence.LeadFilter{Test: &no, Imported: &no}, "d a"},
			"answered": {evidence.LeadFilter{Answered: &no}, "b"},
			"others":   {evidence.LeadFilter{Workspace: "agency"}, ""},
		} {
			var got []string
			f := tt.f
			f.Page.Limit = 1
			for {
				items, next, err := evidence.ListLeads(ctx, l, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, i := range items {
					got = append(got, i.Key)
				}
				if f.Page.After = next; next == "" {
					break
				}
			}
			// b and c are of the same time, so their order is that of their ids.
			want := tt.want
			if b.ID > c.ID {
				want = strings.Replace(want, "c b", "b c", 1)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %v, want %s", name, got, want)
			}
		}
		totals := must(evidence.CountLeads(ctx, l, evidence.LeadFilter{}))(t)
		if diff := cmp.Diff(evidence.LeadTotals{Leads: 4, Answered: 3, Test: 1, Imported: 1, ByStage: map[string]int{"lead": 3, "customer": 1}}, totals); diff != "" {
			t.Error(diff)
		}
		site := evidence.Site{Workspace: "default", Name: "shop"}
		counted := must(evidence.CountedLeads(ctx, l, site, time.Time{}))(t)
		if len(counted) != 1 || !counted[0].Answered || counted[0].Person != a.Person {
			t.Errorf("counted: %+v", counted)
		}
	})
}

func TestChangingALeadSource(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addLeadSource(t, l, leadSource("s")).LeadSource
		a := lead(src, "a", 0, "x")
		putLeads(t, l, src, evidence.LeadsOptions{}, a)
		src.Name, src.KeepAddress, src.Secrets = "CRM", false, map[string]feeds.Secret{"token": "new"}
		write(t, l, func(tx *ledger.Tx) error { return evidence.UpdateLeadSource(ctx, tx, src) })
		got := must(evidence.GetLeadSource(ctx, l, "", "s"))(t)
		if got.Name != "CRM" || got.KeepAddress || len(got.Secrets) != 1 || got.Secrets["token"] != "new" || got.Leads != 1 {
			t.Errorf("%+v", got)
		}
		if l := must(evidence.GetLead(ctx, l, "", a.ID))(t); l.Address != "" || l.Person != a.Person {
			t.Errorf("the address was kept: %+v", l)
		}
		sites := must(evidence.ListSites(ctx, l, ""))(t)
		if len(sites) != 1 || sites[0].Name != "shop" || sites[0].Zone != "Europe/Amsterdam" {
			t.Fatalf("%+v", sites)
		}
		sites[0].Name = "store"
		write(t, l, func(tx *ledger.Tx) error { _, err := evidence.PutSite(ctx, tx, sites[0]); return err })
		if got := must(evidence.SiteLeadSources(ctx, l, evidence.Site{Workspace: "default", Name: "store"}))(t); len(got) != 1 {
			t.Errorf("the source didn't follow its site: %+v", got)
		}
		write(t, l, func(tx *ledger.Tx) error { return evidence.DeleteLeadSource(ctx, tx, "", "s") })
		if _, err := evidence.GetLead(ctx, l, "", a.ID); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("a lead of a deleted source: %v", err)
		}
	})
}

// Until when the leads of a site are known depends on how they arrive.
func TestUntilWhenLeadsAreKnown(t *testing.T) {
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	source := func(how evidence.Arrival, last, read, due int) (s evidence.LeadSourceWithPoll) {
		s.Arrival = how
		if last != 0 {
			s.Last = at(last)
		}
		if read != 0 {
			s.Poll.State.LastRead, s.Poll.State.Due = at(read), at(due)
		}
		return s
	}
	now := at(100)
	late := 15 * time.Minute
	for name, tt := range map[string]struct {
		sources []evidence.LeadSourceWithPoll
		want    time.Time
	}{
		"nothing":             {nil, time.Time{}},
		"a form":              {[]evidence.LeadSourceWithPoll{source(evidence.ByRequest, 5, 5, 0)}, now},
		"two files":           {[]evidence.LeadSourceWithPoll{source(evidence.ByFile, 5, 6, 0), source(evidence.ByFile, 9, 3, 0)}, at(9)},
		"a file and a form":   {[]evidence.LeadSourceWithPoll{source(evidence.ByFile, 5, 6, 0), source(evidence.ByRequest, 0, 0, 0)}, now},
		"a CRM that is read":  {[]evidence.LeadSourceWithPoll{source(evidence.ByPoll, 5, 90, 91)}, at(90).Add(-late)},
		"one that is not yet": {[]evidence.LeadSourceWithPoll{source(evidence.ByPoll, 5, 0, 0), source(evidence.ByRequest, 5, 5, 0)}, time.Time{}},
		"one that goes on":    {[]evidence.LeadSourceWithPoll{source(evidence.ByPoll, 5, 90, 90)}, time.Time{}},
		"the one that fails":  {[]evidence.LeadSourceWithPoll{source(evidence.ByPoll, 5, 90, 91), source(evidence.ByPoll, 5, 20, 200)}, at(20).Add(-late)},
	} {
		if got := evidence.LeadsKnown(tt.sources, now); !got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
