package bus

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	// window is how many publications are under way at once. The disk syncs them one by
	// one, so more would only wait longer: at 20 ms for a sync, on a slow or busy disk,
	// the last of these is answered after a second or so, well within ackTimeout.
	window = 64
	// ackTimeout is how long one try waits.
	ackTimeout = 5 * time.Second
	// retryFor is how long to go on trying. A cluster that lost a leader answers
	// again after about six seconds.
	retryFor = 30 * time.Second
)

// seqHeader carries the ledger's sequence number, so that a consumer can tell what
// it has done already without opening the message.
const seqHeader = "Namedrop-Seq"

// Message is something to publish. The stream drops a second one with the same ID.
type Message struct {
	Subject string
	ID      string
	Seq     int64 // the ledger's, 0 if it has none
	Data    []byte

	stream string // where it must end up, if that is known
}

func (m Message) nats() *nats.Msg {
	out := &nats.Msg{Subject: m.Subject, Data: m.Data, Header: nats.Header{}}
	if m.ID != "" {
		out.Header.Set(jetstream.MsgIDHeader, m.ID)
	}
	if m.stream != "" {
		out.Header.Set(jetstream.ExpectedStreamHeader, m.stream)
	}
	if m.Seq != 0 {
		out.Header.Set(seqHeader, strconv.FormatInt(m.Seq, 10))
	}
	return out
}

// Publish returns when the message is on disk.
func (b *Bus) Publish(ctx context.Context, subject, msgID string, data []byte) error {
	_, err := b.publish(ctx, Message{Subject: subject, ID: msgID, Data: data})
	return err
}

// publish returns the number the stream gave the message.
func (b *Bus) publish(ctx context.Context, m Message) (uint64, error) {
	end := time.Now().Add(retryFor)
	pause := 50 * time.Millisecond
	for {
		try, cancel := context.WithTimeout(ctx, b.ackTimeout)
		ack, err := b.js.PublishMsg(try, m.nats())
		cancel()
		if err == nil {
			return ack.Sequence, nil
		}
		if b.server != nil && unanswered(err) {
			if err := b.server.heal(); err != nil {
				return 0, fmt.Errorf("publishing on %s: %w", m.Subject, err)
			}
		}
		if ctx.Err() != nil || hopeless(err) || time.Now().Add(pause).After(end) {
			return 0, fmt.Errorf("publishing on %s: %w", m.Subject, err)
		}
		select {
		case <-ctx.Done():
			return 0, fmt.Errorf("publishing on %s: %w", m.Subject, ctx.Err())
		case <-b.done:
			return 0, fmt.Errorf("publishing on %s: %w", m.Subject, errStopped)
		case <-time.After(pause):
		}
		pause = min(2*pause, time.Second)
	}
}

var errStopped = errors.New("the bus was stopped")

// unanswered tells silence, which a server in the same process never keeps while it is
// well.
func unanswered(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) ||
		errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, jetstream.ErrJetStreamNotEnabled)
}

// hopeless errors are the same at the next try.
func hopeless(err error) bool {
	return errors.Is(err, nats.ErrConnectionClosed) || errors.Is(err, nats.ErrMaxPayload) ||
		errors.Is(err, nats.ErrBadSubject) || errors.Is(err, nats.ErrInvalidMsg)
}

// PublishBatch publishes in order with a bounded number under way, and returns when
// all are on disk. On an error n is how many of the first messages are; later ones
// may be as well, and publishing them again under their ids does no harm.
func (b *Bus) PublishBatch(ctx context.Context, msgs []Message) (n int, err error) {
	numbers, err := b.publishBatch(ctx, msgs)
	return len(numbers), err
}

// publishBatch returns the numbers the streams gave the messages.
func (b *Bus) publishBatch(ctx context.Context, msgs []Message) ([]uint64, error) {
	numbers := make([]uint64, 0, len(msgs))
	futures := make([]jetstream.PubAckFuture, 0, len(msgs))
	for len(numbers) < len(msgs) {
		n := len(numbers)
		for len(msgs) > 1 && len(futures) < len(msgs) && len(futures) < n+window {
			f, err := b.js.PublishMsgAsync(msgs[len(futures)].nats())
			if err != nil {
				f = nil // tried again below, by itself
			}
			futures = append(futures, f)
		}
		var f jetstream.PubAckFuture
		if n < len(futures) {
			f, futures[n] = futures[n], nil
		}
		number, err := b.settle(ctx, f, msgs[n])
		if err != nil {
			return numbers, err
		}
		numbers = append(numbers, number)
	}
	return numbers, nil
}

// settle waits for a publication under way, or publishes.
func (b *Bus) settle(ctx context.Context, f jetstream.PubAckFuture, m Message) (uint64, error) {
	if f == nil {
		return b.publish(ctx, m)
	}
	select {
	case ack := <-f.Ok():
		return ack.Sequence, nil
	case err := <-f.Err():
		b.log.Debug("publishing again", "subject", m.Subject, "error", err)
		return b.publish(ctx, m)
	case <-ctx.Done():
		return 0, fmt.Errorf("publishing on %s: %w", m.Subject, ctx.Err())
	}
}
