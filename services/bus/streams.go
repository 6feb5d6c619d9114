package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// The streams.
const (
	Documents = "DOCUMENTS" // doc.<read|detected>.<kind>.<source>: references
	Mentions  = "MENTIONS"  // mention.<event>.<workspace>.<brand>.<kind>: the public contract
)

const day = 24 * time.Hour

// repeats is how long a stream remembers message ids. The relay publishes again
// what it had not marked, which is within seconds unless the process stayed down;
// what comes later than this is made once by the consumers.
const repeats = 2 * time.Minute

func streamConfigs(replicas int) []jetstream.StreamConfig {
	all := []jetstream.StreamConfig{
		{Name: Documents, Subjects: []string{"doc.>"}, MaxAge: 30 * day,
			Description: "references to documents read and detected"},
		{Name: Mentions, Subjects: []string{"mention.>"}, MaxAge: 400 * day,
			Description: "mention events, docs/events.md"},
	}
	for i := range all {
		all[i].Retention = jetstream.LimitsPolicy
		all[i].Storage = jetstream.FileStorage
		all[i].Duplicates = repeats
		all[i].Replicas = replicas
	}
	return all
}

func (b *Bus) ensureStreams(ctx context.Context) error {
	for _, cfg := range streamConfigs(b.opts.Replicas) {
		s, err := b.js.Stream(ctx, cfg.Name)
		switch {
		case errors.Is(err, jetstream.ErrStreamNotFound):
			b.fresh[cfg.Name] = true
			s, err = b.js.CreateOrUpdateStream(ctx, cfg)
		case err == nil && !sameStream(s.CachedInfo().Config, cfg):
			s, err = b.js.UpdateStream(ctx, cfg)
		}
		if err != nil {
			return fmt.Errorf("making the stream %s: %w", cfg.Name, err)
		}
		b.created[cfg.Name] = s.CachedInfo().Created
	}
	for _, name := range b.opts.Consumers {
		_, err := b.js.CreateOrUpdateConsumer(ctx, Mentions, jetstream.ConsumerConfig{
			Durable:       name,
			Description:   "for clients from outside, docs/events.md",
			AckPolicy:     jetstream.AckExplicitPolicy,
			AckWait:       30 * time.Second,
			MaxAckPending: 1000,
		})
		if err != nil {
			return fmt.Errorf("making the consumer %s: %w", name, err)
		}
	}
	return nil
}

func sameStream(have, want jetstream.StreamConfig) bool {
	return have.MaxAge == want.MaxAge && have.Replicas == want.Replicas && have.Duplicates == want.Duplicates &&
		len(have.Subjects) == 1 && have.Subjects[0] == want.Subjects[0] && have.Description == want.Description
}

// Fresh tells whether the stream was made by this start: it holds nothing of what
// was published before.
func (b *Bus) Fresh(stream string) bool { return b.fresh[stream] }

// Created is when the stream was made, which tells one incarnation from the next.
func (b *Bus) Created(stream string) time.Time { return b.created[stream] }
