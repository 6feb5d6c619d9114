package crawler

import (
	"context"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// LeadsOptions configure [Leads].
type LeadsOptions struct {
	PollOptions
	Adapters []feeds.LeadAdapter // may be empty; those without a reader are ignored
}

// Leads reads sources of leads when they are due. A lead that is read again is the same lead.
type Leads struct{ *polling }

// leadsEvery is how often a source is read. Salespeople write all day long, and nobody publishes leads
// in a rhythm.
const leadsEvery = 15 * time.Minute

// NewLeads returns a reader of leads. It does nothing until Run is called.
func NewLeads(o LeadsOptions) (*Leads, error) {
	if o.Limits == (schedule.Limits{}) {
		o.Limits = schedule.DefaultLimits()
		o.Limits.Unknown = leadsEvery
	}
	p, err := newPolling(evidence.LeadsPoll, o.PollOptions)
	if err != nil {
		return nil, err
	}
	readers, types := map[feeds.LeadType]feeds.LeadReader{}, []feeds.LeadType{}
	for _, a := range o.Adapters {
		if a.Reader != nil {
			readers[a.Type] = a.Reader
			types = append(types, a.Type)
		}
	}
	if len(types) == 0 {
		return &Leads{p}, nil
	}
	p.claim = func(ctx context.Context, limit int) ([]polled, error) {
		due, err := evidence.ClaimDueLeadSources(ctx, p.opts.Ledger, types, p.opts.Now(), limit, p.opts.Holder, lease.Length)
		out := make([]polled, len(due))
		for i, s := range due {
			out[i] = polled{s.ID, string(s.Type), s.Poll, func(ctx context.Context) (outcome, error) { return readLeads(ctx, readers[s.Type], s) }}
		}
		return out, err
	}
	return &Leads{p}, nil
}

func readLeads(ctx context.Context, r feeds.LeadReader, s evidence.LeadSourceWithPoll) (outcome, error) {
	batch, err := r.Leads(ctx, s.LeadSource, s.Poll.Position)
	save := func(ctx context.Context, tx *ledger.Tx) (bool, error) {
		if err := evidence.EraseLeads(ctx, tx, s.LeadSource, batch.Gone); err != nil {
			return false, err
		}
		// They come all day long, so the reports are looked at once an hour.
		n, err := evidence.PutLeads(ctx, tx, s.LeadSource, batch.Leads, evidence.LeadsOptions{Due: tx.Now().Add(time.Hour)})
		return n.Added+n.Changed+len(batch.Gone) > 0, err
	}
	return outcome{batch.Position, len(batch.Leads), batch.More, batch.Warnings, save}, err
}
