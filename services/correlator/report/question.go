package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// Version of the method. Raising it makes every report again.
const Version = "1"

// Input is all that a report is made from.
type Input struct {
	Now     time.Time
	Mention evidence.ReportMention
	Undated bool // the publisher gave no date: it is that of the first read
	Site    evidence.ReportSite
	Zone    *time.Location // of the site
	Visits  Daily
	Search  []Search
	Leads   Leads
	Others  []Other  // the material mentions of the site's brands; this one may be among them
	Events  []Event  // by day
	Family  []Tested // the brand's earlier reports, of 180 days
	Direct  Direct

	Shares   Shares
	Sessions Sessions
	Linked   bool // there are short links, of this mention or of others
}

// Search is what a search engine counted for the brand's own names, in days of its own time
// zone.
type Search struct {
	Metric string
	Daily
}

// Other is another material mention.
type Other struct {
	ID, Brand, Cluster string
	Kind               feeds.Kind
	Title, Show        string
	Published          time.Time
	Direct             Direct // counts where it can't be separated from the report's mention
}

// Event is something known about a range of days.
type Event struct {
	evidence.ReportEvent
	NotCounted bool // the counts of these days can't be used
}

// Holiday is the kind of an event that is a public holiday. One in the window doesn't keep a
// report from its verdict: visits fall on it, so it hides a lift and doesn't feign one.
const Holiday = "holiday"

// Tested is a report of the same brand that has a p. Those of a group share Together.
type Tested struct {
	Together  string
	P         float64
	Published time.Time
}

// FamilyDays is how many days the mentions of a family lie apart at most.
const FamilyDays = 90

// history is how many days before the window are used.
const history = 730

// patience is how long a report waits for the last days of its window to be counted. After that
// counting has stopped.
const patience = 3 // days

// nearest is how far apart mentions are that may not be separable: far more than any window.
const nearest = 30 * 24 * time.Hour

// Question is an input from which everything was removed that does not matter to the report.
type Question struct {
	in          Input
	state       evidence.ReportState
	first       time.Time // midnight of the day of publication
	until       time.Time // end of the window
	whole       time.Time // end of the windows that overlap it, and of its own
	horizon     time.Time // end of the days that are used
	look        time.Time // when time alone changes the report; zero if never
	waiting     bool      // the window is over, its last days were not counted yet
	counted     time.Time // end of the last day that was counted
	futureDated bool
	together    []string // ids of the mentions that can't be separated from this one by the visits
}

// Ask prepares the report of a mention. It returns false if its site never counted anything.
func Ask(in Input) (Question, bool) {
	q := Question{in: in}
	if len(in.Visits.Values) == 0 {
		return q, false
	}
	q.first = dateOf(in.Mention.Published.In(in.Zone)).in(in.Zone)
	q.until = q.first.AddDate(0, 0, impact.Window(string(in.Mention.Kind)))
	q.counted = in.Visits.End()
	q.whole = q.overlapped()
	q.horizon = q.whole
	q.futureDated = in.Mention.Published.After(in.Now.Add(24 * time.Hour))
	last := q.whole.AddDate(0, 0, patience)
	switch {
	case in.Now.Before(q.whole):
		q.state, q.look = evidence.Open, q.whole
	case q.counted.Before(q.whole) && in.Now.Before(last):
		q.state, q.look, q.waiting = evidence.Open, last, true
	default:
		q.state = evidence.Ready
		for _, days := range impact.SecondaryWindows {
			if end := q.first.AddDate(0, 0, days); !end.After(q.counted) && end.After(q.horizon) {
				q.horizon = end
			}
		}
	}
	q.trim()
	return q, true
}

// overlapped returns the end of the window and of those that overlap it: before that, the effects
// can't be told apart.
func (q *Question) overlapped() time.Time {
	end := q.until
	for _, o := range q.in.Others {
		first := dateOf(o.Published.In(q.in.Zone)).in(q.in.Zone)
		last := first.AddDate(0, 0, impact.Window(string(o.Kind)))
		if first.Before(q.until) && last.After(q.first) && last.After(end) {
			end = last
		}
	}
	return end
}

// trim removes what does not matter.
func (q *Question) trim() {
	begin := q.first.AddDate(0, 0, -history)
	in := &q.in
	in.Visits = in.Visits.Between(begin, q.horizon)
	in.Visits.Hours = slices.Clone(in.Visits.Hours)
	from := q.first.AddDate(0, 0, -2)
	in.Visits.Hours = slices.DeleteFunc(in.Visits.Hours, func(h evidence.HourCount) bool { return h.Start.Before(from) || !h.Start.Before(q.until) })
	in.Search = slices.Clone(in.Search)
	for i, s := range in.Search {
		in.Search[i].Daily = s.Between(begin, q.searchWindow(s))
		in.Search[i].Hours = nil
	}
	in.Leads = in.Leads.between(begin, q.whole)
	in.Shares = in.Shares.between(q.first.AddDate(0, 0, -usualDays), q.until)
	in.Sessions = in.Sessions.between(begin, q.until)
	in.Others = slices.Clone(in.Others)
	in.Others = slices.DeleteFunc(in.Others, func(o Other) bool {
		first := dateOf(o.Published.In(in.Zone)).in(in.Zone)
		// One whose window is not complete begins after this mention's window.
		return o.ID == in.Mention.ID || o.Published.Before(begin) || first.AddDate(0, 0, impact.Window(string(o.Kind))).After(q.horizon)
	})
	in.Events = slices.Clone(in.Events)
	in.Events = slices.DeleteFunc(in.Events, func(e Event) bool {
		return e.To < label(begin) || e.From >= label(q.horizon)
	})
	for i, o := range in.Others {
		if away := o.Published.Sub(in.Mention.Published).Abs(); away > nearest {
			in.Others[i].Direct = Direct{} // it doesn't matter here, and would make this report again
		}
	}
	if len(in.Others) == 0 { // an empty list and none are the same question
		in.Others = nil
	}
	if len(in.Events) == 0 {
		in.Events = nil
	}
	if len(in.Family) == 0 {
		in.Family = nil
	}
	if len(in.Visits.Hours) == 0 {
		in.Visits.Hours = nil
	}
	if q.state == evidence.Open {
		in.Visits.Values, in.Visits.Hours, in.Search, in.Others, in.Events, in.Family = nil, nil, nil, nil, nil, nil
		in.Leads.Counted, in.Leads.Answers = nil, nil
		in.Shares = Shares{Known: in.Shares.Known}
		// The line only says that the window is open.
		in.Sessions = Sessions{Direct: Daily{Start: in.Sessions.Direct.Start}}
	}
}

// searchWindow returns the end of the window in the days of a search engine.
func (q *Question) searchWindow(s Search) time.Time {
	zone := s.Start.Location()
	return dateOf(q.in.Mention.Published.In(zone)).in(zone).AddDate(0, 0, impact.Window(string(q.in.Mention.Kind)))
}

// Look returns when time alone will change the report; zero if it won't.
func (q Question) Look() time.Time { return q.look }

// Print identifies the question: with the same print, the report is the same.
func (q Question) Print() string {
	h := sha256.New()
	in := q.in
	last := ""
	if q.waiting {
		last = label(q.counted)
	}
	put := func(v any) {
		b, err := json.Marshal(v)
		if err != nil { // only numbers that are not finite, and those are below
			panic(err)
		}
		h.Write(b)
		h.Write([]byte{'\n'})
	}
	put([]any{Version, q.state, q.whole.Unix(), q.waiting, last, q.futureDated, q.horizon.Unix(), in.Mention, in.Undated, in.Site, in.Direct, in.Linked, in.Others, in.Events, in.Family, in.Visits.OtherDays, in.Visits.Hours})
	days := func(d Daily) {
		put(d.Start.Unix())
		for _, v := range d.Values {
			var b [8]byte
			n := math.Float64bits(v)
			for i := range b {
				b[i] = byte(n >> (8 * i))
			}
			h.Write(b[:])
		}
	}
	days(in.Visits)
	put([]any{in.Leads.Sources, in.Leads.Asked})
	days(in.Leads.days())
	days(Daily{Values: in.Leads.Answers})
	for _, s := range in.Search {
		put(s.Metric)
		days(s.Daily)
	}
	if in.Shares.Known || in.Sessions.known() { // reports without them stay as they are
		put([]any{in.Shares.Known, in.Shares.Fetches})
		for _, d := range []Daily{in.Shares.Days, in.Sessions.All, in.Sessions.Direct, in.Sessions.Search, in.Sessions.AI} {
			days(d)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func label(t time.Time) string { return t.Format(time.DateOnly) }

// dayIn returns midnight of a date in a time zone; false if it is no date.
func dayIn(text string, zone *time.Location) (time.Time, bool) {
	t, err := time.ParseInLocation(time.DateOnly, text, zone)
	return t, err == nil
}
