package evidence

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// wonStages are stages of somebody who bought, as [feeds.StageName] writes them.
var wonStages = map[string]bool{
	"customer": true, "won": true, "closed_won": true, "closedwon": true, "deal_won": true, "evangelist": true, "klant": true, "gewonnen": true,
}

// Won reports whether a stage is that of somebody who bought.
func Won(stage string) bool { return wonStages[stage] }

// ShowLeads are the people who named a show, counted.
type ShowLeads struct {
	Show      string
	Leads     int // a person counts once
	Named     int // those of them who meant one mention
	Confirmed int // those of them whose match a person confirmed
	Stages    map[string]int
	Won       int
	Value     float64 // of those who bought, in the systems' own currency
	Valued    int     // how many of those who bought have a value
	Last      time.Time
}

// ShowFilter narrows the leads that are counted by show.
type ShowFilter struct {
	Workspace, Site string
	From, To        time.Time // To excluded; zero is open
}

// LeadsByShow counts the leads that named each show, without tests and imported ones: most leads first. The key makes
// spellings of one show equal. A person with several leads counts with the one that got furthest.
func LeadsByShow(ctx context.Context, r ledger.Reader, f ShowFilter, key func(show string) string) ([]ShowLeads, error) {
	no := false
	w := LeadFilter{Workspace: f.Workspace, Site: f.Site, From: f.From, To: f.To, Test: &no, Imported: &no}.where()
	type one struct {
		named, confirmed bool
		stage            string
		value            *float64
		at               time.Time
	}
	people := map[[2]string]one{}
	names := map[string]string{}
	err := r.Each(ctx, `SELECT id, person, stage, value, time, m.tier, m.show_name, CASE WHEN m.judged > 0 THEN 1 ELSE 0 END
		FROM (SELECT * FROM leads`+w.String()+`) l JOIN lead_matches m ON m.lead = l.id WHERE m.tier IN ('named', 'show') AND m.show_name <> '' ORDER BY time, id`, w.Args, func(scan query.Scan) error {
		var id, person, tier, show string
		var p one
		if err := scan(&id, &person, &p.stage, &p.value, query.Time(&p.at), &tier, &show, query.Flag(&p.confirmed)); err != nil {
			return err
		}
		p.named = tier == NamedTier
		k := [2]string{key(show), cmp.Or(person, "lead "+id)}
		names[k[0]] = cmp.Or(names[k[0]], show)
		if before, twice := people[k]; twice {
			p.named, p.confirmed = p.named || before.named, p.confirmed || before.confirmed
			if Won(before.stage) && (!Won(p.stage) || before.value != nil && (p.value == nil || *before.value > *p.value)) {
				p.stage, p.value = before.stage, before.value
			}
		}
		people[k] = p
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counting leads by show: %w", err)
	}
	shows := map[string]*ShowLeads{}
	for _, k := range slices.SortedFunc(maps.Keys(people), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }) {
		p := people[k] // in a fixed order: sums of fractions depend on it
		s := shows[k[0]]
		if s == nil {
			s = &ShowLeads{Show: names[k[0]], Stages: map[string]int{}}
			shows[k[0]] = s
		}
		s.Leads++
		s.Stages[p.stage]++
		if p.named {
			s.Named++
		}
		if p.confirmed {
			s.Confirmed++
		}
		if p.at.After(s.Last) {
			s.Last = p.at
		}
		if Won(p.stage) {
			s.Won++
			if p.value != nil {
				s.Value += *p.value
				s.Valued++
			}
		}
	}
	out := make([]ShowLeads, 0, len(shows))
	for _, s := range shows {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b ShowLeads) int {
		return cmp.Or(cmp.Compare(b.Leads, a.Leads), cmp.Compare(b.Won, a.Won), cmp.Compare(a.Show, b.Show))
	})
	return out, nil
}
