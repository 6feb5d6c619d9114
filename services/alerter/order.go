package alerter

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/subjects"
)

// page is how many events are handled in one transaction at most.
const page = 256

// inOrder calls handle with all events above the mark up to the last of the batch, in
// order and without gaps. The bus delivers in order while nothing fails; after a crash
// or a lost acknowledgement it may not, and passing over a lower number would lose it.
func (a *Alerter) inOrder(ctx context.Context, batch []bus.Msg, handle func([]event) error) error {
	events := make([]event, 0, len(batch))
	for _, m := range batch {
		if m.Seq > 0 {
			events = append(events, fromBus(m))
			continue
		}
		a.metrics.skipped.Inc()
		a.opts.Logger.Warn("mention event without a sequence number passed over", "subject", m.Subject, "id", m.ID)
	}
	slices.SortFunc(events, bySeq)
	events = slices.CompactFunc(events, func(x, y event) bool { return x.seq == y.seq })
	for {
		mark, err := a.opts.Ledger.Offset(ctx, consumer, subjects.Mentions)
		if err != nil {
			return fmt.Errorf("reading the alerter's mark: %w", err)
		}
		events = slices.DeleteFunc(events, func(e event) bool { return e.seq <= mark })
		if len(events) == 0 {
			return nil
		}
		next := events
		if gap := events[len(events)-1].seq - mark; gap != int64(len(events)) {
			if next, err = a.fill(ctx, mark, events); err != nil {
				return err
			}
		}
		if err := handle(next); err != nil {
			return err
		}
	}
}

// fill returns the next events above the mark: those of the batch and the missing ones
// from the ledger, which has every number before the bus does, also one that the relay
// still tries to publish. A number that the ledger doesn't have either was erased.
func (a *Alerter) fill(ctx context.Context, mark int64, events []event) ([]event, error) {
	rows, err := a.opts.Ledger.After(ctx, subjects.Mentions, mark, page)
	if err != nil {
		return nil, fmt.Errorf("reading missing mention events: %w", err)
	}
	if len(rows) == page {
		return convert(rows), nil
	}
	return merge(convert(rows), events), nil
}

func convert(rows []ledger.Message) []event {
	out := make([]event, len(rows))
	for i, r := range rows {
		out[i] = fromLedger(r)
	}
	return out
}

// merge is the union, in order, each sequence number once.
func merge(a, b []event) []event {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, bySeq)
	return slices.CompactFunc(all, func(x, y event) bool { return x.seq == y.seq })
}

func bySeq(x, y event) int { return cmp.Compare(x.seq, y.seq) }
