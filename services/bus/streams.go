package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/namedrop/namedrop/services/subjects"
)

const day = 24 * time.Hour

// How long the streams keep their messages, and the ledger those that it may publish again.
const (
	KeepDocuments = 30 * day
	KeepMentions  = 400 * day
	KeepReports   = 400 * day
)

// repeats is how long a stream remembers message ids. The relay publishes again what it had not
// marked as published, usually within seconds. Copies that come later than this are
// recognized by the consumers.
const repeats = 2 * time.Minute

func streamConfigs(replicas int) []jetstream.StreamConfig {
	all := []jetstream.StreamConfig{
		{Name: subjects.Documents, Subjects: []string{subjects.All(subjects.DocumentPrefix)}, MaxAge: KeepDocuments,
			Description: "references to documents read and detected"},
		{Name: subjects.Mentions, Subjects: []string{subjects.All(subjects.MentionPrefix)}, MaxAge: KeepMentions,
			Description: "mention events, docs/events.md"},
		{Name: subjects.Reports, Subjects: []string{subjects.All(subjects.ReportPrefix)}, MaxAge: KeepReports,
			Description: "report events, docs/events.md"},
	}
	for i := range all {
		all[i].Retention = jetstream.LimitsPolicy
		all[i].Storage = jetstream.FileStorage
		all[i].Duplicates = repeats
		all[i].Replicas = replicas
		all[i].AllowAtomicPublish = true
	}
	return all
}

func (b *Bus) ensureStreams(ctx context.Context) error {
	for _, cfg := range streamConfigs(b.opts.Replicas) {
		fresh := false
		s, err := b.js.Stream(ctx, cfg.Name)
		owner := ""
		if err == nil {
			owner = s.CachedInfo().Config.Metadata[ledgerKey]
		}
		switch {
		case errors.Is(err, jetstream.ErrStreamNotFound):
			fresh = true
			if b.opts.Ledger != "" {
				cfg.Metadata = map[string]string{ledgerKey: b.opts.Ledger}
			}
			s, err = b.js.CreateOrUpdateStream(ctx, cfg)
		case owner != "" && b.opts.Ledger != "" && owner != b.opts.Ledger: // another ledger's: left as it is
		case err == nil && !sameStream(s.CachedInfo().Config, cfg):
			if owner != "" {
				cfg.Metadata = map[string]string{ledgerKey: owner}
			}
			s, err = b.js.UpdateStream(ctx, cfg)
		}
		if err != nil {
			return fmt.Errorf("creating the stream %s: %w", cfg.Name, err)
		}
		b.remember(cfg.Name, s.CachedInfo(), fresh)
	}
	if o := b.Owner(); o != "" && b.opts.Ledger != "" && o != b.opts.Ledger {
		return nil
	}
	for _, to := range outsideConsumers(b.opts.Consumers) {
		_, err := b.js.CreateOrUpdateConsumer(ctx, to.stream, jetstream.ConsumerConfig{
			Durable:       to.name,
			Description:   "for outside clients, docs/events.md",
			AckPolicy:     jetstream.AckExplicitPolicy,
			AckWait:       30 * time.Second,
			MaxAckPending: 1000,
			// After that the route for the answer is gone, so a longer request is refused.
			MaxRequestExpires: answerWithin,
		})
		if err != nil {
			return fmt.Errorf("creating the consumer %s: %w", to.name, err)
		}
	}
	return nil
}

func sameStream(have, want jetstream.StreamConfig) bool {
	return have.MaxAge == want.MaxAge && have.Replicas == want.Replicas && have.Duplicates == want.Duplicates &&
		have.AllowAtomicPublish == want.AllowAtomicPublish && len(have.Subjects) == 1 && have.Subjects[0] == want.Subjects[0] && have.Description == want.Description
}

// stream is the last known state of a stream.
type stream struct {
	created time.Time
	last    uint64 // number of its last message
	fresh   bool
	owner   string // id of the ledger whose messages it holds
	atomic  bool   // it takes atomic batches; NATS before 2.12 does not
}

func (b *Bus) remember(name string, info *jetstream.StreamInfo, fresh bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.streams[name] = stream{created: info.Created, last: info.State.LastSeq, fresh: fresh, atomic: info.Config.AllowAtomicPublish,
		owner: info.Config.Metadata[ledgerKey]}
}

func (b *Bus) lastSeen(name string) stream {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.streams[name]
}

// Erase overwrites and deletes one message of a stream by its number there: for erasure
// requests. It is not an error if the message is gone already.
func (b *Bus) Erase(ctx context.Context, stream string, number uint64) error {
	s, err := b.js.Stream(ctx, stream)
	if err != nil {
		return fmt.Errorf("erasing from %s: %w", stream, err)
	}
	err = s.SecureDeleteMsg(ctx, number)
	if err == nil || errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil
	}
	if _, gone := s.GetMsg(ctx, number); errors.Is(gone, jetstream.ErrMsgNotFound) {
		return nil
	}
	return fmt.Errorf("erasing message %d from %s: %w", number, stream, err)
}
