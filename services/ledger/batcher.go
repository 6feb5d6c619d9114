package ledger

import (
	"context"
	"time"
)

// Batcher writes small records together: a transaction each would cost more than the work
// that they are about. A record replaces an earlier one with the same key that is not written
// yet. What isn't written when the process ends is lost, so it must be something that is done
// again or not missed.
type Batcher[K comparable, V any] struct {
	most   int
	after  time.Duration
	write  func(ctx context.Context, batch map[K]V) error
	failed func(lost int, err error)
	queue  chan record[K, V]
}

type record[K comparable, V any] struct {
	key   K
	value V
}

// NewBatcher returns a batcher that does nothing until Run. It calls write with what was put
// within a moment after the first record, up to a number of records. A batch that can't be
// written is given to failed and dropped.
func NewBatcher[K comparable, V any](most int, after time.Duration, write func(context.Context, map[K]V) error, failed func(lost int, err error)) *Batcher[K, V] {
	return &Batcher[K, V]{most: most, after: after, write: write, failed: failed, queue: make(chan record[K, V], most)}
}

// Put hands a record over. It waits while the batch before it is written and the next is full.
func (b *Batcher[K, V]) Put(ctx context.Context, key K, value V) {
	select {
	case b.queue <- record[K, V]{key, value}:
	case <-ctx.Done():
	}
}

// Run writes until ctx is done.
func (b *Batcher[K, V]) Run(ctx context.Context) {
	for {
		batch := map[K]V{}
		select {
		case <-ctx.Done():
			return
		case r := <-b.queue:
			batch[r.key] = r.value
		}
		b.gather(batch)
		if err := b.write(ctx, batch); err != nil && ctx.Err() == nil {
			b.failed(len(batch), err)
		}
	}
}

func (b *Batcher[K, V]) gather(batch map[K]V) {
	timer := time.NewTimer(b.after)
	defer timer.Stop()
	for len(batch) < b.most {
		select {
		case r := <-b.queue:
			batch[r.key] = r.value
		case <-timer.C:
			return
		}
	}
}
