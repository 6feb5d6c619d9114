package pull

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Day is the form of days.
const Day = time.DateOnly

// Plan says which days a reader reads.
type Plan struct {
	Days    int           // before the first read
	Chunk   int           // days of one read
	Revised int           // whole days before today that are read again each time
	Weekly  int           // the same, once a week; 0 if there is no such thing
	Settled time.Duration // after which a number is final
}

// Window is the days of one read, from midnight to midnight in the feed's zone.
type Window struct {
	From, To time.Time
	Now      time.Time
	Zone     *time.Location
	Began    bool // a visit was seen in an earlier read
	plan     Plan
	weekly   string
	merged   map[int64]bool // hours that hold the next one too
}

// position is how far a feed was read.
type position struct {
	Until  string `json:"until"`            // the first day that was not read, or may have been revised since
	Began  bool   `json:"began,omitempty"`  // a visit was seen
	Weekly string `json:"weekly,omitempty"` // day of the last read of many days
}

// Window returns the next days to read. The error is a [*feeds.Fault].
func (p Plan) Window(feed feeds.SampleFeed, at feeds.Position, now time.Time) (Window, error) {
	zone, err := feed.Location()
	if err != nil {
		return Window{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "visits_zone_unknown", Params: map[string]string{"zone": feed.Zone}, Reason: fmt.Sprintf("There is no time zone %q", feed.Zone), Help: "Add the feed again, with the site's time zone, for example Europe/Amsterdam.", Err: err}
	}
	today := Midnight(now, zone)
	w := Window{From: today.AddDate(0, 0, -p.Days), Now: now, Zone: zone, plan: p}
	if len(at) > 0 {
		var pos position
		if err := json.Unmarshal(at, &pos); err != nil {
			return w, fmt.Errorf("reading the position: %w", err)
		}
		w.Began, w.weekly = pos.Began, pos.Weekly
		if until, err := time.ParseInLocation(Day, pos.Until, zone); err == nil {
			w.From = until
		}
		back := p.Revised
		if p.Weekly > 0 && !w.From.Before(today.AddDate(0, 0, -p.Revised)) && w.weekly < today.AddDate(0, 0, -6).Format(Day) {
			back, w.weekly = p.Weekly, today.Format(Day)
		}
		if again := today.AddDate(0, 0, -back); again.Before(w.From) {
			w.From = again
		}
	}
	w.To = w.From.AddDate(0, 0, p.Chunk)
	if tomorrow := today.AddDate(0, 0, 1); w.To.After(tomorrow) {
		w.To = tomorrow
	}
	return w, nil
}

// Batch returns the result of a read of the window. With replace unset it replaces nothing, since
// what came in doesn't mean anything.
func (w Window) Batch(c Counts, replace bool, warnings []feeds.Warning) (feeds.SampleBatch, error) {
	b := feeds.SampleBatch{Warnings: warnings}
	if replace {
		b.From, b.To, b.Samples = w.From.UTC(), w.To.UTC(), c.samples(w)
		w.Began = true
	}
	today := Midnight(w.Now, w.Zone)
	pos := position{Until: w.To.Format(Day), Began: w.Began, Weekly: w.weekly}
	if again := today.AddDate(0, 0, -w.plan.Revised); again.Before(w.To) {
		pos.Until = again.Format(Day) // however long it takes until the next read
	}
	var err error
	if b.Position, err = json.Marshal(pos); err != nil {
		return b, fmt.Errorf("writing the position: %w", err)
	}
	b.More = !w.To.After(today)
	return b, nil
}

// Merge notes that the number of an hour includes that of the next: the sample stays provisional, and the
// next hour is unknown.
func (w *Window) Merge(start time.Time) {
	if w.merged == nil {
		w.merged = map[int64]bool{}
	}
	w.merged[start.Unix()] = true
}

// Days returns the midnights of the window.
func (w Window) Days() (out []time.Time) {
	for t := w.From; t.Before(w.To); t = t.AddDate(0, 0, 1) {
		out = append(out, t)
	}
	return out
}

// Last returns the last day of the window.
func (w Window) Last() time.Time { return w.To.AddDate(0, 0, -1) }

// Midnight returns the beginning of the day of t in a zone.
func Midnight(t time.Time, zone *time.Location) time.Time {
	l := t.In(zone)
	return time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, zone)
}
