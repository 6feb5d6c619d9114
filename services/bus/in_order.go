package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// Consumable is the part of a Bus that InOrder needs.
type Consumable interface {
	Consume(ctx context.Context, cfg ConsumerConfig, handle func(context.Context, []Msg) error) error
}

// InOrder consumes a stream in the ledger's order, without gaps, each message once: Handle's
// effect and the consumer's offset are one transaction.
//
// The bus delivers in order while nothing fails. After a crash, a lost acknowledgement or a
// change of a cluster's leader it may not. So the bus only says that there is something new:
// messages that are missing before it come from the ledger, which has every sequence before
// the bus does.
//
// A message that can't be handled holds up those behind it, since they must not overtake it.
// It is tried again with growing pauses, and after MaxAttempts, or at once if the error is
// Poison, the offset moves past it in the transaction that records it as a dead letter. (The
// dead letters of [Bus.Consume] would not do: they take a message from its consumer on the
// server, and the offset here would still be before it.)
type InOrder struct {
	Name   string // of the consumer, on the bus and at its offset
	Stream string
	Bus    Consumable
	Ledger *ledger.Ledger
	Logger *slog.Logger

	// Handle writes what the messages cause. They are in order, and all of them are above the
	// offset. committed, if it isn't nil, is called once the transaction is committed.
	Handle func(ctx context.Context, tx *ledger.Tx, msgs []Msg) (committed func(), err error)
	// Skipped is called for each message that became a dead letter, or that has no sequence and
	// therefore no position in the order; may be nil.
	Skipped func(m Msg, cause error)

	MaxAttempts int // 20 if zero

	wait func(attempt int) time.Duration // nil is delay; tests wait less
}

// orderedPage is how many messages are handled in one transaction at most.
const orderedPage = 256

// Run consumes until ctx is done, and then returns nil.
func (o InOrder) Run(ctx context.Context) error {
	if o.Name == "" || o.Stream == "" || o.Bus == nil || o.Ledger == nil || o.Logger == nil || o.Handle == nil {
		return errors.New("bus: InOrder needs Name, Stream, Bus, Ledger, Logger and Handle")
	}
	if o.MaxAttempts == 0 {
		o.MaxAttempts = 20
	}
	if o.Skipped == nil {
		o.Skipped = func(Msg, error) {}
	}
	if o.wait == nil {
		o.wait = delay
	}
	// With an offset from the start the outbox keeps what this consumer has yet to read.
	err := o.Ledger.WaitForDatabase(ctx, func(ctx context.Context) error { return o.Ledger.SetOffset(ctx, o.Name, o.Stream, 0) })
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("setting the offset of %s: %w", o.Name, err)
	}
	r := ordered{InOrder: o, counted: true}
	// Attempts are counted here, by message. The deliveries that the bus counts are of whichever
	// message brought the news.
	return o.Bus.Consume(ctx, ConsumerConfig{Name: o.Name, Stream: o.Stream, MaxDeliver: math.MaxInt}, r.receive)
}

// ordered is a running InOrder. Consume calls its handler from one goroutine.
type ordered struct {
	InOrder
	counted bool // the ledger may have counts of attempts that a success must delete
}

// receive handles all messages above the offset up to the last of the batch.
func (o *ordered) receive(ctx context.Context, batch []Msg) error {
	msgs := make([]Msg, 0, len(batch))
	for _, m := range batch {
		if m.Seq > 0 {
			msgs = append(msgs, m)
			continue
		}
		o.Logger.Warn("message without a sequence skipped", "consumer", o.Name, "subject", m.Subject, "id", m.ID)
		o.Skipped(m, errors.New("the message has no sequence"))
	}
	msgs = sortedBySeq(msgs)
	for {
		offset, err := o.Ledger.Offset(ctx, o.Name, o.Stream)
		if err != nil {
			return fmt.Errorf("reading the offset of %s: %w", o.Name, err)
		}
		msgs = slices.DeleteFunc(msgs, func(m Msg) bool { return m.Seq <= offset })
		if len(msgs) == 0 {
			return nil
		}
		next := msgs
		if last := msgs[len(msgs)-1].Seq; last-offset != int64(len(msgs)) {
			if next, err = o.fill(ctx, offset, msgs); err != nil {
				return err
			}
		}
		if err := o.take(ctx, next); err != nil {
			return err
		}
	}
}

// fill returns the next messages above the offset: those of the batch and the missing ones from
// the ledger, also one that the relay still tries to publish. A sequence that the ledger
// doesn't have either was erased.
func (o *ordered) fill(ctx context.Context, offset int64, msgs []Msg) ([]Msg, error) {
	rows, err := o.Ledger.After(ctx, o.Stream, offset, orderedPage)
	if err != nil {
		return nil, fmt.Errorf("reading the missing messages of %s: %w", o.Stream, err)
	}
	next := make([]Msg, len(rows))
	for i, row := range rows {
		next[i] = Msg{Subject: row.Subject, ID: row.MsgID, Seq: row.Seq, Data: row.Body(), Delivered: 1, Time: row.Created}
	}
	if len(rows) == orderedPage {
		return next, nil
	}
	return sortedBySeq(append(next, msgs...)), nil
}

// take handles messages: together, or one by one if that fails, to find the bad one.
func (o *ordered) take(ctx context.Context, msgs []Msg) error {
	err := o.write(ctx, msgs)
	if err == nil || ctx.Err() != nil || outage(err) {
		return err
	}
	for _, m := range msgs {
		if err := o.takeOne(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// takeOne handles a message, or gives it up.
func (o *ordered) takeOne(ctx context.Context, m Msg) error {
	for {
		err := o.write(ctx, []Msg{m})
		if err == nil || ctx.Err() != nil || outage(err) {
			return err
		}
		if errors.As(err, new(poison)) {
			return o.giveUp(ctx, m, 1, true, err)
		}
		attempts, countErr := o.count(ctx, m, err)
		if countErr != nil {
			return countErr
		}
		if attempts >= o.MaxAttempts {
			return o.giveUp(ctx, m, attempts, false, err)
		}
		wait := o.wait(attempts)
		o.Logger.Warn("handling message failed, trying again", "consumer", o.Name, "subject", m.Subject, "id", m.ID, "attempts", attempts, "wait", wait, "error", err)
		if !sleep(ctx, wait) {
			return ctx.Err()
		}
	}
}

// write is one transaction: the effect of the messages, and the offset. Of two processes that
// take the same messages the second finds the offset moved.
func (o *ordered) write(ctx context.Context, msgs []Msg) error {
	var committed func()
	last := msgs[len(msgs)-1].Seq
	err := o.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		committed = nil
		offset, err := tx.Offset(ctx, o.Name, o.Stream)
		if err != nil {
			return err
		}
		rest := slices.DeleteFunc(slices.Clone(msgs), func(m Msg) bool { return m.Seq <= offset })
		if len(rest) == 0 {
			return nil
		}
		if committed, err = o.Handle(ctx, tx, rest); err != nil {
			return err
		}
		if o.counted {
			if err := tx.ForgetAttempts(ctx, o.Name, o.Stream, last); err != nil {
				return err
			}
		}
		return tx.SetOffset(ctx, o.Name, o.Stream, last)
	})
	if err != nil {
		return fmt.Errorf("handling messages of %s: %w", o.Stream, err)
	}
	o.counted = false
	if committed != nil {
		committed()
	}
	return nil
}

func (o *ordered) count(ctx context.Context, m Msg, cause error) (attempts int, err error) {
	o.counted = true
	err = o.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		attempts, err = tx.CountAttempt(ctx, o.letter(m, 0, false, cause))
		return err
	})
	return attempts, err
}

// giveUp records the dead letter and moves the offset past the message.
func (o *ordered) giveUp(ctx context.Context, m Msg, attempts int, bad bool, cause error) error {
	err := o.Ledger.Write(ctx, func(tx *ledger.Tx) error {
		offset, err := tx.Offset(ctx, o.Name, o.Stream)
		if err != nil || offset >= m.Seq {
			return err // another process handled it
		}
		if err := tx.AddDeadLetter(ctx, o.letter(m, attempts, bad, cause)); err != nil {
			return err
		}
		return tx.SetOffset(ctx, o.Name, o.Stream, m.Seq)
	})
	if err != nil {
		return err
	}
	o.Logger.Error("message is a dead letter", "consumer", o.Name, "subject", m.Subject, "id", m.ID, "attempts", attempts, "error", cause)
	o.Skipped(m, cause)
	return nil
}

func (o *ordered) letter(m Msg, attempts int, bad bool, cause error) ledger.DeadLetter {
	return ledger.DeadLetter{Consumer: o.Name, Stream: o.Stream, MsgID: m.ID, Subject: m.Subject, Seq: m.Seq, Data: m.Data,
		Attempts: attempts, Poison: bad, Cause: cause.Error()}
}

// sortedBySeq sorts messages by sequence and drops repetitions.
func sortedBySeq(msgs []Msg) []Msg {
	slices.SortStableFunc(msgs, func(x, y Msg) int { return cmp.Compare(x.Seq, y.Seq) })
	return slices.CompactFunc(msgs, func(x, y Msg) bool { return x.Seq == y.Seq })
}
