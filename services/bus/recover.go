package bus

import (
	"context"
	"fmt"
	"regexp"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/subjects"
)

// margin is how far before the consumers' offsets republishing starts. After a change of the
// cluster's leader, messages may be in the stream in another order than in the outbox. They
// are never further apart than what the relay had under way.
const margin = 2 * batchMessages

// recoverStreams compares the streams with what the ledger recorded as published. If a stream
// was created again or has lost its end, its messages are queued once more: for DOCUMENTS
// those that the consumers have not processed, for MENTIONS and REPORTS everything that the
// ledger still has, so that outside clients can replay it.
func (r *Relay) recoverStreams(ctx context.Context) error {
	if err := r.opts.Bus.ensureStreams(ctx); err != nil {
		return err
	}
	for _, name := range []string{subjects.Documents, subjects.Mentions, subjects.Reports} {
		if err := r.opts.Bus.checkOwner(ctx, name); err != nil {
			return err
		}
		have := r.opts.Bus.lastSeen(name)
		lost, err := r.lost(ctx, name, have)
		if err != nil {
			return fmt.Errorf("comparing %s with the ledger: %w", name, err)
		}
		if !lost {
			continue
		}
		var from int64
		if name == subjects.Documents {
			mark, err := r.opts.Outbox.MinOffset(ctx, name)
			if err != nil {
				return fmt.Errorf("reading the offsets of %s: %w", name, err)
			}
			from = max(mark-margin, 0)
		}
		var n int64
		err = r.opts.Outbox.Write(ctx, func(tx *ledger.Tx) error {
			var err error
			if n, err = tx.Republish(ctx, name, from); err != nil {
				return err
			}
			return tx.ResetOffset(ctx, leadName, identity(name), have.created.UnixNano())
		})
		if err != nil {
			return fmt.Errorf("publishing %s again: %w", name, err)
		}
		delete(r.last, name)
		if n > 0 {
			r.opts.Logger.Info("stream was lost or is older than the ledger, publishing again", "stream", name, "messages", n, "after", from)
		}
	}
	return nil
}

// identity is the name under which the ledger keeps the incarnation of a stream that the
// relay published to. An incarnation is the stream's time of creation: a stream that was
// deleted and created again has the same name and starts at number 1, but another time. It
// is stored as an offset of the relay, under a stream name that no consumer has, so that it
// never counts among the offsets of a stream's consumers.
func identity(stream string) string { return stream + ".created" }

// lost reports whether a stream lacks messages that the ledger recorded as published: another
// incarnation, or an older copy of the same one.
func (r *Relay) lost(ctx context.Context, name string, have stream) (bool, error) {
	known, err := r.opts.Outbox.Offset(ctx, leadName, identity(name))
	if err != nil {
		return false, err
	}
	if known != have.created.UnixNano() || have.last < r.last[name] {
		return true, nil
	}
	// The same incarnation may still be an older copy of the directory: then the ledger has
	// numbers beyond the stream's last one.
	seq, err := r.opts.Outbox.LastSeq(ctx, name)
	if err != nil {
		return false, err
	}
	tail, err := r.opts.Outbox.After(ctx, name, max(seq-2*relayBatch, 0), 2*relayBatch)
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

var validSubjects = map[string]*regexp.Regexp{
	subjects.Documents: regexp.MustCompile(`^doc(\.[^\s.*>\x00]+)+$`),
	subjects.Mentions:  regexp.MustCompile(`^mention(\.[^\s.*>\x00]+)+$`),
	subjects.Reports:   regexp.MustCompile(`^report(\.[^\s.*>\x00]+)+$`),
}

// unpublishable returns why the bus would never take a message, or nil. Such a message must not
// hold up those behind it forever.
func (r *Relay) unpublishable(m Message) error {
	valid, ok := validSubjects[m.stream]
	switch {
	case !ok:
		return fmt.Errorf("there is no stream %q", m.stream)
	case !valid.MatchString(m.Subject):
		return fmt.Errorf("subject %q does not belong to %s", m.Subject, m.stream)
	case int64(len(m.Data)+len(m.Subject)+1024) > r.opts.Bus.nc.MaxPayload():
		return fmt.Errorf("its %d bytes are more than the bus takes (%d)", len(m.Data), r.opts.Bus.nc.MaxPayload())
	}
	return nil
}
