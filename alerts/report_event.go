package alerts

import (
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// ReportEventName is what happened to a report.
type ReportEventName string

const (
	ReportReady   ReportEventName = "ready"
	ReportRevised ReportEventName = "revised"
)

// ReportEvent is the event of a report: CloudEvents 1.0 in structured JSON. It is the public
// contract of the stream REPORTS and the body of the webhook; docs/events.md holds its schema.
type ReportEvent struct {
	SpecVersion     string          `json:"specversion"`
	ID              string          `json:"id"` // "<report>.<revision>"
	Source          string          `json:"source"`
	Type            string          `json:"type"` // "namedrop.report.<event>.v1"
	Time            time.Time       `json:"time"`
	DataContentType string          `json:"datacontenttype"`
	Data            ReportEventData `json:"data"`
}

// ReportEventData is the report at this revision, without its pictures.
type ReportEventData struct {
	Workspace string         `json:"workspace"`
	Report    string         `json:"report"`
	Revision  int64          `json:"revision"`
	Brand     EventBrand     `json:"brand"`
	Mention   ReportMention  `json:"mention"`
	Site      EventSource    `json:"site"`
	Verdict   string         `json:"verdict"` // clear, likely, possible, cannot_tell, no_sign
	Reasons   []string       `json:"reasons"`
	Metric    string         `json:"metric"`
	Window    ReportWindow   `json:"window"`
	Lift      *ReportLift    `json:"lift"`                 // null where nothing could be computed
	Group     []string       `json:"group"`                // mentions that are graded together, this one included
	GroupDays *ReportWindow  `json:"group_days,omitempty"` // over which the effect of a group is added up
	Caveats   []ReportCaveat `json:"caveats"`
	Method    string         `json:"method"`
	DataTo    string         `json:"data_to"`
	Backfill  bool           `json:"backfill"`
	Link      string         `json:"link"` // the report's page in the desk
}

// ReportMention is the mention that leads its cluster.
type ReportMention struct {
	ID        string     `json:"id"`
	Cluster   string     `json:"cluster"`
	Kind      feeds.Kind `json:"kind"`
	Title     string     `json:"title"`
	Source    string     `json:"source"` // its name
	URL       string     `json:"url"`
	Published time.Time  `json:"published"`
}

// ReportWindow is the days over which the mention is judged; To is the last one.
type ReportWindow struct {
	Days int    `json:"days"`
	From string `json:"from"`
	To   string `json:"to"`
}

// ReportLift is what was counted against what was expected without the mention, over the window.
// Numbers that could not be computed are null.
type ReportLift struct {
	Observed        *float64 `json:"observed"`
	Expected        *float64 `json:"expected"`
	Effect          *float64 `json:"effect"`
	Low             *float64 `json:"low"`
	High            *float64 `json:"high"`
	P               *float64 `json:"p"`
	Q               *float64 `json:"q"`
	Placebos        int      `json:"placebos"`
	SmallestVisible *float64 `json:"smallest_visible"`
}

// ReportCaveat is a code with what varies in its text.
type ReportCaveat struct {
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

const reportTypePrefix = "namedrop.report."

// Name returns the event's name, from its type.
func (e ReportEvent) Name() ReportEventName {
	return ReportEventName(strings.TrimSuffix(strings.TrimPrefix(e.Type, reportTypePrefix), typeVersion))
}

// NewReportEvent returns the event of a report.
func NewReportEvent(name ReportEventName, d ReportEventData, at time.Time) ReportEvent {
	return ReportEvent{
		SpecVersion: "1.0", ID: fmt.Sprintf("%s.%d", d.Report, d.Revision), Source: "/workspaces/" + d.Workspace,
		Type: reportTypePrefix + string(name) + typeVersion, Time: at.UTC(), DataContentType: "application/json", Data: d,
	}
}

// Subject is where the event is published: report.ready.default.acme.
func (e ReportEvent) Subject(name ReportEventName) string {
	return fmt.Sprintf("report.%s.%s.%s", name, e.Data.Workspace, e.Data.Brand.ID)
}
