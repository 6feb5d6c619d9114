package bus

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// longestDelay is the longest pause before a failing message is delivered again.
const longestDelay = time.Minute

// process calls the handler and then acknowledges or rejects each message. Messages that are
// delivered again are handled one by one: that way a bad message fails alone, and the error
// is known to be its own.
func (c *consumer) process(ctx context.Context, batch []Msg) {
	var first, again []Msg
	for _, m := range batch {
		if m.Delivered == 1 {
			first = append(first, m)
		} else {
			again = append(again, m)
		}
	}
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
				c.log.Debug("acknowledging failed", "error", err) // it is delivered again
			}
			c.acked = m.raw.Reply()
		}
		return
	}
	if ctx.Err() != nil { // stopped while handling: not the message's fault
		for _, m := range batch {
			c.nak(m.raw)
		}
		return
	}
	// In a batch it isn't known which message is the bad one; next time each is handled alone.
	bad := len(batch) == 1 && errors.As(err, new(poison))
	for _, m := range batch {
		if (bad || m.Delivered >= c.cfg.MaxDeliver) && !outage(err) && c.deadLetter(ctx, m, bad, err) {
			continue
		}
		wait := delay(m.Delivered)
		c.log.Warn("handling message failed, trying again", "subject", m.Subject, "id", m.ID,
			"delivered", m.Delivered, "wait", wait, "error", err)
		_ = m.raw.NakWithDelay(wait)
	}
}

// delay returns the pause after a failed delivery: a quarter of a second, then twice as long each
// time.
func delay(delivered int) time.Duration {
	d := 250 * time.Millisecond
	for i := 1; i < delivered && d < longestDelay; i++ {
		d *= 2
	}
	return min(d, longestDelay)
}

// keepAlive tells the server that the messages held here are still in work, whether they wait
// or are being handled. So AckWait can be short, and after a crash the messages are delivered
// again within seconds.
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
