package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
)

// walk is one read of a source.
type walk struct {
	ctx     context.Context
	visitor *visitor
	set     settings
	in      scope
	start   *url.URL
	pos     *position
	batch   feeds.Batch
	keys    map[string]bool // of the documents of this read
	left    int             // pages that may still be fetched
	refused int
	failed  error // the last fault of a page that will pass
	same    bool  // the start page is as it was
}

// readStart reads the page that lists the others, and queues what it links to.
func (w *walk) readStart() error {
	conditional := http.Header{}
	if !feeds.IsUnconditional(w.ctx) && w.set.depth() > 0 && len(w.pos.Known) > 0 {
		if w.pos.ETag != "" {
			conditional.Set("If-None-Match", w.pos.ETag)
		}
		if w.pos.Modified != "" {
			conditional.Set("If-Modified-Since", w.pos.Modified)
		}
	}
	w.left--
	p, err := w.visitor.onward(w.start.String(), conditional)
	switch {
	case errors.Is(err, errOther), errors.Is(err, errAway):
		return noPage(w.start.Host)
	case err != nil:
		return fmt.Errorf("reading pages: %w", err)
	case p.feed:
		return isAFeed(w.start.Host)
	}
	if w.same = p.notModified; !w.same {
		w.pos.ETag, w.pos.Modified, w.pos.Feed = p.etag, p.modified, ""
		if len(p.feeds) > 0 {
			w.pos.Feed = p.feeds[0]
		}
		src := *w.batch.Source
		if p.title != "" {
			src.SetTitle(p.title)
		}
		src.Site, src.Language = p.at.Scheme+"://"+p.at.Host+"/", p.language
		w.batch.Source = &src
		w.listed(p)
	}
	if w.set.depth() > 0 {
		w.pos.recheck(maxDepth + 1)
	}
	return nil
}

// listed takes what the start page links to, or the page itself where it stands alone.
func (w *walk) listed(p *page) {
	var pages []string
	if w.set.depth() > 0 {
		if self, ok := tidy(p.at); ok {
			w.pos.Start = self.String()
		}
		w.in = scopeOf(p.at, w.set)
		for _, link := range resolve(p.base, p.links, w.in) {
			if link != w.pos.Start {
				pages = append(pages, link)
			}
		}
		w.pos.found(pages, 1)
	}
	if len(pages) == 0 && len(w.pos.Queue) == 0 {
		k, _ := w.pos.take(p.at.String())
		w.pos.Known = append(w.pos.Known, w.keep(p, k))
	}
}

// readQueue reads pages until the read has had its share, or the host wants a pause.
func (w *walk) readQueue() error {
	fetched := w.left < perRead
	for failures := 0; len(w.pos.Queue) > 0 && w.left > 0; w.left-- {
		next := w.pos.Queue[0]
		p, err := w.visitor.visit(next.URL, nil, w.in.holds)
		if w.ctx.Err() != nil {
			return fmt.Errorf("reading pages: %w", w.ctx.Err())
		}
		switch kind := feeds.FaultOf(err); {
		case err == nil || errors.Is(err, errAway) || errors.Is(err, errOther):
		case kind == feeds.FaultPaced, kind == feeds.FaultThrottled, kind == feeds.FaultQuota, kind == feeds.FaultTransient && failures == 2:
			if !fetched {
				return fmt.Errorf("reading pages: %w", err)
			}
			w.failed = err
			return nil
		case kind == feeds.FaultTransient:
			failures++
		}
		fetched = true
		w.pos.Queue = w.pos.Queue[1:]
		k, _ := w.pos.take(next.URL)
		w.pos.Known = append(w.pos.Known, w.outcome(next, k, p, err))
	}
	return nil
}

// outcome returns what is known of a page after a visit.
func (w *walk) outcome(s step, k known, p *page, err error) known {
	switch kind := feeds.FaultOf(err); {
	case err == nil && p.barred != nil:
		w.refused++
	case err == nil && p.feed, errors.Is(err, errAway), errors.Is(err, errOther):
	case err == nil:
		if p.onward != "" {
			if u, uerr := url.Parse(p.onward); uerr == nil && w.in.holds(u) {
				w.pos.found([]string{p.onward}, s.Depth)
			}
		}
		if s.Depth < w.set.depth() {
			w.pos.found(resolve(p.base, p.links, w.in), s.Depth+1)
		}
		return w.keep(p, k)
	case kind == feeds.FaultGone, kind == feeds.FaultAbsent:
		if k.Missed++; k.Hash != "" && (kind == feeds.FaultGone || k.Missed >= misses) {
			w.gone(k)
			k.Hash = ""
		}
	case kind == feeds.FaultBlocked, kind == feeds.FaultCredentials:
		w.refused++
	}
	return k
}

// keep adds the document of a page whose text is new.
func (w *walk) keep(p *page, k known) known {
	d := p.document(p.at)
	k.Missed = 0
	switch {
	case p.noIndex && !w.set.NoIndex, d.Text == "":
		if k.Hash != "" {
			w.gone(k)
		}
		k.Hash = ""
	case k.Hash == p.hash(), w.keys[d.Key]:
		k.Hash = p.hash()
	default:
		w.keys[d.Key] = true
		d.Backfill = w.pos.First
		w.batch.Documents = append(w.batch.Documents, feeds.Item{Document: d})
		k.Hash = p.hash()
	}
	k.Key = ""
	if u, err := url.Parse(k.URL); err == nil && keyOf(u) != d.Key {
		k.Key = d.Key
	}
	return k
}

func (w *walk) gone(k known) {
	key := k.Key
	if u, err := url.Parse(k.URL); key == "" && err == nil {
		key = keyOf(u)
	}
	w.batch.Gone = append(w.batch.Gone, feeds.Removal{Network: Network, Key: key})
}

// finish sets the position and what a person should know of the read.
func (w *walk) finish() {
	b := &w.batch
	for _, k := range w.pos.Known {
		if k.Hash != "" {
			b.Listed++
		}
	}
	b.More = len(w.pos.Queue) > 0
	if !b.More {
		w.pos.First = false
	}
	if w.pos.Feed != "" {
		b.Warnings = append(b.Warnings, feeds.Warn("web_has_feed", "The page names a feed, which is faster and has dates: {address}.", "address", w.pos.Feed))
	}
	if w.refused > 0 {
		b.Warnings = append(b.Warnings, feeds.Warn("web_refused", "Pages that may not be read: {n}.", "n", strconv.Itoa(w.refused)))
	}
	if w.pos.Full {
		b.Warnings = append(b.Warnings, feeds.Warn("web_full", "There are more pages than the {n} that a source may have.", "n", strconv.Itoa(maxKnown)))
	}
	if b.Listed == 0 && !b.More {
		b.Fault = w.failed
		if b.Fault == nil {
			b.Fault = noText(w.start.Host)
		}
	}
	b.NotModified = w.same && !b.More && len(b.Documents) == 0 && len(b.Gone) == 0
	b.Position = w.pos.encode()
}
