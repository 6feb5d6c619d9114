package evidence

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// ReportBody is what a report says: the evidence for what a mention moved. Days are dates in the
// site's time zone. What could not be computed is null.
type ReportBody struct {
	Mention   ReportMention   `json:"mention"`
	Site      ReportSite      `json:"site"`
	Metric    string          `json:"metric" doc:"What the headline counts: visits."`
	Window    ReportWindow    `json:"window"`
	Reasons   []string        `json:"reasons" doc:"What spoke against a stronger verdict: history, small, outage, overlap, fell."`
	Lift      *Lift           `json:"lift" doc:"Null while the window is open, and where nothing could be computed."`
	Rows      []ReportRow     `json:"rows" doc:"Eight weeks before the window, and the window: what was counted, and what was expected without the mention."`
	Hours     []HourCount     `json:"hours" doc:"From two days before the window to its end, where the site is counted by hour."`
	Dots      []float64       `json:"dots" doc:"20 equally likely effects, in ascending order."`
	Placebos  []ReportPlacebo `json:"placebos" doc:"Past periods without a mention, tested in the same way."`
	Secondary []ReportLonger  `json:"secondary" doc:"Longer windows, without a verdict."`
	Lines     []ReportLine    `json:"lines" doc:"The kinds of evidence, side by side. They are never added up."`
	Overlaps  []ReportOverlap `json:"overlaps" doc:"Other mentions whose windows touch this one's."`
	Explained *Interval       `json:"explained,omitempty" doc:"Share of the effect that clicks on the mention's link account for, as a fraction; absent without clicks, and where the effect may be 0."`
	GroupDays *ReportDays     `json:"group_days,omitempty" doc:"Of a group: the days over which its effect is added up, from the first day of its windows to the last."`
	Group     []string        `json:"group" doc:"Ids of the mentions that are graded together, this one included; empty for one alone."`
	Events    []ReportEvent   `json:"events" doc:"Known events in the eight weeks before the window, and in it."`
	Caveats   []ReportNote    `json:"caveats" doc:"At most five, the worst first."`
	Family    ReportFamily    `json:"family"`
	Method    ReportMethod    `json:"method"`
	DataTo    string          `json:"data_to,omitempty" doc:"Last day that was used."`
}

// ReportMention is the mention that leads its cluster.
type ReportMention struct {
	ID        string            `json:"id"`
	Cluster   string            `json:"cluster"`
	Kind      feeds.Kind        `json:"kind" enum:"podcast,video,post,page"`
	Type      index.MentionType `json:"type"`
	Title     string            `json:"title"`
	Show      string            `json:"show" doc:"Name of the source."`
	Network   string            `json:"network"`
	URL       string            `json:"url"`
	Published time.Time         `json:"published"`
	Backfill  bool              `json:"backfill"`
}

// ReportSite is the site whose visits were counted.
type ReportSite struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Zone string `json:"zone"`
	Feed string `json:"feed" doc:"Id of the feed that counts."`
}

// ReportWindow is fixed by the kind of mention.
type ReportWindow struct {
	Days   int    `json:"days"`
	From   string `json:"from" doc:"First day: that of publication."`
	To     string `json:"to" doc:"Last day."`
	LookOn string `json:"look_on" doc:"First day on which there can be a verdict: the windows that overlap this one must be over too."`
}

// ReportDays is a range of days.
type ReportDays struct {
	Days int    `json:"days"`
	From string `json:"from" doc:"First day."`
	To   string `json:"to" doc:"Last day."`
}

// Interval is an effect with its 95 % interval.
type Interval struct {
	Effect *float64 `json:"effect"`
	Low    *float64 `json:"low"`
	High   *float64 `json:"high"`
}

// Lift is what was counted over the window against what was expected without the mention.
type Lift struct {
	Observed        *float64 `json:"observed"`
	Expected        *float64 `json:"expected"`
	Effect          Interval `json:"effect" doc:"Over the window, in visits."`
	PerDay          Interval `json:"per_day"`
	Relative        Interval `json:"relative" doc:"As a fraction of expected."`
	P               *float64 `json:"p" doc:"Two-sided; below .05 exactly if the interval excludes 0."`
	PModel          *float64 `json:"p_model" doc:"The model's own p, before calibration by past periods."`
	PPlacebo        *float64 `json:"p_placebo"`
	Q               *float64 `json:"q" doc:"p adjusted for the brand's other mentions of 90 days."`
	Positive        *float64 `json:"positive" doc:"Chance that the effect is above 0."`
	Score           *float64 `json:"score" doc:"How unusual the period was, on the scale of the placebos."`
	AsHigh          int      `json:"as_high" doc:"How many past periods came out as high."`
	Placebos        int      `json:"placebos" doc:"How many past periods there are; 60 are needed."`
	Lambda          *float64 `json:"lambda" doc:"By how much the past periods widened the answer; 1 is not at all."`
	SmallestVisible *float64 `json:"smallest_visible" doc:"The rise over the window that would be seen 8 times in 10."`
	StandsOut       bool     `json:"stands_out" doc:"More than expected, with p below .05, before it is adjusted."`
}

// ReportRow is a day: its count and the central 95, 80 and 50 % of what was expected.
type ReportRow struct {
	Day      string   `json:"day"`
	Observed *float64 `json:"observed" doc:"Null if the day was not counted in full."`
	Middle   *float64 `json:"middle"`
	Low95    *float64 `json:"low95"`
	High95   *float64 `json:"high95"`
	Low80    *float64 `json:"low80"`
	High80   *float64 `json:"high80"`
	Low50    *float64 `json:"low50"`
	High50   *float64 `json:"high50"`
	Window   bool     `json:"window" doc:"Whether the day is in the window."`
}

// HourCount is what was counted in an hour.
type HourCount struct {
	Start time.Time `json:"start"`
	Value float64   `json:"value"`
}

// ReportPlacebo is a past period: its first day and how unusual it was, as a normal score.
type ReportPlacebo struct {
	Day   string  `json:"day"`
	Score float64 `json:"score"`
}

// ReportLonger is a longer window from the same first day.
type ReportLonger struct {
	Days     int      `json:"days"`
	Observed *float64 `json:"observed"`
	Expected *float64 `json:"expected"`
	Effect   Interval `json:"effect"`
	P        *float64 `json:"p"`
	Others   int      `json:"others" doc:"Other mentions that began in it: their effects are in it too."`
}

// ReportLine is one kind of evidence.
type ReportLine struct {
	Kind        string          `json:"kind" enum:"clicks,self_reports,lift,leads,branded_search,shares_seen,dark_share"`
	Strength    string          `json:"strength" enum:"direct,statistical,lower_bound,context"`
	State       string          `json:"state" enum:"ready,waiting,cannot_tell,not_set_up" doc:"Only a ready line has an estimate."`
	Code        string          `json:"code,omitempty" doc:"Why it is not ready, for you to phrase it."`
	Text        string          `json:"text,omitempty" doc:"The same in English."`
	Metric      string          `json:"metric,omitempty"`
	Observed    *float64        `json:"observed,omitempty"`
	Expected    *float64        `json:"expected,omitempty"`
	Effect      *Interval       `json:"effect,omitempty"`
	P           *float64        `json:"p,omitempty"`
	Rows        []ReportRow     `json:"rows,omitempty" doc:"Of a ready line with a metric, day by day as the report's own rows are."`
	Leads       *int            `json:"leads,omitempty" doc:"Leads in the window, or in those of the group. Absent if they are not known to its end."`
	Answered    *int            `json:"answered,omitempty" doc:"How many of them answered how they heard of you."`
	ShowOnly    *int            `json:"show_only,omitempty" doc:"Of self-reports: how many people named only the show, within 90 days. Observed are those that named the mention."`
	ChannelOnly *int            `json:"channel_only,omitempty" doc:"Of self-reports: how many people named only a kind or a network, such as a podcast."`
	Seen        []ReportFetches `json:"seen,omitempty" doc:"Of shares: chats and assistants by name, in the window. They are never added up with visits, nor with one another."`
	Dark        *ReportDark     `json:"dark,omitempty" doc:"Of the dark share: what its range is made of."`
	Explained   *Interval       `json:"explained,omitempty" doc:"Of leads: share of the effect that those in the window who named the mention account for, as a fraction; absent where the effect may be 0."`
}

// ReportFetches is how often a chat or an assistant fetched pages of the site in the window of a report.
type ReportFetches struct {
	Kind  feeds.FetchKind  `json:"kind" enum:"preview,assistant"`
	Name  string           `json:"name" doc:"As slack or chatgpt."`
	Proof feeds.FetchProof `json:"proof" enum:"listed,claimed,unlisted,scattered" doc:"The last two are shown, and not counted."`
	Count int64            `json:"count" doc:"In how many minutes: of previews, the lower bound of shares."`
	Usual float64          `json:"usual" doc:"How many there are in as many days of the eight weeks before."`
}

// ReportDark is what the dark share of a mention is made of, in visits of the window.
type ReportDark struct {
	Share      float64  `json:"share" doc:"Deep direct visits among all, in the window, as a fraction."`
	UsualShare float64  `json:"usual_share" doc:"The same in the days before that were counted, up to eight weeks."`
	Raw        float64  `json:"raw" doc:"Deep direct visits beyond the expected ones: the upper end."`
	Search     float64  `json:"search" doc:"Of these, as many as usually come with the additional visits by search. They are not in the lower end."`
	PossiblyAI *float64 `json:"possibly_ai" doc:"Of these, visits within half an hour after an AI assistant fetched the page, beyond the usual ones. They are not in the lower end. Null where fetches are not known."`
}

// ReportOverlap is another mention whose window touches this one's.
type ReportOverlap struct {
	Mention   string     `json:"mention"`
	Brand     string     `json:"brand"`
	Kind      feeds.Kind `json:"kind"`
	Title     string     `json:"title"`
	Show      string     `json:"show"`
	Published time.Time  `json:"published"`
	From      string     `json:"from"`
	To        string     `json:"to"`
	Group     bool       `json:"group" doc:"Whether the two can't be told apart."`
}

// ReportEvent is a known event.
type ReportEvent struct {
	Name string `json:"name"`
	Kind string `json:"kind" enum:"release,campaign,outage,other,holiday"`
	From string `json:"from"`
	To   string `json:"to"`
}

// ReportNote is a sentence as a code, for a client to phrase. Text is it in English.
type ReportNote struct {
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
	Text   string            `json:"text" doc:"In English."`
}

// ReportFamily are the mentions of the brand that were tested in the 90 days up to this one.
type ReportFamily struct {
	Mentions int     `json:"mentions" doc:"A group counts once."`
	ByChance float64 `json:"by_chance" doc:"How many of them would look like a rise by chance."`
}

// ReportMethod is how a report was made.
type ReportMethod struct {
	Version string `json:"version"`
	Text    string `json:"text" doc:"One line, for statisticians."`
}

// Day returns the day of an open report's window that it is at a time, from 1; 0 for one that is
// ready or has not begun, and the number of days once the window is over.
func (r Report) Day(now time.Time) int {
	w := r.Body.Window
	zone, err := time.LoadLocation(r.Body.Site.Zone)
	if r.State != Open || err != nil {
		return 0
	}
	first, err := time.ParseInLocation(time.DateOnly, w.From, zone)
	day := 0
	for err == nil && day < w.Days && !now.Before(first.AddDate(0, 0, day)) {
		day++
	}
	return day
}
