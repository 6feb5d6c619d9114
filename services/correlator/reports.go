package correlator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/correlator/report"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// longest is how long a site is not looked at when nothing happens.
const longest = 24 * time.Hour

// Make brings the reports of a site up to date and returns when to look again.
func (c *Correlator) Make(ctx context.Context, s evidence.Site) (time.Time, error) {
	now := c.opts.Now()
	next := now.Add(longest)
	stored, err := evidence.ReportsOfSite(ctx, c.opts.Ledger, s)
	if err != nil {
		return next, err
	}
	w, err := c.load(ctx, s, stored)
	if err != nil {
		return next, err
	}
	live := map[string]bool{}
	var tested []testedReport // of earlier mentions, in their order
	for _, m := range w.mentions {
		if lead, err := c.lead(ctx); err != nil || !lead || ctx.Err() != nil {
			return next, errors.Join(errStopped, err, ctx.Err())
		}
		id := evidence.ReportID(s.Workspace, m.Brand, m.Cluster)
		q, ok := report.Ask(w.input(m, now, family(tested, m)))
		if !ok {
			continue
		}
		live[id] = true
		if look := q.Look(); look.After(now) && look.Before(next) {
			next = look
		}
		r, known := stored[id]
		if print := q.Print(); !known || r.Removed || r.Input != print {
			if r, err = c.remake(ctx, w, id, m, q, print); err != nil {
				return next, err
			}
		}
		if r.State == evidence.Ready && r.P >= 0 {
			tested = append(tested, testedReport{m.Brand, report.Tested{Together: r.Together, P: r.P, Published: m.Published}})
		}
	}
	for id, r := range stored {
		if live[id] || r.Removed {
			continue
		}
		if err := c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return evidence.RemoveReport(ctx, tx, id) }); err != nil {
			return next, err
		}
	}
	return next, nil
}

// errStopped ends a look at a site; whoever makes reports next looks again.
var errStopped = errors.New("stopped, or another process makes the reports now")

// testedReport is a report that has a p.
type testedReport struct {
	brand string
	report.Tested
}

// family returns the tests of a brand's mentions up to a mention. The members of a group are
// graded by the family of the first one, so it reaches back twice as far as one family.
func family(earlier []testedReport, m record.Material) []report.Tested {
	out := []report.Tested{}
	for _, t := range earlier {
		if t.brand == m.Brand && t.Published.After(m.Published.AddDate(0, 0, -2*report.FamilyDays)) {
			out = append(out, t.Tested)
		}
	}
	return out
}

// remake makes one report and saves it if its content changed.
func (c *Correlator) remake(ctx context.Context, w *world, id string, m record.Material, q report.Question, print string) (evidence.Report, error) {
	begun := time.Now()
	made, err := build(q)
	c.took.Observe(time.Since(begun).Seconds())
	if err != nil { // one report that can't be made doesn't keep the others from it
		c.made.WithLabelValues("failed").Inc()
		c.opts.Logger.Error("report not made", "report", id, "mention", m.ID, "error", err)
		return evidence.Report{State: evidence.Open}, nil
	}
	var out evidence.Report
	outcome := ""
	err = c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		before, err := evidence.AnyReport(ctx, tx, w.site.Workspace, id)
		fresh := errors.Is(err, ledger.ErrNotFound)
		if err != nil && !fresh {
			return err
		}
		out = evidence.Report{
			ID: id, Workspace: w.site.Workspace, Brand: m.Brand, State: made.State, Verdict: made.Verdict, P: made.P, Together: made.Together,
			Input: print, Chosen: before.Chosen, Revision: before.Revision + 1, Body: made.Body, Created: before.Created, Revised: tx.Now(),
		}
		if fresh {
			out.Created = tx.Now()
		}
		if !fresh && !before.Removed && before.State == out.State && before.Verdict == out.Verdict && same(before.Body, out.Body) {
			outcome = "unchanged"
			out.Revision, out.Revised = before.Revision, before.Revised
			return evidence.SetReportInput(ctx, tx, id, print)
		}
		if err := evidence.PutReport(ctx, tx, out); err != nil {
			return err
		}
		outcome = string(out.State)
		if out.State != evidence.Ready {
			return nil
		}
		name := alerts.ReportReady
		if !before.Removed && before.State == evidence.Ready {
			name, outcome = alerts.ReportRevised, "revised"
		}
		return mentions.AnnounceReport(ctx, tx, name, out, w.brands[out.Brand], c.opts.BaseURL)
	})
	if errors.Is(err, ledger.ErrConflict) { // another process was first; the site stays due
		return out, fmt.Errorf("report %s: %w", id, err)
	}
	if err == nil {
		c.made.WithLabelValues(outcome).Inc()
	}
	return out, err
}

// build calls the method, and turns a panic into an error: a number that nobody thought of must
// not end the process.
func build(q report.Question) (out report.Report, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v\n%s", p, debug.Stack())
		}
	}()
	return q.Build(), nil
}

// same reports whether two bodies say the same. One was read from the ledger, so both are
// compared as they are written.
func same(a, b evidence.ReportBody) bool {
	x, errA := json.Marshal(a)
	y, errB := json.Marshal(b)
	return errA == nil && errB == nil && reflect.DeepEqual(x, y)
}

// world is what the reports of a site are made from.
type world struct {
	site     evidence.Site
	zone     *time.Location
	feed     string // that counts its visits
	brands   map[string]alerts.EventBrand
	mentions []record.Material
	others   []report.Other
	visits   report.Daily
	search   []report.Search
	leads    report.Leads
	events   []report.Event
	direct   map[string]report.Direct // by cluster
	shares   report.Shares
	sessions report.Sessions
	linked   bool // there are short links
}

// load reads what the reports of a site are made from.
func (c *Correlator) load(ctx context.Context, s evidence.Site, stored map[string]evidence.Report) (*world, error) {
	l, now := c.opts.Ledger, c.opts.Now()
	w := &world{site: s, brands: map[string]alerts.EventBrand{}}
	var err error
	if w.zone, err = s.Location(); err != nil {
		return nil, fmt.Errorf("reading its time zone: %w", err)
	}
	brands, err := brandsOf(ctx, l, s)
	if err != nil {
		return nil, err
	}
	var ids, chosen []string
	for _, b := range brands {
		w.brands[b.ID] = alerts.EventBrand{ID: b.ID, Name: b.Name, Own: b.Own}
		ids = append(ids, b.ID)
	}
	for _, r := range stored {
		if r.Chosen {
			chosen = append(chosen, r.Body.Mention.Cluster)
		}
	}
	slices.Sort(chosen)
	if w.mentions, err = record.MaterialMentions(ctx, l, s.Workspace, ids, chosen); err != nil || len(w.mentions) == 0 {
		return w, err
	}
	if w.direct, w.linked, err = c.directOf(ctx, w); err != nil {
		return nil, err
	}
	for _, m := range w.mentions {
		w.others = append(w.others, report.Other{
			ID: m.ID, Brand: m.Brand, Cluster: m.Cluster, Kind: m.Kind, Title: m.Title, Show: m.Show, Published: m.Published, Direct: w.direct[m.Cluster],
		})
	}
	primary, err := evidence.PrimaryFeeds(ctx, l, s)
	if err != nil {
		return nil, err
	}
	for _, metric := range evidence.ReportMetrics {
		f, ok := primary[metric]
		if !ok {
			continue
		}
		zone, err := f.Location()
		if err != nil {
			return nil, fmt.Errorf("reading the time zone of feed %s: %w", f.ID, err)
		}
		counts, err := evidence.Counts(ctx, l, f.ID, metric, now.Add(-mostHistory))
		if err != nil {
			return nil, err
		}
		if metric == feeds.VisitsMetric {
			w.feed, w.visits = f.ID, report.Days(counts, zone, w.zone, now)
		} else if d := report.Days(counts, zone, zone, now); len(d.Values) > 0 {
			w.search = append(w.search, report.Search{Metric: metric, Daily: d})
		}
	}
	if w.leads, err = c.leadsOf(ctx, w); err != nil {
		return nil, err
	}
	if err := c.sharesOf(ctx, w); err != nil {
		return nil, err
	}
	w.events, err = c.eventsOf(ctx, w)
	return w, err
}

// leadsOf reads the leads of a site.
func (c *Correlator) leadsOf(ctx context.Context, w *world) (report.Leads, error) {
	now := c.opts.Now()
	sources, err := evidence.SiteLeadSources(ctx, c.opts.Ledger, w.site)
	if err != nil || len(sources) == 0 {
		return report.Leads{}, err
	}
	leads, err := evidence.CountedLeads(ctx, c.opts.Ledger, w.site, now.Add(-mostHistory))
	if err != nil {
		return report.Leads{}, err
	}
	return report.LeadDays(leads, w.zone, evidence.LeadsKnown(sources, now), now), nil
}

// mostHistory is how much history is read.
const mostHistory = 6 * 365 * 24 * time.Hour

// input returns what the report of a mention is made from.
func (w *world) input(m record.Material, now time.Time, family []report.Tested) report.Input {
	return report.Input{
		Now: now, Undated: m.Undated, Zone: w.zone, Visits: w.visits, Search: w.search, Leads: w.leads, Others: w.others, Events: w.events, Family: family, Direct: w.direct[m.Cluster],
		Linked: w.linked, Shares: w.shares, Sessions: w.sessions,
		Site: evidence.ReportSite{ID: w.site.ID, Name: w.site.Name, Zone: w.site.Zone, Feed: w.feed},
		Mention: evidence.ReportMention{
			ID: m.ID, Cluster: m.Cluster, Kind: m.Kind, Type: m.Type, Title: m.Title, Show: m.Show, Network: m.Network, URL: m.URL,
			Published: m.Published, Backfill: m.Backfill,
		},
	}
}
