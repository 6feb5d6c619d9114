package bus

import (
	"context"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// Letter is a dead letter: a message that could not be processed, with all that is needed to
// find out why and to process it later. To process it again, publish Data on Subject under
// a new message id: the stream drops a message with an id that it has seen, and the other
// consumers of the subject recognize a repetition by their own ids.
type Letter struct {
	// Consumer, Stream and ID identify the letter. The same message may be handed over more
	// than once, with the same three.
	Consumer string // who could not process the message; RelayName where the bus doesn't take it
	Stream   string
	ID       string // the publisher's id of the message

	Subject  string
	Seq      int64 // the ledger's sequence number in the stream; 0 if it has none
	Data     []byte
	Attempts int    // how often the message was delivered; 0 from the relay
	Poison   bool   // it was given up without further attempts, because none could help
	Cause    string // the last error
	At       time.Time
}

// RelayName is the Consumer of letters for messages that never reached the bus.
const RelayName = "relay"

// DeadLetters keeps dead letters.
type DeadLetters interface {
	// DeadLetter returns nil once the letter is on disk. Only then does the message leave its
	// consumer, and the consumer's offset moves past it. After an error it is tried again. A
	// process may end between the two, so a letter may come twice: keep it once.
	DeadLetter(ctx context.Context, l Letter) error
}

// deadLetter hands a message over and reports whether it has left the consumer.
func (c *consumer) deadLetter(ctx context.Context, m Msg, poison bool, cause error) bool {
	if c.deadLetters == nil {
		return false
	}
	err := c.deadLetters.DeadLetter(ctx, Letter{
		Consumer: c.cfg.Name, Stream: c.cfg.Stream, ID: m.letterID(), Subject: m.Subject, Seq: m.Seq, Data: m.Data,
		Attempts: m.Delivered, Poison: poison, Cause: cause.Error(), At: time.Now().UTC(),
	})
	if err != nil {
		c.log.Error("recording dead letter failed", "subject", m.Subject, "id", m.ID, "error", err)
		return false
	}
	c.log.Error("message is a dead letter", "subject", m.Subject, "id", m.ID, "delivered", m.Delivered, "error", cause)
	if err := m.raw.TermWithReason("dead letter recorded"); err != nil {
		c.log.Debug("ending delivery failed", "error", err) // it is delivered again, and recorded once
	}
	c.acked = m.raw.Reply()
	return true
}

// letterID is the message's id, or its number in the stream if its publisher gave it none.
func (m Msg) letterID() string {
	if m.ID != "" {
		return m.ID
	}
	if meta, err := m.raw.Metadata(); err == nil {
		return fmt.Sprintf("#%d", meta.Sequence.Stream)
	}
	return m.Subject
}

// deadLetter records a row of the outbox that the bus doesn't take. Without DeadLetters it is
// only logged: the ledger still has it, marked as published without a number of the bus.
func (r *Relay) deadLetter(ctx context.Context, m ledger.Message, cause error) error {
	r.opts.Logger.Error("message can't be published", "subject", m.Subject, "id", m.MsgID, "error", cause)
	to := r.opts.Bus.opts.DeadLetters
	if to == nil {
		return nil
	}
	err := to.DeadLetter(ctx, Letter{
		Consumer: RelayName, Stream: m.Stream, ID: m.MsgID, Subject: m.Subject, Seq: m.Seq, Data: m.Body(),
		Poison: true, Cause: cause.Error(), At: time.Now().UTC(),
	})
	if err != nil {
		return fmt.Errorf("recording a dead letter: %w", err)
	}
	return nil
}
