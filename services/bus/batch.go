package bus

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"github.com/namedrop/namedrop/services/subjects"
)

const (
	// maxInFlight is the number of single publications under way at once. The disk syncs them
	// one by one, so more would only wait longer: at 20 ms a sync, on a slow or busy disk, the
	// last of these is answered after about a second, well within ackTimeout.
	maxInFlight = 64
	// Fewer than minAtomic messages are published singly: a batch needs a file of its own.
	minAtomic = 8
	// The largest batch. The server's own limit is 1,000 messages.
	batchMessages = 500
	batchBytes    = maxPayload
)

// PublishBatch publishes each stream's messages in order and returns how many are on disk:
// all of them, unless there was an error. It is safe to publish the same messages again.
func (b *Bus) PublishBatch(ctx context.Context, msgs []Message) (n int, err error) {
	numbers, err := b.publishBatch(ctx, msgs)
	for _, number := range numbers {
		if number > 0 {
			n++
		}
	}
	return n, err
}

// publishBatch returns the numbers that the streams gave to the messages; 0 for those that
// are not known to be on disk.
func (b *Bus) publishBatch(ctx context.Context, msgs []Message) ([]uint64, error) {
	numbers := make([]uint64, len(msgs))
	for _, stream := range []string{subjects.Mentions, subjects.Reports, subjects.Documents, ""} { // alerts wait for mentions, so they go first
		var at []int
		for i := range msgs {
			if subjects.Stream(msgs[i].Subject) == stream {
				at = append(at, i)
			}
		}
		for len(at) > 0 {
			part := at[:batchLen(msgs, at)]
			at = at[len(part):]
			if b.publishAtomic(ctx, stream, msgs, part, numbers) {
				continue
			}
			if err := b.publishEach(ctx, msgs, part, numbers); err != nil {
				return numbers, err
			}
		}
	}
	return numbers, nil
}

// batchLen returns how many of the messages fit in one batch, at least one.
func batchLen(msgs []Message, at []int) int {
	n, size := 0, 0
	for n < len(at) && n < batchMessages {
		if size += len(msgs[at[n]].Data); n > 0 && size > batchBytes {
			break
		}
		n++
	}
	return n
}

// publishAtomic publishes the messages as one batch, for which the disk is synced once, and
// reports whether it did. It returns false where the messages have to be published singly:
// the server is older than batches, it has one of the messages already (it refuses the whole
// batch then), or there are too few of them.
func (b *Bus) publishAtomic(ctx context.Context, stream string, msgs []Message, at []int, numbers []uint64) bool {
	if len(at) < minAtomic || !b.lastSeen(stream).atomic {
		return false
	}
	batch := make([]*nats.Msg, len(at))
	for i, j := range at {
		batch[i] = msgs[j].nats()
	}
	try, cancel := context.WithTimeout(ctx, b.ackTimeout)
	defer cancel()
	ack, err := jetstreamext.PublishMsgBatch(try, b.js, batch, jetstreamext.BatchFlowControl{AckFirst: true, AckTimeout: b.ackTimeout})
	if err != nil {
		b.log.Debug("publishing batch failed, publishing singly", "stream", stream, "messages", len(at), "error", err)
		return false
	}
	first := ack.Sequence - uint64(len(at)) + 1 // the acknowledgement has the last one's number
	for i, j := range at {
		numbers[j] = first + uint64(i)
	}
	return true
}

// publishEach publishes singly, with a bounded number under way. The acknowledgements are
// awaited in order, so that after an error all messages before it are known to be on disk.
func (b *Bus) publishEach(ctx context.Context, msgs []Message, at []int, numbers []uint64) error {
	futures := make([]jetstream.PubAckFuture, 0, len(at))
	for n, j := range at {
		for len(at) > 1 && len(futures) < len(at) && len(futures) < n+maxInFlight {
			f, err := b.js.PublishMsgAsync(msgs[at[len(futures)]].nats())
			if err != nil {
				f = nil // published again below, alone
			}
			futures = append(futures, f)
		}
		var f jetstream.PubAckFuture
		if n < len(futures) {
			f, futures[n] = futures[n], nil
		}
		number, err := b.settle(ctx, f, msgs[j])
		if err != nil {
			return err
		}
		numbers[j] = number
	}
	return nil
}

// settle waits for a publication under way. If there is none or it failed, it publishes.
func (b *Bus) settle(ctx context.Context, f jetstream.PubAckFuture, m Message) (uint64, error) {
	if f == nil {
		return b.publish(ctx, m)
	}
	select {
	case ack := <-f.Ok():
		return ack.Sequence, nil
	case err := <-f.Err():
		b.log.Debug("publishing failed, trying again", "subject", m.Subject, "error", err)
		return b.publish(ctx, m)
	case <-ctx.Done():
		return 0, fmt.Errorf("publishing on %s: %w", m.Subject, ctx.Err())
	}
}
