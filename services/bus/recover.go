package bus

import (
	"context"
	"fmt"
	"regexp"

	"github.com/namedrop/namedrop/services/ledger"
)

// margin is how far behind the consumers' marks publishing starts again. After a
// change of cluster leader neighbours may stand in the stream in another order than
// in the outbox, never further apart than what was under way.
const margin = 2 * batchMessages

// recoverStreams compares the streams with what the ledger believes to be in them. Where a
// stream is not the one the relay published to, or has lost its end, it publishes
// again: to DOCUMENTS what its consumers have not yet done, to MENTIONS everything
// the ledger still has, so that clients from outside can replay it.
func (r *Relay) recoverStreams(ctx context.Context) error {
	if err := r.Bus.ensureStreams(ctx); err != nil {
		return err
	}
	for _, name := range []string{Documents, Mentions} {
		if err := r.Bus.checkOwner(ctx, name); err != nil {
			return err
		}
		have := r.Bus.lastSeen(name)
		lost, err := r.lost(ctx, name, have)
		if err != nil {
			return fmt.Errorf("comparing %s with the ledger: %w", name, err)
		}
		if !lost {
			continue
		}
		var from int64
		if name == Documents {
			mark, err := r.Outbox.MinMark(ctx, name)
			if err != nil {
				return fmt.Errorf("reading the marks of %s: %w", name, err)
			}
			from = max(mark-margin, 0)
		}
		var n int64
		err = r.Outbox.Write(ctx, func(tx *ledger.Tx) error {
			var err error
			if n, err = tx.Republish(ctx, name, from); err != nil {
				return err
			}
			return tx.ResetMark(ctx, leadName, identity(name), have.created.UnixNano())
		})
		if err != nil {
			return fmt.Errorf("publishing %s again: %w", name, err)
		}
		delete(r.last, name)
		if n > 0 {
			r.Logger.Info("the bus was lost or is older than the ledger; publishing again", "stream", name, "messages", n, "after", from)
		}
	}
	return nil
}

// identity names the mark that holds which incarnation of a stream was published to.
// It is a stream name of its own, so that it counts among no stream's consumers.
func identity(stream string) string { return stream + ".created" }

func (r *Relay) lost(ctx context.Context, name string, have stream) (bool, error) {
	known, err := r.Outbox.Mark(ctx, leadName, identity(name))
	if err != nil {
		return false, err
	}
	if known != have.created.UnixNano() || have.last < r.last[name] {
		return true, nil
	}
	// The same stream, but perhaps an older copy of it: its last message must not be
	// older than the last one marked.
	seq, err := r.Outbox.LastSeq(ctx, name)
	if err != nil {
		return false, err
	}
	tail, err := r.Outbox.After(ctx, name, max(seq-2*relayBatch, 0), 2*relayBatch)
	if err != nil {
		return false, err
	}
	for _, m := range tail {
		if m.BusSeq > have.last {
			return true, nil
		}
	}
	return false, nil
}

var subjects = map[string]*regexp.Regexp{
	Documents: regexp.MustCompile(`^doc(\.[^\s.*>\x00]+)+$`),
	Mentions:  regexp.MustCompile(`^mention(\.[^\s.*>\x00]+)+$`),
}

// unpublishable says why a message could never be published, so that it doesn't hold up those
// behind it for ever.
func (r *Relay) unpublishable(m Message) error {
	valid, ok := subjects[m.stream]
	switch {
	case !ok:
		return fmt.Errorf("there is no stream %q", m.stream)
	case !valid.MatchString(m.Subject):
		return fmt.Errorf("subject %q does not belong to %s", m.Subject, m.stream)
	case int64(len(m.Data)+len(m.Subject)+1024) > r.Bus.nc.MaxPayload():
		return fmt.Errorf("its %d bytes are more than the bus takes (%d)", len(m.Data), r.Bus.nc.MaxPayload())
	}
	return nil
}
