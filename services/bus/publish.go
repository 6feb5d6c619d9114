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
	// ackTimeout is how long one attempt waits for the acknowledgement.
	ackTimeout = 5 * time.Second
	// retryFor is how long to go on trying. A cluster that lost its leader answers again after
	// about six seconds.
	retryFor = 30 * time.Second
)

// seqHeader carries the ledger's sequence number, so that the offset can be read from the
// server without parsing the message.
const seqHeader = "Namedrop-Seq"

// Message is a message to publish. The stream drops a second one with the same ID.
type Message struct {
	Subject string
	ID      string
	Seq     int64 // the ledger's sequence number, 0 if it has none
	Data    []byte

	stream string // the stream that must take it; empty for any
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

// publish returns the number that the stream gave to the message.
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
		if b.server != nil && noAnswer(err) {
			if err := b.server.heal(); err != nil {
				return 0, fmt.Errorf("publishing on %s: %w", m.Subject, err)
			}
		}
		if ctx.Err() != nil || permanent(err) || time.Now().Add(pause).After(end) {
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

// noAnswer reports whether the server did not answer at all. One in the same process always
// does unless its streams are broken: see [embedded.heal].
func noAnswer(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) ||
		errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, jetstream.ErrJetStreamNotEnabled)
}

// permanent reports whether another attempt would fail in the same way.
func permanent(err error) bool {
	return errors.Is(err, nats.ErrConnectionClosed) || errors.Is(err, nats.ErrMaxPayload) ||
		errors.Is(err, nats.ErrBadSubject) || errors.Is(err, nats.ErrInvalidMsg)
}
