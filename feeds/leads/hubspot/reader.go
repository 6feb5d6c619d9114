package hubspot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

const (
	backfill = 400 * 24 * time.Hour
	lag      = 3 * time.Minute  // the search shows changes late
	overlap  = 10 * time.Minute // of two reads
	pageSize = 200
	maxPages = 10 // of one read: far below the 10,000 results of a search
)

// Options are what a reader needs.
type Options struct {
	Transport http.RoundTripper // guarded: see [fetch.NewTransport]
	UserAgent string
	Now       func() time.Time
	Pause     time.Duration // between two searches; by default what HubSpot's limit of five a second needs
}

// Reader reads contacts, and takes HubSpot's notices. It implements [feeds.LeadReader] and
// [feeds.LeadReceiver].
type Reader struct {
	client *http.Client
	agent  string
	now    func() time.Time
	pause  time.Duration
}

// New returns a reader. The error says what is missing.
func New(o Options) (*Reader, error) {
	if o.Transport == nil || o.UserAgent == "" || o.Now == nil {
		return nil, errors.New("hubspot: Transport, UserAgent and Now are needed")
	}
	if o.Pause == 0 {
		o.Pause = 250 * time.Millisecond
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Reader{&http.Client{Transport: o.Transport, CheckRedirect: stay}, o.UserAgent, o.Now, o.Pause}, nil
}

// position is how far a source was read.
type position struct {
	Since int64  `json:"since"`         // milliseconds since 1970: contacts changed from then on were not read
	ID    string `json:"id,omitempty"`  // of the contacts changed at Since, those with a higher id were not read
	All   bool   `json:"all,omitempty"` // everything until Since was read, so that the next read overlaps
}

// Leads reads the next contacts: see [feeds.LeadReader].
func (r *Reader) Leads(ctx context.Context, src feeds.LeadSource, at feeds.Position) (feeds.LeadBatch, error) {
	s, err := settings(src)
	if err != nil {
		return feeds.LeadBatch{}, &feeds.Fault{Kind: feeds.FaultUnparsable, Code: "leads_settings_unreadable", Reason: "The settings of the source of leads can't be read", Help: "Add it again.", Err: err}
	}
	until := r.now().Add(-lag).UnixMilli()
	pos := position{Since: r.now().Add(-backfill).UnixMilli()}
	if len(at) > 0 {
		if err := json.Unmarshal(at, &pos); err != nil {
			return feeds.LeadBatch{}, fmt.Errorf("reading the position: %w", err)
		}
		if pos.All {
			pos.Since, pos.All = pos.Since-overlap.Milliseconds(), false
		}
	}
	p := pull{Reader: r, src: src, settings: s, leads: map[string]int{}}
	next, err := p.read(ctx, pos, until)
	if err != nil {
		return feeds.LeadBatch{}, err
	}
	if p.batch.Position, err = json.Marshal(next); err != nil {
		return feeds.LeadBatch{}, fmt.Errorf("writing the position: %w", err)
	}
	p.batch.More = !next.All
	return p.batch, nil
}

// pull is one read of a source.
type pull struct {
	*Reader
	src      feeds.LeadSource
	settings Settings
	labels   map[string]string // of the answer's options, by their values; nil before they were read
	leads    map[string]int    // where each lead stands in the batch, by its id
	batch    feeds.LeadBatch
	version  int
}

// read reads up to maxPages pages and returns the position after them.
func (p *pull) read(ctx context.Context, pos position, until int64) (position, error) {
	first, last, after := int64(0), contact{}, ""
	for range maxPages {
		a, err := p.search(ctx, pos, until, after)
		if err != nil {
			return pos, err
		}
		for _, c := range a.Results {
			if err := p.add(ctx, c); err != nil {
				return pos, err
			}
			if last = c; first == 0 {
				first = c.changed()
			}
		}
		if after = a.Paging.Next.After; after == "" || len(a.Results) == 0 {
			if pos.ID != "" {
				return position{Since: pos.Since + 1}, nil // all of that moment were read
			}
			return position{Since: until, All: true}, nil
		}
	}
	switch changed := last.changed(); {
	case pos.ID != "":
		return position{Since: pos.Since, ID: last.ID}, nil
	case changed == first, changed <= pos.Since:
		return position{Since: first, ID: "0"}, nil // a whole read of one moment
	default:
		return position{Since: changed}, nil
	}
}

// add adds the lead of a contact.
func (p *pull) add(ctx context.Context, c contact) error {
	email := c.get("email")
	if sample[email] {
		return nil
	}
	created, err := time.Parse(time.RFC3339, c.CreatedAt)
	if err != nil || c.ID == "" || c.changed() <= 0 {
		return p.unreadable(nil, fmt.Errorf("contact %q was created at %q and changed at %q", clip(c.ID), clip(c.CreatedAt), clip(c.UpdatedAt)))
	}
	l := p.src.Lead(c.ID, created)
	l.Updated = time.UnixMilli(c.changed()).UTC()
	p.src.SetPerson(&l, email)
	answer := c.get(p.settings.Answer)
	if answer != "" {
		if answer, err = p.label(ctx, answer); err != nil {
			return err
		}
	}
	l.SetTexts(answer, plain(c.get(p.settings.Note)))
	if l.Cut {
		p.batch.Warnings = append(p.batch.Warnings, feeds.Warn("lead_text_cut", "An answer or a note was cut, since it is too long."))
	}
	l.Stage = feeds.StageName(c.get("lifecyclestage"))
	l.Landing = feeds.LandingPage(c.get(p.settings.Landing))
	l.Imported = c.get("hs_analytics_source") == "OFFLINE"
	if v, err := strconv.ParseFloat(c.get(p.settings.Value), 64); err == nil && v == v && v-v == 0 {
		l.Value = &v
	}
	if i, ok := p.leads[l.ID]; ok {
		p.batch.Leads[i] = l
		return nil
	}
	p.leads[l.ID] = len(p.batch.Leads)
	p.batch.Leads = append(p.batch.Leads, l)
	return nil
}

// sample are the addresses of the contacts that HubSpot puts into a new account.
var sample = map[string]bool{"bh@hubspot.com": true, "emailmaria@hubspot.com": true}
