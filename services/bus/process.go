package bus

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// longestDelay is the pause before a message that keeps failing is tried again.
const longestDelay = time.Minute

// process hands a batch over and settles each of its messages. Those that came
// before and failed are handed over one by one.
func (c *consumer) process(ctx context.Context, batch []Msg) {
	var old, first, again []Msg
	for _, m := range batch {
		switch {
		case m.Seq != 0 && m.Seq <= c.cfg.Done:
			old = append(old, m)
		case m.Delivered == 1:
			first = append(first, m)
		default:
			again = append(again, m)
		}
	}
	c.settle(ctx, old, nil)
	if len(first) > 0 {
		c.settle(ctx, first, c.handle(ctx, first))
	}
	for i := range again {
		one := again[i : i+1]
		c.settle(ctx, one, c.handle(ctx, one))
	}
}

func (c *consumer) settle(ctx context.Context, batch []Msg, err error) {
	for _, m := range batch {
		c.release(m.raw)
	}
	if err == nil {
		for _, m := range batch {
			if err := m.raw.Ack(); err != nil {
				c.log.Debug("acknowledging", "error", err) // it comes again
			}
			c.acked = m.raw.Reply()
		}
		return
	}
	if ctx.Err() != nil { // stopped in the middle: no fault of the message
		for _, m := range batch {
			c.nak(m.raw)
		}
		return
	}
	bad := errors.As(err, new(poison))
	if len(batch) > 1 {
		bad = false // which one is not known: by themselves next time
	}
	for _, m := range batch {
		if (bad || m.Delivered >= c.cfg.MaxDeliver) && c.deadLetter(ctx, m, err) {
			continue
		}
		wait := delay(m.Delivered)
		c.log.Warn("message not handled, will be tried again", "subject", m.Subject, "id", m.ID,
			"delivered", m.Delivered, "wait", wait, "error", err)
		_ = m.raw.NakWithDelay(wait)
	}
}

// deadLetter records the dead letter; only then is the message let go.
func (c *consumer) deadLetter(ctx context.Context, m Msg, cause error) bool {
	if c.cfg.DeadLetter == nil {
		return false
	}
	if err := c.cfg.DeadLetter(ctx, m, cause); err != nil {
		c.log.Error("dead letter not recorded", "subject", m.Subject, "id", m.ID, "error", err)
		return false
	}
	c.log.Error("message given up", "subject", m.Subject, "id", m.ID, "delivered", m.Delivered, "error", cause)
	_ = m.raw.TermWithReason("dead letter recorded")
	return true
}

// delay doubles from a quarter of a second.
func delay(delivered int) time.Duration {
	d := 250 * time.Millisecond
	for i := 1; i < delivered && d < longestDelay; i++ {
		d *= 2
	}
	return min(d, longestDelay)
}

// keepAlive tells the server, while held messages wait or are worked on, that they
// are not lost, so that AckWait can be short: after a crash they come again within
// seconds.
func (c *consumer) keepAlive(done <-chan struct{}) {
	every := c.cfg.AckWait / 3
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-done:
			return
		case now := <-t.C:
			for _, m := range c.heldBefore(now.Add(-every / 2)) {
				_ = m.InProgress()
			}
		}
	}
}

func (c *consumer) hold(m jetstream.Msg) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held[m] = time.Now()
}

func (c *consumer) release(m jetstream.Msg) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.held, m)
}

func (c *consumer) heldBefore(t time.Time) []jetstream.Msg {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []jetstream.Msg
	for m, at := range c.held {
		if at.Before(t) {
			all = append(all, m)
		}
	}
	return all
}
