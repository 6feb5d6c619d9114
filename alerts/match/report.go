package match

import (
	"fmt"
	"time"

	"github.com/namedrop/namedrop/alerts"
)

// reportNews is how long after the last day of its window a report is news. Counting may end late;
// but the reports that a year of imported visits makes at once are not news.
const reportNews = 30 * 24 * time.Hour

// Reports returns the channels that get a report, ordered by id. sent is what each channel got of
// that report last, in any state, by the channel's id. Handling an event twice is harmless.
//
// A channel that has the report gets a later revision whose headline is news, even where the report
// was gone in between. Others get it when it is ready, unless the mention is back catalogue or the
// report's window is long past. They don't get revisions: a channel that was added later would get
// every old report whose longer windows fill up.
func Reports(channels []alerts.Channel, sent map[string]alerts.Item, ev alerts.ReportEvent, name alerts.ReportEventName) ([]alerts.Channel, error) {
	d := ev.Data
	if d.Report == "" {
		return nil, fmt.Errorf("matching event %q: it names no report", ev.ID)
	}
	if name != alerts.ReportReady && name != alerts.ReportRevised {
		return nil, fmt.Errorf("matching event %q: unknown event name %q", ev.ID, name)
	}
	last, err := time.Parse(time.DateOnly, d.Window.To)
	if err != nil {
		return nil, fmt.Errorf("matching event %q: the last day of its window: %w", ev.ID, err)
	}
	fresh := name == alerts.ReportReady && !d.Backfill && ev.Time.Before(last.Add(reportNews))
	var out []alerts.Channel
	for _, ch := range sortedChannels(channels, d.Workspace) {
		if !ch.Gets(alerts.Reports) {
			continue
		}
		before, has := sent[ch.ID]
		if !has && fresh || has && d.Revision > before.Revision && (before.Headline == nil || d.Headline().News(*before.Headline)) {
			out = append(out, ch)
		}
	}
	return out, nil
}

// ReportDelivery returns the delivery of a report to a channel, not rendered yet and due now.
func ReportDelivery(ch alerts.Channel, ev alerts.ReportEvent, now time.Time) alerts.Delivery {
	d, headline := ev.Data, ev.Data.Headline()
	now = now.UTC()
	return alerts.Delivery{
		ID: alerts.ReportDeliveryID(ch.ID, d), Workspace: workspace(d.Workspace), Channel: ch.ID, Rules: []string{},
		Items:   []alerts.Item{{Kind: alerts.ReportItem, Subject: d.Report, Event: alerts.EventName(ev.Name()), Revision: d.Revision, Headline: &headline}},
		Purpose: alerts.NewMessage, State: alerts.Pending, NotBefore: now, Created: now,
	}
}
