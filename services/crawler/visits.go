package crawler

import (
	"context"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// VisitsOptions configure [Visits].
type VisitsOptions struct {
	PollOptions
	Adapters []feeds.SampleAdapter // may be empty; those without a reader are ignored
}

// Visits reads feeds of visits when they are due. A read that is repeated replaces what it brought with the
// same samples.
type Visits struct{ *polling }

// NewVisits returns a reader of visits. It does nothing until Run is called.
func NewVisits(o VisitsOptions) (*Visits, error) {
	p, err := newPolling(evidence.VisitsPoll, o.PollOptions)
	if err != nil {
		return nil, err
	}
	readers, types := map[feeds.SampleType]feeds.SampleReader{}, []feeds.SampleType{}
	for _, a := range o.Adapters {
		if a.Reader != nil {
			readers[a.Type] = a.Reader
			types = append(types, a.Type)
		}
	}
	if len(types) == 0 {
		return &Visits{p}, nil
	}
	p.claim = func(ctx context.Context, limit int) ([]polled, error) {
		due, err := evidence.ClaimDueSampleFeeds(ctx, p.opts.Ledger, types, p.opts.Now(), limit, p.opts.Holder, lease.Length)
		out := make([]polled, len(due))
		for i, f := range due {
			out[i] = polled{f.ID, string(f.Type), f.Poll, func(ctx context.Context) (outcome, error) { return readVisits(ctx, readers[f.Type], f) }}
		}
		return out, err
	}
	return &Visits{p}, nil
}

func readVisits(ctx context.Context, r feeds.SampleReader, f evidence.SampleFeedWithPoll) (outcome, error) {
	batch, err := r.Samples(ctx, f.SampleFeed, f.Poll.Position)
	save := func(ctx context.Context, tx *ledger.Tx) (bool, error) {
		if !batch.From.Before(batch.To) {
			return false, nil
		}
		n, err := evidence.ReplaceSamples(ctx, tx, f.ID, evidence.SampleRange{From: batch.From, To: batch.To}, batch.Samples)
		return n.Added+n.Changed+n.Removed > 0, err
	}
	return outcome{batch.Position, len(batch.Samples), batch.More, batch.Warnings, save}, err
}
