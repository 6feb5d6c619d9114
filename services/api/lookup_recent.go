package api

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/podcast/lookup"
)

const (
	// maxRead is how many candidates of one look-up are read for their last items. Of many a person
	// chooses by name first.
	maxRead = 3
	// readTime is how long a person waits for that. A source that takes longer is offered without items.
	readTime = 10 * time.Second
)

// withRecent adds the last items of each candidate by reading it once, as its source would be read. Nothing
// is stored, and what can't be read is still offered: adding the source shows what is wrong.
func (a *API) withRecent(ctx context.Context, found []lookup.Candidate) []lookup.Candidate {
	if len(found) > maxRead {
		return found
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	var reads sync.WaitGroup
	for i := range found {
		if len(found[i].Recent) == 0 && found[i].Type != feeds.SingleSource {
			reads.Go(func() { found[i] = a.lastOf(ctx, found[i]) })
		}
	}
	reads.Wait()
	return found
}

// lastOf returns a candidate with its last items, and with its title as its name.
func (a *API) lastOf(ctx context.Context, c lookup.Candidate) lookup.Candidate {
	spec, ok := a.typeOf(c.Type)
	if !ok || a.adapter(c.Type).Reader == nil {
		return c // it is listened to, or only another process reads it
	}
	src := feeds.Source{Type: c.Type, URL: c.URL, Query: c.Query, Name: c.Name}
	if len(c.Settings) > 0 {
		src.Settings, _ = json.Marshal(c.Settings)
	}
	if spec.Validate(&src) != nil {
		return c
	}
	way := ""
	batch, err := a.readOnce(ctx, spec, src, &way)
	if err != nil {
		a.opts.Logger.DebugContext(ctx, "reading a source that was looked up failed", "type", c.Type, "error", err)
		return c
	}
	c.Recent = lookup.LastOf(batch.Documents)
	if batch.Source != nil && batch.Source.Title != "" {
		c.Name = batch.Source.Title
	}
	return c
}
