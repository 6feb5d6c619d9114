package bus

import (
	"fmt"

	"github.com/nats-io/nats.go"
)

// Live is the prefix of subjects whose messages are not stored.
const Live = "live."

// Nudge sends a message to those who are subscribed right now. It never blocks. A lost nudge
// does no harm: the receivers also poll.
func (b *Bus) Nudge(subject string, data []byte) {
	if err := b.nc.Publish(subject, data); err != nil {
		b.log.Debug("sending nudge failed", "subject", subject, "error", err)
	}
}

// Watch calls f for every message on the subject, wildcards allowed, until the
// returned function is called. f must not block: a slow one misses messages.
func (b *Bus) Watch(subject string, f func(subject string, data []byte)) (stop func(), err error) {
	sub, err := b.nc.Subscribe(subject, func(m *nats.Msg) { f(m.Subject, m.Data) })
	if err != nil {
		return nil, fmt.Errorf("subscribing to %s: %w", subject, err)
	}
	return func() { _ = sub.Unsubscribe() }, nil
}
