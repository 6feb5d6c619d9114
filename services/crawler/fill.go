package crawler

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

const (
	maxLiveDocuments = 5                // new documents per read whose parts are fetched before they are stored
	maxLiveBytes     = 2 << 20          // bytes of these parts; the queue fetches the rest
	liveTimeout      = 20 * time.Second // for all of them together
	cheapCost        = 10               // fillers below this cost only fetch a file
)

// fillLive fetches the cheap parts of the newest live documents before they are stored, so that
// their first alert has the quote. Parts that fail or exceed the limits are left to the queue,
// and the document is stored without them.
func (c *Crawler) fillLive(ctx context.Context, src feeds.Source, items []feeds.Item) error {
	var live []string
	for i := range items {
		if d := &items[i]; !d.Backfill && len(c.cheapRequests(&d.Document, src, d.Offers)) > 0 {
			live = append(live, d.ID)
		}
	}
	if len(live) == 0 {
		return nil
	}
	known, err := archive.ExistingDocuments(ctx, c.opts.Ledger, live)
	if err != nil {
		return fmt.Errorf("looking up documents: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, liveTimeout)
	defer cancel()
	fetched, weight := 0, 0
	for i := range items {
		d := &items[i]
		if d.Backfill || known[d.ID] {
			continue
		}
		requests := c.cheapRequests(&d.Document, src, d.Offers)
		if len(requests) == 0 {
			continue
		}
		if fetched++; fetched > maxLiveDocuments || weight > maxLiveBytes {
			break
		}
		for _, r := range requests {
			if r.BringsText && d.Origin != feeds.None && d.Origin != "" {
				continue
			}
			filled, err := c.fill(limited, r.Part, feeds.Task{Document: d.Document, Source: src, Offers: r.Offers})
			if err != nil {
				c.opts.Logger.Info("part unavailable", "document", d.ID, "part", r.Part, "error", err)
				continue // the queue tries it again
			}
			applyFilled(&d.Document, filled)
		}
		weight += d.Weight()
	}
	return ctx.Err()
}

// cheapRequests returns the requests that only fetch a file.
func (c *Crawler) cheapRequests(d *feeds.Document, src feeds.Source, offers []feeds.Offer) []archive.PartRequest {
	return slices.DeleteFunc(c.partRequests(d, src, offers), func(r archive.PartRequest) bool { return r.Cost >= cheapCost })
}

// fill tries the fillers of a part, cheapest first, until one returns something. An error may
// come together with a result: then a better version exists that could not be read, and the
// part is worth another attempt.
func (c *Crawler) fill(ctx context.Context, part feeds.Part, t feeds.Task) (feeds.Filled, error) {
	if t.Save == nil {
		t.Save = func(json.RawMessage, float64) error { return nil }
	}
	var firstErr error
	length := 0.0 // known even where nothing else is
	for _, f := range c.fillers[part] {
		if !f.Can(t) {
			continue
		}
		filled, err := c.tryFiller(ctx, f, t)
		found := filled.HasText() || len(filled.Chapters) > 0
		length = cmp.Or(length, filled.Duration)
		if found {
			c.metrics.parts.WithLabelValues(string(part), "read").Inc()
			return filled, err
		}
		if err == nil {
			err = &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: fmt.Sprintf("The %s is empty", part)}
		}
		c.metrics.parts.WithLabelValues(string(part), string(feeds.FaultOf(err))).Inc()
		firstErr = cmp.Or(firstErr, err)
		if ctx.Err() != nil {
			break
		}
	}
	if firstErr == nil {
		firstErr = &feeds.Fault{Kind: feeds.FaultAbsent, Reason: fmt.Sprintf("No filler can get the %s", part)}
	}
	return feeds.Filled{Duration: length}, fmt.Errorf("filling %s: %w", part, firstErr)
}

// tryFiller calls a filler. A panic, caused by a hostile file, becomes a fault.
func (c *Crawler) tryFiller(ctx context.Context, f feeds.Filler, t feeds.Task) (filled feeds.Filled, err error) {
	defer func() {
		if p := recover(); p != nil {
			c.opts.Logger.Error("filler panicked", "document", t.Document.ID, "part", f.Part(), "panic", p)
			filled, err = feeds.Filled{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Reason: fmt.Sprintf("Namedrop crashed while it read the %s", f.Part())}
		}
	}()
	return f.Fill(ctx, t)
}

// applyFilled sets the parts of a document that a filler returned. The filler also reports the
// origin of the text.
func applyFilled(d *feeds.Document, f feeds.Filled) {
	if d.Duration == 0 {
		d.Duration = f.Duration
	}
	// What a machine heard never replaces what people wrote.
	if f.HasText() && (d.Origin != feeds.Publisher || f.Origin == feeds.Publisher) {
		d.Cues, d.Text, d.Origin, d.From = f.Cues, f.Text, f.Origin, f.From
		d.Language = cmp.Or(d.Language, f.Language)
	}
	if len(f.Chapters) > 0 {
		d.Chapters = f.Chapters
	}
}
