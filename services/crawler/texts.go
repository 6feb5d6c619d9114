package crawler

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
	"github.com/namedrop/namedrop/services/ledger"
)

const (
	atOnce   = 5       // new episodes whose transcripts are fetched before they are recorded
	atMost   = 2 << 20 // bytes of such transcripts; the others are fetched one by one
	patience = 20 * time.Second
	textTry  = 12 // tries of a transcript before it is given up, over about three days
)

// chapterType marks a chapter file among what the publisher offers beside the episode.
const chapterType = "application/json+chapters"

// offered is what can still be fetched for a document: transcripts and chapters.
func offered(d *feeds.Document) []feeds.TranscriptRef {
	refs := slices.Clone(d.Transcripts)
	if d.ChaptersURL != "" && len(d.Chapters) == 0 {
		refs = append(refs, feeds.TranscriptRef{URL: d.ChaptersURL, Type: chapterType})
	}
	return refs
}

// queueTexts asks for what the documents of one read still lack.
func (c *Crawler) queueTexts(ctx context.Context, tx *ledger.Tx, src feeds.Source, saved []ledger.Saved) error {
	ids := make([]string, len(saved))
	for i, d := range saved {
		ids[i] = d.ID
	}
	plain, err := tx.PlainTexts(ctx, ids)
	if err != nil {
		return err
	}
	for _, d := range saved {
		refs := offered(d.Document)
		had, bare := plain[d.ID]
		ours := slices.DeleteFunc(slices.Clone(refs), chapterFile)
		switch {
		case d.Origin == feeds.None:
		case d.New && len(d.Cues) == 0 && len(ours) > 0:
			if len(ours) == len(refs) {
				err = tx.KeepText(ctx, d.ID, src.ID, refs)
				refs = nil
			}
		case bare && len(ours) > 0 && !slices.Equal(ours, slices.DeleteFunc(had, chapterFile)):
			err = tx.QueueText(ctx, d.ID, src.ID, refs, tx.Now())
			refs = nil
		default:
			refs = slices.DeleteFunc(refs, func(r feeds.TranscriptRef) bool { return !chapterFile(r) })
		}
		switch {
		case len(refs) == 0:
		case d.New || d.Changed:
			err = tx.QueueText(ctx, d.ID, src.ID, refs, tx.Now())
		default:
			// Publishers offer a transcript or chapters days after the episode, and change nothing else.
			err = tx.OfferText(ctx, d.ID, src.ID, refs, tx.Now())
		}
		if err != nil {
			return fmt.Errorf("queueing transcript: %w", err)
		}
	}
	return nil
}

func chapterFile(r feeds.TranscriptRef) bool { return r.Type == chapterType }

// transcribe fetches transcripts and chapters of the newest live episodes at once. What
// fails or is too much stays for the queue; the document is recorded without it meanwhile.
func (c *Crawler) transcribe(ctx context.Context, src feeds.Source, docs []feeds.Document) error {
	var live []string
	for i := range docs {
		if d := &docs[i]; !d.Backfill && len(offered(d)) > 0 {
			live = append(live, d.ID)
		}
	}
	if len(live) == 0 {
		return nil
	}
	known, err := c.Ledger.KnownDocuments(ctx, live)
	if err != nil {
		return fmt.Errorf("looking up documents: %w", err)
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	fetched, weight := 0, 0
	for i := range docs {
		d := &docs[i]
		if d.Backfill || len(offered(d)) == 0 || known[d.ID] {
			continue
		}
		if fetched++; fetched > atOnce || weight > atMost {
			break
		}
		filled := *d
		if err := c.fill(limited, src.Type, &filled, offered(d)); err != nil {
			c.Logger.Info("transcript not to be had yet", "document", d.ID, "error", err)
			d.Chapters = filled.Chapters
			continue // the queue takes what there is, and asks for the rest
		}
		*d = filled
		weight += d.Weight()
	}
	return ctx.Err()
}

// fill puts chapters and transcript into the document, as far as they can be had. With an
// error it is worth asking again, even where there is a text.
func (c *Crawler) fill(ctx context.Context, t feeds.SourceType, d *feeds.Document, refs []feeds.TranscriptRef) error {
	reader, ok := c.Readers[t]
	if !ok {
		return fmt.Errorf("nothing here reads sources of type %s", t)
	}
	var texts []feeds.TranscriptRef
	for _, r := range refs {
		if r.Type != chapterType {
			texts = append(texts, r)
			continue
		}
		chapters, err := reader.Chapters(ctx, r.URL)
		if err == nil && len(chapters) == 0 {
			err = errors.New("reading chapters: none of them has a title")
		}
		if err != nil && len(refs) == 1 {
			return err
		}
		if err == nil {
			d.Chapters = chapters
		}
	}
	if len(texts) == 0 {
		return nil
	}
	cues, text, err := reader.Transcript(ctx, texts, d.Language)
	if err != nil {
		c.metrics.texts.WithLabelValues(string(fetch.KindOf(err))).Inc()
		err = fmt.Errorf("reading transcript: %w", err)
	}
	switch {
	case len(cues) > 0 || strings.TrimSpace(text) != "":
		c.metrics.texts.WithLabelValues("read").Inc()
		d.Cues, d.Text, d.Origin = cues, text, feeds.Publisher
		if len(cues) > 0 {
			d.Transcripts = nil // there is nothing better
		}
	case err == nil:
		c.metrics.texts.WithLabelValues("empty").Inc()
		err = errors.New("reading transcript: it holds no words")
	}
	return err
}

// fetchTexts works through the queue of transcripts.
func (c *Crawler) fetchTexts(ctx context.Context) (int, error) {
	tasks, err := c.Ledger.ClaimTexts(ctx, c.Now(), 2*c.Workers, c.Holder, lease)
	if err != nil {
		return 0, fmt.Errorf("claiming transcripts: %w", err)
	}
	slots := make(chan struct{}, c.Workers)
	var wg sync.WaitGroup
	for _, t := range tasks {
		c.texts.hold(t.Document)
	}
	for _, t := range tasks {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			defer c.texts.drop(t.Document)
			if err := c.fetchText(ctx, t); err != nil && ctx.Err() == nil {
				c.Logger.Error("transcript not recorded", "document", t.Document, "error", err)
			}
		})
	}
	wg.Wait()
	return len(tasks), nil
}

func (c *Crawler) fetchText(ctx context.Context, t ledger.Text) error {
	return c.cautiously(ctx, ledger.Fetching, t.Document,
		func(ctx context.Context) error {
			c.Logger.Error("transcript is quarantined", "document", t.Document)
			return c.Ledger.Write(ctx, func(tx *ledger.Tx) error {
				return tx.FinishText(ctx, t.Document, "Namedrop ended several times while it read this transcript")
			})
		},
		func(ctx context.Context) error { return c.fetchTextNow(ctx, t) })
}

func (c *Crawler) fetchTextNow(ctx context.Context, t ledger.Text) error {
	ctx, release := fetch.Hold(ctx)
	defer release()
	d, err := c.Ledger.GetDocument(ctx, t.Document)
	if errors.Is(err, ledger.ErrNotFound) {
		return c.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.FinishText(ctx, t.Document, "the document was deleted") })
	}
	if err != nil {
		return fmt.Errorf("loading document: %w", err)
	}
	src, err := c.Ledger.GetSource(ctx, t.Source)
	if errors.Is(err, ledger.ErrNotFound) {
		return c.Ledger.Write(ctx, func(tx *ledger.Tx) error { return tx.FinishText(ctx, t.Document, "the source was deleted") })
	}
	if err != nil {
		return fmt.Errorf("loading source: %w", err)
	}
	asked := d.Revision
	missed := c.fill(ctx, src.Type, &d, t.Refs)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d.Fetched = c.Now()
	draft := ledger.NewDraft(d)
	return c.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		// The feed may have been read while the file was on its way: its word on the rest stays.
		now, err := tx.GetDocument(ctx, t.Document)
		if errors.Is(err, ledger.ErrNotFound) {
			return tx.FinishText(ctx, t.Document, "the document was deleted")
		}
		if err != nil {
			return fmt.Errorf("loading document: %w", err)
		}
		if now.Revision != asked {
			now.Cues, now.Text, now.Origin, now.Chapters, now.Fetched = d.Cues, d.Text, d.Origin, d.Chapters, d.Fetched
			draft = ledger.NewDraft(now)
		}
		// Chapters that came are kept, whatever became of the transcript beside them.
		if _, err := tx.SaveDocument(ctx, draft, t.Source); err != nil {
			return fmt.Errorf("saving transcript: %w", err)
		}
		switch {
		case missed == nil && len(draft.Cues) == 0 && draft.Text != "":
			return tx.KeepText(ctx, t.Document, t.Source, t.Refs)
		case missed == nil:
			return tx.FinishText(ctx, t.Document, "")
		case fetch.Unsent(missed):
			// The back catalogue of a host that asks for pauses would be given up without a try.
			return tx.PutOffText(ctx, t.Document, c.Now().Add(max(fetch.RetryAfterOf(missed), time.Second)))
		case t.Attempts >= textTry:
			return tx.FinishText(ctx, t.Document, missed.Error())
		}
		return tx.RetryText(ctx, t.Document, c.Now().Add(textWait(t.Attempts, fetch.RetryAfterOf(missed))), missed.Error())
	})
}

// textWait doubles from a minute to half a day.
func textWait(attempts int, asked time.Duration) time.Duration {
	return max(min(time.Minute<<min(attempts, 10), 12*time.Hour), asked)
}
