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
			out[i] = polled{s.ID, string(s.Type), s.Poll, func(ctx context.Context) (outcome, error) { return readLeads(ctx, p.opts.Ledger, readers[s.Type], s) }}
		}
		return out, err
	}
	return &Leads{p}, nil
}

func readLeads(ctx context.Context, l *ledger.Ledger, r feeds.LeadReader, s evidence.LeadSourceWithPoll) (outcome, error) {
	batch, err := r.Leads(ctx, s.LeadSource, s.Poll.Position)
	if err != nil {
		return outcome{}, err
	}
	var written []evidence.Unwritten
	if w, ok := r.(feeds.LeadWriter); ok && !batch.More && w.Writes(s.LeadSource) {
		if written, err = writeLeads(ctx, l, w, s, &batch); err != nil {
			return outcome{}, err
		}
	}
	save := func(ctx context.Context, tx *ledger.Tx) (bool, error) {
		if err := evidence.MarkWritten(ctx, tx, written); err != nil {
			return false, err
		}
		if err := evidence.EraseLeads(ctx, tx, s.LeadSource, batch.Gone); err != nil {
			return false, err
		}
		// They come all day long, so the reports are looked at once an hour.
		n, err := evidence.PutLeads(ctx, tx, s.LeadSource, batch.Leads, evidence.LeadsOptions{Due: tx.Now().Add(time.Hour)})
		return n.Added+n.Changed+len(batch.Gone) > 0, err
	}
	return outcome{batch.Position, len(batch.Leads), batch.More, batch.Warnings, save}, nil
}

// writtenAtOnce is of how many leads a read writes back what they mean. If there are more, the source is read again at
// once.
const writtenAtOnce = 100

// writeLeads writes to the system of a source which mentions its leads mean, and returns those that are written. A
// process that is killed in between writes them again.
func writeLeads(ctx context.Context, l *ledger.Ledger, w feeds.LeadWriter, s evidence.LeadSourceWithPoll, batch *feeds.LeadBatch) ([]evidence.Unwritten, error) {
	due, same, err := evidence.UnwrittenLeads(ctx, l, s.ID, writtenAtOnce)
	if err != nil || len(due)+len(same) == 0 {
		return nil, err
	}
	texts := make([]feeds.LeadMeaning, len(due))
	for i, u := range due {
		texts[i] = u.LeadMeaning
	}
	done, warnings := w.Write(ctx, s.LeadSource, texts)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	batch.Warnings = append(batch.Warnings, warnings...)
	batch.More = len(due)+len(same) == writtenAtOnce && done == len(due)
	return append(same, due[:done]...), nil
}
