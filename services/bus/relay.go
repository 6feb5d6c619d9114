package bus

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
)

// Outbox is what the relay needs of the ledger.
type Outbox interface {
	Write(ctx context.Context, do func(*ledger.Tx) error) error
	Unpublished(ctx context.Context, limit int) ([]ledger.Message, error)
	After(ctx context.Context, stream string, seq int64, limit int) ([]ledger.Message, error)
	LastSeq(ctx context.Context, stream string) (int64, error)
	Offset(ctx context.Context, consumer, stream string) (int64, error)
	MinOffset(ctx context.Context, stream string) (int64, error)
	Nudges() <-chan struct{}
	// Postgres reports whether other processes may write to the ledger.
	Postgres() bool
	Lease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error)
	Release(ctx context.Context, name, holder string) error
}

// RelayOptions are what a relay needs. Bus and Outbox are required.
type RelayOptions struct {
	Bus    *Bus
	Outbox Outbox
	Holder string        // identifies this process as the leader; random if empty
	Poll   time.Duration // how often to read the outbox without a nudge: 1 s on PostgreSQL, 5 s on SQLite
	Logger *slog.Logger
}

func (o *RelayOptions) validate() error {
	if o.Bus == nil || o.Outbox == nil {
		return errors.New("bus: a relay needs Bus and Outbox")
	}
	if o.Poll == 0 {
		o.Poll = 5 * time.Second
		if o.Outbox.Postgres() {
			o.Poll = time.Second
		}
	}
	if o.Holder == "" {
		o.Holder = rand.Text()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return nil
}

// Relay publishes the messages of the ledger's outbox on the bus, in the outbox's order.
// A message is marked as published after the bus has it on disk. One that was under way
// when the process died is published again, with the same id and sequence number.
type Relay struct {
	RelayOptions
	renew   time.Time         // when to renew the lead
	last    map[string]uint64 // number of the last message published to each stream
	suspect bool              // a number was lower than last: a message published before, or a stream created again
}

// NewRelay returns a relay that does nothing until Run.
func NewRelay(o RelayOptions) (*Relay, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	return &Relay{RelayOptions: o, last: map[string]uint64{}}, nil
}

const (
	leadName = RelayName
	leadTTL  = 15 * time.Second
	// relayBatch is how many messages are read, published and marked at once.
	relayBatch = 500
)

// Run relays until ctx is done, and then returns nil. In a cluster one process is the leader
// and the others wait.
func (r *Relay) Run(ctx context.Context) error {
	defer r.resign(context.WithoutCancel(ctx))
	poll := time.NewTicker(r.Poll)
	defer poll.Stop()
	ready := false
	for pause := r.Poll / 10; ; {
		lead, err := r.lead(ctx)
		if err == nil && lead && !ready {
			err = r.recoverStreams(ctx)
		}
		if err == nil && lead {
			err = r.drain(ctx)
		}
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			// The stream may have been lost meanwhile: compare it with the ledger before going on.
			ready = false
			r.Logger.Warn("relaying failed, trying again", "wait", pause, "error", err)
			if !sleep(ctx, pause) {
				return nil
			}
			pause = min(2*pause, 10*time.Second)
			continue
		}
		ready, pause = lead, r.Poll/10
		if r.suspect {
			r.suspect, ready = false, false
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-r.Outbox.Nudges():
		case <-poll.C:
		}
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// lead acquires or renews the leader's lease and reports whether this process has it. A
// SQLite ledger belongs to one process, which needs no lease.
func (r *Relay) lead(ctx context.Context) (bool, error) {
	if !r.Outbox.Postgres() || time.Now().Before(r.renew) {
		return true, nil
	}
	ok, err := r.Outbox.Lease(ctx, leadName, r.Holder, leadTTL)
	if ok && err == nil {
		r.renew = time.Now().Add(leadTTL / 3)
	}
	return ok, err
}

func (r *Relay) resign(ctx context.Context) {
	if r.renew.IsZero() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := r.Outbox.Release(ctx, leadName, r.Holder); err != nil {
		r.Logger.Warn("releasing lease failed, it will expire", "error", err)
	}
}

// drain publishes until the outbox is empty. Marking a batch as published and reading the
// next one are a single transaction, which saves half of the commits.
func (r *Relay) drain(ctx context.Context) error {
	waiting, err := r.Outbox.Unpublished(ctx, 1)
	if err != nil || len(waiting) == 0 {
		return err
	}
	var sent []ledger.Message
	for {
		var next []ledger.Message
		err := r.Outbox.Write(ctx, func(tx *ledger.Tx) error {
			if err := tx.MarkPublished(ctx, sent); err != nil {
				return err
			}
			all, err := tx.Unpublished(ctx, relayBatch)
			if err != nil {
				return err
			}
			next, err = tx.AssignSeq(ctx, all)
			return err
		})
		if err != nil {
			return fmt.Errorf("reading the outbox: %w", err)
		}
		if len(next) == 0 {
			return nil
		}
		if sent, err = r.send(ctx, next); err != nil {
			return errors.Join(err, r.markPublished(ctx, sent))
		}
		if lead, err := r.lead(ctx); err != nil || !lead {
			return errors.Join(err, r.markPublished(ctx, sent))
		}
	}
}

func (r *Relay) markPublished(ctx context.Context, sent []ledger.Message) error {
	if len(sent) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return r.Outbox.Write(ctx, func(tx *ledger.Tx) error { return tx.MarkPublished(ctx, sent) })
}

// send publishes what the bus takes; the rest become dead letters. It returns the rows that are
// done.
func (r *Relay) send(ctx context.Context, rows []ledger.Message) (done []ledger.Message, err error) {
	out := make([]Message, 0, len(rows))
	kept := make([]ledger.Message, 0, len(rows))
	for _, row := range rows {
		m := Message{Subject: row.Subject, ID: row.MsgID, Seq: row.Seq, Data: row.Body(), stream: row.Stream}
		if cause := r.unpublishable(m); cause != nil {
			if err := r.deadLetter(ctx, row, cause); err != nil {
				return done, err
			}
			done = append(done, row)
			continue
		}
		out, kept = append(out, m), append(kept, row)
	}
	numbers, err := r.Bus.publishBatch(ctx, out)
	for i, n := range numbers {
		if n == 0 {
			continue
		}
		kept[i].BusSeq = n
		done = append(done, kept[i])
		r.suspect = r.suspect || n < r.last[kept[i].Stream]
		r.last[kept[i].Stream] = max(r.last[kept[i].Stream], n)
	}
	return done, err
}
