package public

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// sharedReport is what a stranger gets of a report: what its page shows, and no ids of mentions,
// sites, feeds or brands, no addresses and no names of people. Its fields are chosen one by one, so
// that what a report gains is not shared by accident.
type sharedReport struct {
	ID        string                   `json:"id"`
	Revision  int64                    `json:"revision"`
	State     evidence.ReportState     `json:"state"`
	Verdict   evidence.Verdict         `json:"verdict,omitempty"`
	Day       int                      `json:"day,omitempty"`
	Brand     sharedBrand              `json:"brand"`
	Revised   time.Time                `json:"revised"`
	Expires   time.Time                `json:"expires"` // the link
	Mention   sharedMention            `json:"mention"`
	Site      sharedSite               `json:"site"`
	Metric    string                   `json:"metric"`
	Window    evidence.ReportWindow    `json:"window"`
	Reasons   []string                 `json:"reasons"`
	Lift      *evidence.Lift           `json:"lift"`
	Rows      []evidence.ReportRow     `json:"rows"`
	Dots      []float64                `json:"dots"`
	Placebos  []evidence.ReportPlacebo `json:"placebos"`
	Secondary []evidence.ReportLonger  `json:"secondary"`
	Lines     []sharedLine             `json:"lines"`
	Overlaps  []sharedOverlap          `json:"overlaps"`
	Explained *evidence.Interval       `json:"explained,omitempty"`
	GroupDays *evidence.ReportDays     `json:"group_days,omitempty"`
	Together  int                      `json:"together"` // mentions that are graded together; 0 for one alone
	Events    []evidence.ReportEvent   `json:"events"`
	Caveats   []evidence.ReportNote    `json:"caveats"`
	Family    evidence.ReportFamily    `json:"family"`
	Method    evidence.ReportMethod    `json:"method"`
	DataTo    string                   `json:"data_to,omitempty"`
}

type sharedBrand struct {
	Name string `json:"name"`
	Own  bool   `json:"own"`
}

type sharedMention struct {
	Kind      feeds.Kind        `json:"kind"`
	Type      index.MentionType `json:"type"`
	Title     string            `json:"title"`
	Show      string            `json:"show"`
	Network   string            `json:"network"`
	Published time.Time         `json:"published"`
}

type sharedSite struct {
	Name string `json:"name"`
	Zone string `json:"zone"`
}

type sharedLine struct {
	Kind     string             `json:"kind"`
	Strength string             `json:"strength"`
	State    string             `json:"state"`
	Code     string             `json:"code,omitempty"`
	Text     string             `json:"text,omitempty"`
	Metric   string             `json:"metric,omitempty"`
	Observed *float64           `json:"observed,omitempty"`
	Expected *float64           `json:"expected,omitempty"`
	Effect   *evidence.Interval `json:"effect,omitempty"`
	P        *float64           `json:"p,omitempty"`
}

type sharedOverlap struct {
	Kind      feeds.Kind `json:"kind"`
	Title     string     `json:"title"`
	Show      string     `json:"show"`
	Published time.Time  `json:"published"`
	From      string     `json:"from"`
	To        string     `json:"to"`
	Group     bool       `json:"group"`
}

// shared returns what may be shared of a report.
func shared(r evidence.Report, brand sharedBrand, s evidence.Share, now time.Time) sharedReport {
	b := r.Body
	out := sharedReport{
		ID: r.ID, Revision: r.Revision, State: r.State, Verdict: r.Verdict, Day: r.Day(now), Brand: brand, Revised: r.Revised, Expires: s.Expires,
		Mention: sharedMention{b.Mention.Kind, b.Mention.Type, b.Mention.Title, b.Mention.Show, b.Mention.Network, b.Mention.Published},
		Site:    sharedSite{b.Site.Name, b.Site.Zone},
		Metric:  b.Metric, Window: b.Window, Reasons: b.Reasons, Lift: b.Lift, Rows: b.Rows, Dots: b.Dots, Placebos: b.Placebos, Secondary: b.Secondary,
		Lines: []sharedLine{}, Overlaps: []sharedOverlap{}, Explained: b.Explained, GroupDays: b.GroupDays, Together: len(b.Group), Events: b.Events, Caveats: b.Caveats, Family: b.Family, Method: b.Method,
		DataTo: b.DataTo,
	}
	for _, l := range b.Lines {
		out.Lines = append(out.Lines, sharedLine{l.Kind, l.Strength, l.State, l.Code, l.Text, l.Metric, l.Observed, l.Expected, l.Effect, l.P})
	}
	for _, o := range b.Overlaps {
		out.Overlaps = append(out.Overlaps, sharedOverlap{o.Kind, o.Title, o.Show, o.Published, o.From, o.To, o.Group})
	}
	return out
}
