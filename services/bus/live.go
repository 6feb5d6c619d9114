package bus

import (
	"fmt"

	"github.com/nats-io/nats.go"
)

// Live is the prefix of subjects that are kept nowhere.
const Live = "live."

// Nudge tells whoever listens right now, and forgets. It never blocks and a lost
// one does no harm: those who need to know also look by themselves.
func (b *Bus) Nudge(subject string, data []byte) {
	if err := b.nc.Publish(subject, data); err != nil {
		b.log.Debug("nudge not sent", "subject", subject, "error", err)
	}
}

// Watch calls f for every message on the subject, wildcards allowed, until the
// returned function is called. f must not block: a slow one loses messages.
func (b *Bus) Watch(subject string, f func(subject string, data []byte)) (stop func(), err error) {
	sub, err := b.nc.Subscribe(subject, func(m *nats.Msg) { f(m.Subject, m.Data) })
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", subject, err)
	}
	return func() { _ = sub.Unsubscribe() }, nil
}
