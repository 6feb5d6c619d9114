package bus

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// offsetEvery is how often a consumer's offset is saved.
const offsetEvery = 5 * time.Second

// keepOffset saves the consumer's offset from time to time.
//
// Messages are acknowledged out of order: while one is tried again, later ones are finished.
// The offset must not pass the one that isn't, or a lost bus would lose it. Only the server
// knows the number up to which all messages are acknowledged, over all processes that share
// the consumer: its acknowledgement floor. Dead letters count as acknowledged. The floor is a
// number of the stream; the message with that number has the ledger's sequence number in a
// header.
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
				c.log.Warn("saving offset failed", "error", err)
			}
			continue
		}
		last = floor
	}
}

// advanceOffset saves the offset if the acknowledgement floor has moved past last, and returns
// the floor.
func (c *consumer) advanceOffset(ctx context.Context, stream string, last uint64, cons jetstream.Consumer) (uint64, error) {
	info, err := cons.Info(ctx)
	if err != nil {
		return last, fmt.Errorf("reading the acknowledgement floor: %w", err)
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
		return floor, nil // expired or erased: a later one will do
	}
	if err != nil {
		return last, fmt.Errorf("reading message %d of %s: %w", floor, stream, err)
	}
	seq, err := strconv.ParseInt(m.Header.Get(seqHeader), 10, 64)
	if err != nil {
		return floor, nil // not published by the relay
	}
	return floor, c.cfg.SaveOffset(ctx, seq)
}
