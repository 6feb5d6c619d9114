package bus

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// offsetEvery is how often a consumer's mark is brought up to date.
const offsetEvery = 5 * time.Second

// keepOffset records how far the consumer has come. The server's acknowledgement floor
// is the one place that knows this for all processes together; the message there
// carries the ledger's number.
func (c *consumer) keepOffset(ctx context.Context, cons jetstream.Consumer) {
	stream, last := c.cfg.Stream, uint64(0)
	t := time.NewTicker(c.offsetEvery)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		floor, err := c.advanceOffset(ctx, stream, last, cons)
		if err != nil {
			if ctx.Err() == nil {
				c.log.Warn("the mark could not be set", "error", err)
			}
			continue
		}
		last = floor
	}
}

func (c *consumer) advanceOffset(ctx context.Context, stream string, last uint64, cons jetstream.Consumer) (uint64, error) {
	info, err := cons.Info(ctx)
	if err != nil {
		return last, fmt.Errorf("asking how far the consumer is: %w", err)
	}
	floor := info.AckFloor.Stream
	if floor <= last {
		return last, nil
	}
	s, err := c.js.Stream(ctx, stream)
	if err != nil {
		return last, fmt.Errorf("opening %s: %w", stream, err)
	}
	m, err := s.GetMsg(ctx, floor)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return floor, nil // expired or erased: the next will do
	}
	if err != nil {
		return last, fmt.Errorf("reading message %d of %s: %w", floor, stream, err)
	}
	seq, err := strconv.ParseInt(m.Header.Get(seqHeader), 10, 64)
	if err != nil {
		return floor, nil // not the relay's
	}
	return floor, c.cfg.SaveOffset(ctx, seq)
}
