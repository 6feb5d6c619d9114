package crawler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// maxPartAttempts is how often a part is tried before it fails. With [partBackoff] that takes
// about three days.
const maxPartAttempts = 12

// maxPageAttempts is how often the page of a new episode is looked at for a transcript, once a day: some
// publishers add it later. That of an old one is looked at once.
const maxPageAttempts = 3

// The priorities of slow parts.
const (
	priorityLive  = 1 // a new episode
	priorityNamed = 2 // one whose notes name a brand
)

// priorityOf returns how soon a slow part is wanted: show notes that name a brand go first.
func (c *Crawler) priorityOf(ctx context.Context, d *feeds.Document) int {
	p := 0
	if !d.Backfill {
		p = priorityLive
	}
	text := strings.ToLower(d.Title + "\n" + d.Notes)
	if slices.ContainsFunc(c.namesIn(ctx), func(name string) bool { return strings.Contains(text, strings.ToLower(name)) }) {
		p += priorityNamed
	}
	return p
}

// partRequests returns a request for each part of a document that one of the fillers can try.
func (c *Crawler) partRequests(d *feeds.Document, src feeds.Source, offers []feeds.Offer) []archive.PartRequest {
	var out []archive.PartRequest
	for _, part := range c.fillable {
		t := feeds.Task{Document: *d, Source: src, Offers: offersOf(offers, part)}
		for _, f := range c.fillers[part] {
			if f.Can(t) {
				out = append(out, archive.PartRequest{Document: d.ID, Part: part, Source: src.ID, Cost: f.Cost(), BringsText: part.BringsText(), Offers: t.Offers})
				break
			}
		}
	}
	return out
}

func offersOf(offers []feeds.Offer, part feeds.Part) []feeds.Offer {
	var out []feeds.Offer
	for _, o := range offers {
		if o.Part == part {
			out = append(out, o)
		}
	}
	return out
}

// enqueue requests the parts that the saved documents of one read still lack. A settled part is
// one that was filled and whose offers are kept, to notice when better files are offered.
func (c *Crawler) enqueue(ctx context.Context, tx *ledger.Tx, src feeds.Source, saved []archive.Saved, drafts []*archive.Draft) error {
	settled := map[feeds.Part]map[string][]feeds.Offer{}
	for i, d := range saved {
		if d.Objected {
			continue
		}
		for _, r := range c.partRequests(d.Document, src, drafts[i].Offers) {
			if _, loaded := settled[r.Part]; !loaded {
				var err error
				if settled[r.Part], err = archive.SettledParts(ctx, tx, r.Part, documentIDs(saved)); err != nil {
					return err
				}
			}
			if r.Cost >= archive.SlowCost {
				r.Priority = c.priorityOf(ctx, d.Document)
			}
			var err error
			known, isSettled := settled[r.Part][d.ID]
			switch hasText := r.BringsText && d.Origin != feeds.None && d.Origin != ""; {
			case hasText && len(r.Offers) == 0:
				// Nothing better is offered.
			case hasText && !isSettled:
				// The text came with the document. Keep the offers, since a later one may have times or
				// be a corrected version.
				err = archive.RecordPart(ctx, tx, r)
			case isSettled && sameFiles(known, r.Offers):
				// These files were read already.
			case isSettled:
				err = archive.EnqueuePart(ctx, tx, r, tx.Now())
			case d.New || d.Changed:
				err = archive.EnqueuePart(ctx, tx, r, tx.Now())
			default:
				// Publishers add a transcript or chapters days after the episode and change nothing else.
				err = archive.EnqueuePartIfChanged(ctx, tx, r, tx.Now())
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// sameFiles reports whether two lists of offers name the same files. It ignores the query of a URL,
// which is often a token that changes with each read.
func sameFiles(a, b []feeds.Offer) bool {
	return slices.EqualFunc(a, b, func(x, y feeds.Offer) bool {
		p, _, _ := strings.Cut(x.URL, "?")
		q, _, _ := strings.Cut(y.URL, "?")
		return p == q && x.Type == y.Type && x.Language == y.Language && x.Timed == y.Timed
	})
}

func documentIDs(saved []archive.Saved) []string {
	out := make([]string, len(saved))
	for i, d := range saved {
		out[i] = d.ID
	}
	return out
}

func (c *Crawler) fillQuick(ctx context.Context) (int, error) {
	return c.fillDue(ctx, c.quick, 2*c.opts.Workers, c.opts.Workers)
}

func (c *Crawler) fillSlow(ctx context.Context) (int, error) { return c.fillDue(ctx, c.slow, 1, 1) }

// fillDue claims up to limit due parts, fills them, some at the same time, and returns how many there were.
func (c *Crawler) fillDue(ctx context.Context, parts []feeds.Part, limit, workers int) (int, error) {
	tasks, err := archive.ClaimParts(ctx, c.opts.Ledger, parts, c.opts.Now(), limit, c.opts.Holder, lease.Length)
	if err != nil {
		return 0, err
	}
	slots := make(chan struct{}, workers)
	var wg sync.WaitGroup
	for _, t := range tasks {
		c.parts.Hold(t.Document)
	}
	for _, t := range tasks {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			defer c.parts.Drop(t.Document)
			if err := c.fillPart(ctx, t); err != nil && ctx.Err() == nil {
				c.opts.Logger.Error("part not recorded", "document", t.Document, "part", t.Part, "error", err)
			}
		})
	}
	wg.Wait()
	return len(tasks), nil
}

func (c *Crawler) fillPart(ctx context.Context, r archive.PartRequest) error {
	return c.runTracked(ctx, archive.Fetching, r.Document,
		func(ctx context.Context) error {
			c.opts.Logger.Error("part quarantined", "document", r.Document, "part", r.Part)
			return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
				return archive.FailPart(ctx, tx, r.Document, r.Part, errors.New("Namedrop crashed several times while it read this")) //nolint:staticcheck // a sentence for people
			})
		},
		func(ctx context.Context) error { return c.fillPartNow(ctx, r) })
}

func (c *Crawler) fillPartNow(ctx context.Context, r archive.PartRequest) error {
	ctx, release := fetch.Hold(ctx)
	defer release()
	giveUp := func(reason string) error {
		return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.FailPart(ctx, tx, r.Document, r.Part, errors.New(reason)) })
	}
	d, err := archive.GetDocument(ctx, c.opts.Ledger, r.Document)
	if errors.Is(err, ledger.ErrNotFound) {
		return giveUp("the document was deleted")
	}
	if err != nil {
		return fmt.Errorf("loading document: %w", err)
	}
	src, err := archive.GetSource(ctx, c.opts.Ledger, r.Source)
	if errors.Is(err, ledger.ErrNotFound) {
		return giveUp("the source was deleted")
	}
	if err != nil {
		return fmt.Errorf("loading source: %w", err)
	}
	copies, err := archive.TwinDocuments(ctx, c.opts.Ledger, r.Document)
	if err != nil {
		return fmt.Errorf("loading the twin: %w", err)
	}
	filled, fillErr := c.fill(ctx, r.Part, feeds.Task{
		Document: d, Source: src.Source, Offers: r.Offers, Twins: copies, State: r.Work, Names: c.namesIn(ctx),
		Save: func(work json.RawMessage, progress float64) error {
			return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SavePartWork(ctx, tx, r.Document, r.Part, work, progress) })
		},
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	revision := d.Revision
	applyFilled(&d, filled)
	d.Fetched = c.opts.Now()
	draft := archive.NewDraft(d)
	return c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		if pending, err := archive.PartWanted(ctx, tx, r.Document, r.Part); err != nil || !pending {
			return err // a cheaper part brought a text in the meantime, or the document was deleted
		}
		// The source may have been read while the file was fetched. Apply only what was filled, or
		// the older title and notes in d would overwrite the newer ones.
		now, err := archive.GetDocument(ctx, tx, r.Document)
		if err != nil {
			return fmt.Errorf("loading document: %w", err)
		}
		if now.Revision != revision {
			applyFilled(&now, filled)
			now.Fetched = d.Fetched
			draft = archive.NewDraft(now)
		}
		// Save what was filled, even if a better version could not be read.
		if _, err := archive.SaveDocument(ctx, tx, draft, r.Source); err != nil {
			return fmt.Errorf("saving %s: %w", r.Part, err)
		}
		if filled.Duration > 0 {
			if err := archive.KeepDuration(ctx, tx, r.Document, filled.Duration); err != nil {
				return err
			}
		}
		if filled.Duration > 0 || filled.HasText() {
			if err := archive.TwinsOfDocumentChanged(ctx, tx, r.Document); err != nil {
				return err
			}
		}
		if filled.HasText() {
			if err := archive.CancelDearerParts(ctx, tx, r.Document, r.Cost); err != nil {
				return err
			}
		}
		return c.settle(ctx, tx, r, d.Backfill, filled, fillErr)
	})
}

// settle ends, defers, retries or fails a request after an attempt.
func (c *Crawler) settle(ctx context.Context, tx *ledger.Tx, r archive.PartRequest, old bool, filled feeds.Filled, fillErr error) error {
	if filled.HasText() || len(filled.Chapters) > 0 {
		if err := archive.SetPartFile(ctx, tx, r.Document, r.Part, filled.File); err != nil {
			return err
		}
	}
	switch {
	case fillErr == nil && !filled.Retry.IsZero():
		return archive.RetryPart(ctx, tx, r.Document, r.Part, filled.Retry, nil)
	case fillErr == nil && r.BringsText && (len(filled.Cues) == 0 || len(r.Offers) > 0 || filled.File.Hash != "" || r.Part == feeds.PartText):
		// The row keeps which file it was: the times of a recognised recording belong to that one.
		return archive.SettlePart(ctx, tx, r)
	case fillErr == nil:
		return archive.FinishPart(ctx, tx, r.Document, r.Part)
	case feeds.Unsent(fillErr):
		// No request was sent, so this is not an attempt. Otherwise the back catalogue of a host that
		// asks for pauses would fail without having been tried.
		return archive.DeferPart(ctx, tx, r.Document, r.Part, c.opts.Now().Add(max(feeds.RetryAfterOf(fillErr), time.Second)), deferredFor(fillErr))
	case r.Attempts >= maxPartAttempts, r.Part == feeds.PartCaptions && settled(fillErr), r.Part == feeds.PartText && !feeds.FaultOf(fillErr).Passes() && (old || r.Attempts+1 >= maxPageAttempts):
		return archive.FailPart(ctx, tx, r.Document, r.Part, fillErr)
	}
	return archive.RetryPart(ctx, tx, r.Document, r.Part, c.opts.Now().Add(partBackoff(r.Attempts, feeds.RetryAfterOf(fillErr))), fillErr)
}

// deferredFor returns why a request waits, if people want to know: a break of hours, a quota or an engine
// that is away, but not the seconds until a host's next slot.
func deferredFor(err error) error {
	switch feeds.FaultOf(err) {
	case feeds.FaultBlocked, feeds.FaultQuota, feeds.FaultTransient:
		return err
	}
	return nil
}

// namesIn returns the names to listen for: those of the brands that are watched.
func (c *Crawler) namesIn(ctx context.Context) []string {
	if c.opts.Names == nil {
		return nil
	}
	set, err := c.opts.Names.Recent(ctx)
	if err != nil {
		c.opts.Logger.Warn("names not known; going on without", "error", err)
		return nil
	}
	return set.Spoken()
}

// settled reports whether asking again would bring the same answer: the video was deleted, or is for
// people who are signed in.
func settled(err error) bool {
	switch feeds.FaultOf(err) {
	case feeds.FaultGone, feeds.FaultCredentials:
		return true
	}
	return false
}

// partBackoff returns the wait after an attempt. It doubles from a minute to half a day, and is
// never shorter than what the host asked for.
func partBackoff(attempts int, retryAfter time.Duration) time.Duration {
	return max(min(time.Minute<<min(attempts, 10), 12*time.Hour), retryAfter)
}
