package report

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// Shares are the fetches of a site's pages by chats and assistants.
type Shares struct {
	Known   bool            // they are read in
	Days    Daily           // days on which they were counted: NaN where they were not
	Fetches []feeds.Fetches // by hour, ordered by time
}

// usualDays is how many days before a window say what is usual.
const usualDays = 56

func (s Shares) between(from, to time.Time) Shares {
	s.Days = s.Days.plain(from, to)
	s.Fetches = slices.DeleteFunc(slices.Clone(s.Fetches), func(f feeds.Fetches) bool { return f.Start.Before(from) || !f.Start.Before(to) })
	return s
}

// sharesLine returns the line of link previews, with what assistants fetched told apart. It is a lower bound: one
// preview may stand for many shares, and never for none.
func (q Question) sharesLine() evidence.ReportLine {
	line := evidence.ReportLine{Kind: "shares_seen", Strength: "lower_bound", State: "not_set_up", Code: evidence.NoShares}
	s := q.in.Shares
	if !s.Known {
		return line
	}
	line.State, line.Code = "waiting", evidence.WindowOpen
	if q.state == evidence.Open {
		return line
	}
	if _, days := s.Days.total(q.first, q.until); days < impact.Window(string(q.in.Mention.Kind)) {
		line.State, line.Code = "cannot_tell", evidence.NotComputed
		return line
	}
	_, before := s.Days.total(q.first.AddDate(0, 0, -usualDays), q.first)
	counted := map[time.Time]bool{}
	for i, v := range s.Days.Values {
		counted[s.Days.Start.AddDate(0, 0, i)] = !math.IsNaN(v)
	}
	type key struct {
		kind  feeds.FetchKind
		name  string
		proof feeds.FetchProof
	}
	in, past := map[key]int64{}, map[key]int64{}
	for _, f := range s.Fetches {
		k := key{f.Kind, f.Name, f.Proof}
		switch {
		case f.Kind == feeds.CrawlerFetch:
		case !f.Start.Before(q.first) && f.Start.Before(q.until):
			in[k] += f.Minutes
		case f.Start.Before(q.first) && counted[dateOf(f.Start.In(q.in.Zone)).in(q.in.Zone)]:
			past[k] += f.Minutes
		}
	}
	total, usual := 0.0, 0.0
	per := 0.0 // days of the window for each day before
	if before > 0 {
		per = float64(impact.Window(string(q.in.Mention.Kind))) / float64(before)
	}
	for k, n := range in {
		line.Seen = append(line.Seen, evidence.ReportFetches{Kind: k.kind, Name: k.name, Proof: k.proof, Count: n, Usual: short(per * float64(past[k]))})
		if k.kind == feeds.PreviewFetch && k.proof.Counts() {
			total += float64(n)
		}
	}
	for k, n := range past {
		if k.kind == feeds.PreviewFetch && k.proof.Counts() {
			usual += per * float64(n)
		}
	}
	slices.SortFunc(line.Seen, func(a, b evidence.ReportFetches) int {
		return cmp.Or(-cmp.Compare(a.Kind, b.Kind), -cmp.Compare(a.Count, b.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Proof, b.Proof))
	})
	line.State, line.Code, line.Observed = "ready", "", number(total)
	if before > 0 {
		line.Expected = number(usual)
	}
	return line
}

// darkLine returns the line of the dark share: a range, never one number.
func (q Question) darkLine() evidence.ReportLine {
	line := evidence.ReportLine{Kind: "dark_share", Strength: "context", State: "not_set_up", Code: evidence.NoTag}
	s := q.in.Sessions
	if len(s.Direct.Values) == 0 && !s.known() {
		return line
	}
	line.State, line.Code = "waiting", evidence.WindowOpen
	days := impact.Window(string(q.in.Mention.Kind))
	if _, counted := s.Direct.total(q.first, q.until); q.state == evidence.Open || counted < days {
		return line
	}
	direct, ok := q.estimateDays(feeds.DeepDirectMetric, s.Direct, false)
	if !ok {
		line.State, line.Code = "cannot_tell", evidence.NotComputed
		return line
	}
	from := q.first.AddDate(0, 0, -usualDays)
	past := s.between(from, q.first)
	slope := 0.0
	if past.Search.Start.Equal(past.Direct.Start) {
		slope = slopeOf(past.Search.Values, past.Direct.Values, past.Direct.Start)
	}
	// What is the usual of searches and assistants is the mean of the days before, by the number of days.
	usual := func(d Daily) Excess {
		sum, n := d.total(from, q.first)
		in, _ := d.total(q.first, q.until)
		if n == 0 {
			return Excess{in, in}
		}
		return Excess{in, sum * float64(days) / float64(n)}
	}
	search := usual(s.Search)
	if a, ok := q.estimateDays(feeds.DeepSearchMetric, s.Search, false); ok {
		search = Excess{a.Observed, a.Expected}
	}
	_, fetchesKnown := s.AI.total(q.first, q.until)
	d := darkShare(Excess{direct.Observed, direct.Expected}, search, usual(s.AI), slope)
	line.State, line.Code = "ready", ""
	line.Observed, line.Expected, line.P = number(direct.Observed), number(direct.Expected), number(direct.P)
	line.Effect = &evidence.Interval{Low: number(d.Residual), High: number(d.Raw)}
	line.Dark = &evidence.ReportDark{Share: share(s, q.first, q.until), UsualShare: share(s, from, q.first), Raw: short(d.Raw), Search: short(d.Search)}
	if fetchesKnown >= days {
		ai := short(d.PossiblyAI)
		line.Dark.PossiblyAI = &ai
	}
	return line
}

// known reports whether deep direct visits were ever counted: an open report has no values.
func (s Sessions) known() bool { return !s.Direct.Start.IsZero() }

// share is the dark share of a range: deep direct visits among all visits.
func share(s Sessions, from, to time.Time) float64 {
	direct, _ := s.Direct.total(from, to)
	all, _ := s.All.total(from, to)
	if all <= 0 {
		return 0
	}
	return short(direct / all)
}
