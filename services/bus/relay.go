package bus

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/namedrop/namedrop/services/lease"
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
	opts    RelayOptions
	leader  lease.Singleton
	last    map[string]uint64 // number of the last message published to each stream
	suspect bool              // a number was lower than last: a message published before, or a stream created again
}

// NewRelay returns a relay that does nothing until Run.
func NewRelay(o RelayOptions) (*Relay, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	return &Relay{
		opts: o, last: map[string]uint64{},
		leader: lease.Singleton{Leases: o.Outbox, Name: leadName, Holder: o.Holder, Length: leadTTL},
	}, nil
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
	defer r.resign(ctx)
	ready := false
	lease.Loop{
		Work: func(ctx context.Context) (int, error) {
			lead, err := r.lead(ctx)
			if err == nil && lead && !ready {
				err = r.recoverStreams(ctx)
			}
			if err == nil && lead {
				err = r.drain(ctx)
			}
			// After an error the stream may have been lost: compare it with the ledger before going on.
			ready = lead && err == nil
			if err == nil && r.suspect {
				r.suspect, ready = false, false
				return 1, nil
			}
			return 0, err
		},
		Poll: r.opts.Poll, Wake: r.opts.Outbox.Nudges(),
		Retry: func(failures int) time.Duration {
			return min(r.opts.Poll/10<<min(failures-1, 10), 10*time.Second)
		},
		Failed: func(err error) { r.opts.Logger.Warn("relaying failed, trying again", "error", err) },
	}.Run(ctx)
	return nil
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
	if !r.opts.Outbox.Postgres() {
		return true, nil
	}
	return r.leader.Acquire(ctx)
}

func (r *Relay) resign(ctx context.Context) {
	if err := r.leader.Release(ctx); err != nil {
		r.opts.Logger.Warn("releasing lease failed, it will expire", "error", err)
	}
}

// drain publishes until the outbox is empty. Marking a batch as published and reading the
// next one are a single transaction, which saves half of the commits.
func (r *Relay) drain(ctx context.Context) error {
	waiting, err := r.opts.Outbox.Unpublished(ctx, 1)
	if err != nil || len(waiting) == 0 {
		return err
	}
	var sent []ledger.Message
	for {
		var next []ledger.Message
		err := r.opts.Outbox.Write(ctx, func(tx *ledger.Tx) error {
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
	return r.opts.Outbox.Write(ctx, func(tx *ledger.Tx) error { return tx.MarkPublished(ctx, sent) })
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
	numbers, err := r.opts.Bus.publishBatch(ctx, out)
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
