package correlator

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/correlator/attribute"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// MatcherVersion is raised when answers are matched in another way, so that all are matched again.
const MatcherVersion = "2"

const (
	matchesAtOnce = 500            // leads of one transaction
	mostMatches   = 10_000         // leads of one round; then reports have their turn
	wholeRound    = 24 * time.Hour // how often all leads are matched, for renamed shows and what else has no event
	restFactor    = 10             // how much longer than its last round nothing is made due because of mentions
)

// answers matches what leads say to mentions. What is due is in the ledger: leads by themselves, and all leads of a
// workspace from a time on, where a mention of that time came, changed or went.
type answers struct {
	c       *Correlator
	rest    time.Time // until when leads are not made due again because of mentions
	indexes map[string]workspaceIndex
}

// workspaceIndex is what the leads of a workspace are matched to.
type workspaceIndex struct {
	revision int64
	made     time.Time
	zones    map[string]*time.Location // by source of leads
	matchers map[string]*attribute.Matcher
}

// work matches leads that are due. It returns 0 unless there may be more.
func (a *answers) work(ctx context.Context) (int, error) {
	l, now := a.c.opts.Ledger, a.c.opts.Now()
	all, err := evidence.MatchingOf(ctx, l)
	if err != nil {
		return 0, err
	}
	revisions := map[string]int64{}
	for _, m := range all {
		revisions[m.Workspace] = m.Revision
		version := ""
		if m.Version != MatcherVersion || now.Sub(m.Whole) > wholeRound {
			version = MatcherVersion
		}
		// Leads become due again after mentions only so often that matching takes a small part of the time, however
		// many mentions a rescan brings.
		if version == "" && (!m.Again || now.Before(a.rest)) {
			continue
		}
		if err := l.Write(ctx, func(tx *ledger.Tx) error { return evidence.MakeMatchesDue(ctx, tx, m, version) }); err != nil {
			return 0, err
		}
	}
	begun, done := a.c.opts.Now(), 0
	for done < mostMatches {
		if lead, err := a.c.lead(ctx); err != nil || !lead {
			return 0, err
		}
		due, err := evidence.DueMatches(ctx, l, matchesAtOnce)
		if err != nil || len(due) == 0 {
			return 0, err
		}
		found := make([]evidence.LeadMatch, len(due))
		for i, d := range due {
			ix, err := a.index(ctx, d.Workspace, revisions[d.Workspace])
			if err != nil {
				return 0, err
			}
			found[i] = a.match(ix, d)
		}
		changed := 0
		err = l.Write(ctx, func(tx *ledger.Tx) (err error) {
			changed, err = evidence.SaveMatches(ctx, tx, due, found)
			return err
		})
		if err != nil {
			return 0, err
		}
		a.c.matched.WithLabelValues("changed").Add(float64(changed))
		a.c.matched.WithLabelValues("unchanged").Add(float64(len(due) - changed))
		done += len(due)
		a.rest = a.c.opts.Now().Add(restFactor * a.c.opts.Now().Sub(begun))
		if len(due) < matchesAtOnce {
			return 0, nil
		}
	}
	return done, nil
}

// fresh is how long an index is used when nothing that has an event changed.
const fresh = time.Minute

// index returns what the leads of a workspace are matched to. It is made after the leads were read, so that a mention
// that comes later makes them due again.
func (a *answers) index(ctx context.Context, workspace string, revision int64) (workspaceIndex, error) {
	now := a.c.opts.Now()
	if ix, ok := a.indexes[workspace]; ok && ix.revision == revision && now.Sub(ix.made) < fresh {
		return ix, nil
	}
	ix := workspaceIndex{revision: revision, made: now, zones: map[string]*time.Location{}, matchers: map[string]*attribute.Matcher{}}
	l := a.c.opts.Ledger
	mentions, err := record.RecallableMentions(ctx, l, workspace, a.c.opts.Unjoined)
	if err != nil {
		return ix, err
	}
	aliases, err := evidence.ListAliases(ctx, l, workspace)
	if err != nil {
		return ix, err
	}
	sites, err := evidence.ListSites(ctx, l, workspace)
	if err != nil {
		return ix, err
	}
	sources, err := evidence.ListLeadSources(ctx, l, workspace)
	if err != nil {
		return ix, err
	}
	made := map[string]*attribute.Matcher{} // by the brands of a site: most sites have the same
	for _, src := range sources {
		zone, err := time.LoadLocation(src.Zone)
		if err != nil {
			zone = time.UTC
		}
		ix.zones[src.ID] = zone
		brands, err := brandsOfSite(ctx, l, sites, workspace, src.Site)
		if err != nil {
			return ix, err
		}
		key := strings.Join(brands, " ")
		if made[key] == nil {
			made[key] = newMatcher(mentions, brands, aliases)
		}
		ix.matchers[src.ID] = made[key]
	}
	if a.indexes == nil {
		a.indexes = map[string]workspaceIndex{}
	}
	a.indexes[workspace] = ix
	return ix, nil
}

// brandsOfSite returns the own brands whose mentions the leads of a site can mean, by id.
func brandsOfSite(ctx context.Context, r ledger.Reader, sites []evidence.Site, workspace, name string) ([]string, error) {
	i := slices.IndexFunc(sites, func(s evidence.Site) bool { return s.Name == name })
	if i < 0 {
		return nil, nil
	}
	list, err := brandsOf(ctx, r, sites[i])
	var out []string
	for _, b := range list {
		if b.Own {
			out = append(out, b.ID)
		}
	}
	slices.Sort(out)
	return out, err
}

// newMatcher indexes the mentions of some brands. Copies of one conversation are one mention, and the names of their
// shows mean the same; a document that mentions two brands is one too.
func newMatcher(mentions []record.Recallable, brands []string, aliases []evidence.Alias) *attribute.Matcher {
	var list []attribute.Mention
	var names []attribute.Alias
	at := map[string]int{} // by cluster
	for _, lead := range []bool{true, false} {
		for _, m := range mentions {
			if m.Lead != lead || !slices.Contains(brands, m.Brand) {
				continue
			}
			if i, ok := at[m.Cluster]; ok {
				if !attribute.SameShow(list[i].Show, m.Show) && m.Show != "" {
					names = append(names, attribute.Alias{Wording: m.Show, Show: list[i].Show})
				}
				for _, p := range m.People {
					if !slices.Contains(list[i].People, p) {
						list[i].People = append(list[i].People, p)
					}
				}
				continue
			}
			at[m.Cluster] = len(list)
			list = append(list, attribute.Mention{
				ID: m.ID, Brand: m.Brand, Kind: string(m.Kind), Show: m.Show, Title: m.Title, Network: m.Network, Language: m.Language, URL: m.URL,
				People: slices.Clone(m.People), Published: m.Published,
			})
		}
	}
	for _, a := range aliases {
		names = append(names, attribute.Alias{Wording: a.Wording, Show: a.Show, Person: a.Person})
	}
	return attribute.New(list, names...)
}

// match returns what a lead means: what its answer says, or else what a salesperson noted.
func (a *answers) match(ix workspaceIndex, d evidence.DueMatch) (out evidence.LeadMatch) {
	matcher := ix.matchers[d.Source]
	if d.Answer == "" && d.Note == "" || matcher == nil {
		return evidence.LeadMatch{Lead: d.Lead}
	}
	// A text that nobody thought of must not keep all others from being matched.
	defer func() {
		if p := recover(); p != nil {
			a.c.opts.Logger.Error("answer not matched", "lead", d.Lead, "error", fmt.Sprint(p), "stack", string(debug.Stack()))
			out = evidence.LeadMatch{Lead: d.Lead, Tier: evidence.NoTier, SaidIn: evidence.SaidInAnswer}
			explain(&out, []attribute.Reason{attribute.Unreadable()})
		}
	}()
	at := d.Time
	if local := at.In(ix.zones[d.Source]); local.Hour() == 0 && local.Minute() == 0 && local.Second() == 0 {
		at = at.Add(24*time.Hour - time.Microsecond) // a day alone: it includes what was published during it
	}
	best := -1
	for _, said := range [][2]string{{evidence.SaidInAnswer, d.Answer}, {evidence.SaidInNote, d.Note}} {
		if said[1] == "" {
			continue
		}
		r := matcher.Match(attribute.Answer{ID: d.Lead, Text: said[1], At: at})
		if rank := slices.Index(evidence.Tiers, string(r.Tier)); best < 0 || rank < best {
			best = rank
			out = evidence.LeadMatch{
				Lead: d.Lead, Tier: string(r.Tier), Mention: r.Mention, Show: r.Show, Candidates: r.Candidates, Confidence: r.Confidence, SaidIn: said[0],
			}
			explain(&out, r.Reasons)
		}
	}
	return out
}

// explain says why a match was made.
func explain(m *evidence.LeadMatch, reasons []attribute.Reason) {
	m.Reason = attribute.English(reasons)
	for _, r := range reasons {
		m.Reasons = append(m.Reasons, evidence.MatchReason(r))
	}
}
