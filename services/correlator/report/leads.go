package report

import (
	"math"
	"slices"
	"time"

	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// Leads are the leads of a site, by day in its time zone.
type Leads struct {
	Sources bool      // leads are read in
	Asked   bool      // at least one of them answered how they heard of you
	Start   time.Time // midnight of the first day; zero if nothing is known
	Counted []float64
	Answers []float64 // how many of them answered
}

// LeadDays counts leads by day. They are ordered by time, and known until a time: a day without leads
// before that had none. The first day is left out, since nobody knows whether it is complete. A
// person counts once a day, however many sources have them.
func LeadDays(leads []evidence.CountedLead, zone *time.Location, known, now time.Time) Leads {
	out := Leads{Sources: true}
	if known.After(now) {
		known = now
	}
	for _, l := range leads {
		out.Asked = out.Asked || l.Answered
	}
	if len(leads) == 0 || !leads[0].Time.Before(known) {
		return out
	}
	first := dateOf(leads[0].Time.In(zone))
	begin := date{first.y, first.m, first.d + 1}.in(zone)
	end := dateOf(known.In(zone)).in(zone) // the day that is not over doesn't count
	if oldest := end.AddDate(0, 0, -mostDays); begin.Before(oldest) {
		begin = oldest
	}
	at := map[date]int{}
	for t := begin; t.Before(end); t = t.AddDate(0, 0, 1) {
		at[dateOf(t)] = len(at)
	}
	if len(at) == 0 {
		return out
	}
	out.Start, out.Counted, out.Answers = begin, make([]float64, len(at)), make([]float64, len(at))
	type personDay struct {
		day    date
		person string
	}
	seen := map[personDay]bool{} // whether their answer is counted too
	for _, l := range leads {
		day := dateOf(l.Time.In(zone))
		i, ok := at[day]
		if !ok {
			continue
		}
		key := personDay{day, l.Person}
		answered, twice := seen[key]
		if twice = twice && l.Person != ""; !twice {
			out.Counted[i]++
			answered = false
		}
		if l.Answered && !answered {
			out.Answers[i]++
		}
		seen[key] = answered || l.Answered
	}
	return out
}

// days returns the leads as a series of days.
func (l Leads) days() Daily { return Daily{Start: l.Start, Values: l.Counted} }

// between returns the leads of the days in [from, to).
func (l Leads) between(from, to time.Time) Leads {
	counted := l.days().Between(from, to)
	l.Answers = Daily{Start: l.Start, Values: l.Answers}.Between(from, to).Values
	l.Start, l.Counted = counted.Start, counted.Values
	return l
}

// leadLines returns the lines of self-reports and of leads. Both count the leads of the window, and how
// many of them answered. Who named the mention is counted over 90 days, since people tell later than they come.
func (q Question) leadLines() (reports, leads evidence.ReportLine) {
	l := q.in.Leads
	reports = evidence.ReportLine{Kind: "self_reports", Strength: "direct", State: "not_set_up", Code: evidence.NoForm}
	leads = evidence.ReportLine{Kind: "leads", Strength: "statistical", State: "not_set_up", Code: evidence.NoLeads}
	if !l.Sources {
		return reports, leads
	}
	d := q.in.Direct
	if leads.State, leads.Code = "waiting", evidence.WindowOpen; l.Asked || d.Named+d.Show+d.Channel > 0 {
		named := float64(d.Named)
		reports.State, reports.Code = "ready", ""
		reports.Observed, reports.ShowOnly, reports.ChannelOnly = &named, &d.Show, &d.Channel
	}
	if q.state == evidence.Open || len(l.Counted) == 0 || l.days().End().Before(q.whole) {
		return reports, leads
	}
	first, until := q.first, q.until
	for _, o := range q.in.Others {
		if !slices.Contains(q.together, o.ID) {
			continue
		}
		begin := dateOf(o.Published.In(q.in.Zone)).in(q.in.Zone)
		if begin.Before(first) {
			first = begin
		}
		if end := begin.AddDate(0, 0, impact.Window(string(o.Kind))); end.After(until) {
			until = end
		}
	}
	window := l.between(first, until)
	counted, answered := int(sum(window.Counted)), int(sum(window.Answers))
	leads = q.estimatedLeads(leads)
	for _, line := range []*evidence.ReportLine{&reports, &leads} {
		line.Leads, line.Answered = &counted, &answered
	}
	return reports, leads
}

// estimatedLeads estimates the leads of the window. Where there are so few that a rise of 30 % would
// not be seen, and no larger one was, timing can't tell.
func (q Question) estimatedLeads(line evidence.ReportLine) evidence.ReportLine {
	a, ok := q.estimateDays("leads", q.in.Leads.days(), false)
	switch {
	case !ok:
		line.State, line.Code = "cannot_tell", evidence.NotComputed
	case a.Verdict == impact.CannotTell:
		line.State, line.Code = "cannot_tell", evidence.NotComputed
		if !(a.SmallestVisible < impact.Seen*a.Expected) {
			line.Code = evidence.FewLeads
		}
	default:
		line = ready(line, a)
		line.Explained = explained(q.in.Direct.InWindow, line.Effect)
	}
	return line
}

func sum(values []float64) (total float64) {
	for _, v := range values {
		if !math.IsNaN(v) {
			total += v
		}
	}
	return total
}
