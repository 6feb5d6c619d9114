package bus

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/namedrop/namedrop/services/subjects"
)

// ledgerKey is the stream metadata that names the ledger whose messages it holds.
const ledgerKey = "namedrop_ledger"

// ErrForeign is returned when the streams hold another ledger's messages. Nothing is published
// to them and nothing read from them.
var ErrForeign = errors.New("the bus holds the messages of another ledger")

// Owner returns the id of the ledger whose messages the streams hold; empty if it is not
// recorded, as in streams of earlier versions.
func (b *Bus) Owner() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, name := range []string{subjects.Documents, subjects.Mentions, subjects.Reports} {
		if o := b.streams[name].owner; o != "" && o != b.opts.Ledger {
			return o
		}
	}
	return b.streams[subjects.Documents].owner
}

// checkOwner returns [ErrForeign] if the stream, as it is now, belongs to another ledger.
func (b *Bus) checkOwner(ctx context.Context, name string) error {
	if b.opts.Ledger == "" {
		return nil
	}
	s, err := b.js.Stream(ctx, name)
	if err != nil {
		return fmt.Errorf("opening %s: %w", name, err)
	}
	if o := s.CachedInfo().Config.Metadata[ledgerKey]; o != "" && o != b.opts.Ledger {
		return ErrForeign
	}
	return nil
}

// RecordOwner writes the ledger's id into streams that have none.
func (b *Bus) RecordOwner(ctx context.Context) error {
	if b.opts.Ledger == "" {
		return nil
	}
	for _, cfg := range streamConfigs(b.opts.Replicas) {
		if b.lastSeen(cfg.Name).owner != "" {
			continue
		}
		cfg.Metadata = map[string]string{ledgerKey: b.opts.Ledger}
		s, err := b.js.UpdateStream(ctx, cfg)
		if err != nil {
			return fmt.Errorf("recording the owner of %s: %w", cfg.Name, err)
		}
		b.remember(cfg.Name, s.CachedInfo(), b.lastSeen(cfg.Name).fresh)
	}
	return nil
}

// Reset deletes the streams with all their messages and consumers and creates them again,
// empty. The relay then publishes what the ledger has.
func (b *Bus) Reset(ctx context.Context) error {
	for _, cfg := range streamConfigs(b.opts.Replicas) {
		if err := b.js.DeleteStream(ctx, cfg.Name); err != nil && !errors.Is(err, jetstream.ErrStreamNotFound) {
			return fmt.Errorf("removing the stream %s: %w", cfg.Name, err)
		}
	}
	return b.ensureStreams(ctx)
}

// seqScan is how many of a stream's last messages are searched for a sequence number.
const seqScan = 100

// Refresh reads the state of the streams again and creates those that are missing.
func (b *Bus) Refresh(ctx context.Context) error { return b.ensureStreams(ctx) }

// LastSeq returns the ledger's sequence number of a stream's last message; 0 if there is none.
func (b *Bus) LastSeq(ctx context.Context, name string) (int64, error) {
	s, err := b.js.Stream(ctx, name)
	if err != nil {
		return 0, fmt.Errorf("opening %s: %w", name, err)
	}
	state := s.CachedInfo().State
	for n := state.LastSeq; n >= state.FirstSeq && n > 0 && state.LastSeq-n < seqScan; n-- {
		m, err := s.GetMsg(ctx, n)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue // erased
		}
		if err != nil {
			return 0, fmt.Errorf("reading message %d of %s: %w", n, name, err)
		}
		if seq, err := strconv.ParseInt(m.Header.Get(seqHeader), 10, 64); err == nil {
			return seq, nil
		}
	}
	return 0, nil
}
