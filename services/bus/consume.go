package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// ConsumerConfig describes a durable consumer. Zero values take the defaults named beside them.
type ConsumerConfig struct {
	Name          string // the consumer's offset on the server is kept under this name
	Stream        string
	Filters       []string      // subjects; nil for all of the stream's
	Batch         int           // most messages in one call of the handler, 64
	MaxAckPending int           // most messages in work over all processes, four batches and at least 256
	AckWait       time.Duration // 10 s; extended automatically while a handler runs
	Linger        time.Duration // how long to wait for more after a first message, 0

	// MaxDeliver is how often a failing message is delivered before it becomes a dead letter
	// (Options.DeadLetters), 20 times or about a quarter of an hour. Without DeadLetters it is
	// tried again every minute, forever.
	MaxDeliver int

	// SaveOffset records how far this consumer has read, over all processes that share it:
	// every message up to that sequence number of the ledger is done. The relay starts there
	// when the bus was lost. It is called with 0 at the start, so that the ledger keeps what
	// this consumer has yet to read, and then every few seconds while the offset moves. A
	// handler can't know this number: earlier messages may still be in work elsewhere.
	SaveOffset func(ctx context.Context, seq int64) error
}

func (c *ConsumerConfig) validate() error {
	if c.Name == "" || c.Stream == "" {
		return errors.New("bus: a consumer needs a name and a stream")
	}
	if c.Batch == 0 {
		c.Batch = 64
	}
	if c.MaxAckPending == 0 {
		c.MaxAckPending = max(4*c.Batch, 256)
	}
	if c.AckWait == 0 {
		c.AckWait = 10 * time.Second
	}
	if c.MaxDeliver == 0 {
		c.MaxDeliver = 20
	}
	return nil
}

// Msg is a message that a handler receives.
type Msg struct {
	Subject   string
	ID        string
	Seq       int64 // the ledger's sequence number
	Data      []byte
	Delivered int // 1 the first time
	Time      time.Time

	raw jetstream.Msg
}

func newMsg(raw jetstream.Msg) Msg {
	m := Msg{Subject: raw.Subject(), Data: raw.Data(), Delivered: 1, raw: raw}
	if h := raw.Headers(); h != nil {
		m.ID = h.Get(jetstream.MsgIDHeader)
		m.Seq, _ = strconv.ParseInt(h.Get(seqHeader), 10, 64)
	}
	if meta, err := raw.Metadata(); err == nil {
		m.Delivered, m.Time = int(meta.NumDelivered), meta.Timestamp
	}
	return m
}

// Poison marks an error that another attempt can't fix: the message becomes a dead letter at
// once.
func Poison(err error) error { return poison{err} }

type poison struct{ error }

func (p poison) Unwrap() error { return p.error }

// Consume calls handle with messages until ctx is done or the bus is stopped, and then
// returns nil. A batch is acknowledged after handle returned nil. After an error its
// messages are delivered again, later each time and each alone, so that one bad message
// doesn't hold up the others.
func (b *Bus) Consume(ctx context.Context, cfg ConsumerConfig, handle func(context.Context, []Msg) error) error {
	if err := cfg.validate(); err != nil {
		return err
	}
	select {
	case <-b.done:
		return nil
	default:
	}
	b.running.Add(1)
	defer b.running.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-b.done:
			cancel()
		case <-ctx.Done():
		}
	}()
	c := &consumer{cfg: cfg, handle: handle, log: b.log.With("consumer", cfg.Name), js: b.js, checkOwner: b.checkOwner,
		deadLetters: b.opts.DeadLetters, offsetEvery: b.offsetEvery, starting: b.starting, held: map[jetstream.Msg]time.Time{}}
	for pause := shortestPause; ; pause = min(2*pause, 10*time.Second) {
		began := time.Now()
		err := c.run(ctx)
		if ctx.Err() != nil {
			return nil
		}
		c.log.Warn("consumer interrupted, starting again", "error", err)
		if time.Since(began) > time.Minute {
			pause = shortestPause // it worked in between
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

const shortestPause = 100 * time.Millisecond

type consumer struct {
	cfg        ConsumerConfig
	handle     func(context.Context, []Msg) error
	log        *slog.Logger
	js         jetstream.JetStream
	checkOwner func(ctx context.Context, stream string) error // fails for another ledger's stream

	deadLetters DeadLetters

	offsetEvery time.Duration
	starting    func(name string, start func(first bool) error) error
	acked       string // subject of the last acknowledgement, for flushAcks

	mu   sync.Mutex
	held map[jetstream.Msg]time.Time // pulled and not acknowledged yet, with the time of the pull
}

// run pulls until ctx is done or the consumer is lost.
func (c *consumer) run(ctx context.Context) error {
	if c.cfg.SaveOffset != nil {
		if err := c.cfg.SaveOffset(ctx, 0); err != nil {
			return fmt.Errorf("saving the offset: %w", err)
		}
	}
	if err := c.checkOwner(ctx, c.cfg.Stream); err != nil {
		return err
	}
	var cons jetstream.Consumer
	err := c.starting(c.cfg.Name, func(first bool) (err error) {
		cons, err = c.js.CreateOrUpdateConsumer(ctx, c.cfg.Stream, jetstream.ConsumerConfig{
			Durable:        c.cfg.Name,
			FilterSubjects: c.cfg.Filters,
			AckPolicy:      jetstream.AckExplicitPolicy,
			AckWait:        c.cfg.AckWait,
			MaxAckPending:  c.cfg.MaxAckPending,
			MaxDeliver:     -1, // counted here: the server would stop delivering without a word
		})
		if err != nil {
			return fmt.Errorf("creating the consumer: %w", err)
		}
		if !first {
			return nil
		}
		return c.resetOrphans(ctx, cons.CachedInfo())
	})
	if err != nil {
		return err
	}
	// There is room for all messages that can be in work: what the client has pulled is held
	// here, where keepAlive sees it, and not in the client's own buffer.
	incoming := make(chan jetstream.Msg, c.cfg.MaxAckPending)
	lost := make(chan error, 1)
	pulling, err := cons.Consume(
		func(m jetstream.Msg) {
			c.hold(m)
			if ctx.Err() != nil {
				c.nak(m)
				return
			}
			select {
			case incoming <- m:
			case <-ctx.Done():
				c.nak(m)
			}
		},
		jetstream.PullMaxMessages(c.cfg.Batch),
		// After two missed heartbeats the client pulls again: the cluster has a new leader, or the
		// streams were restarted.
		jetstream.PullExpiry(15*time.Second),
		jetstream.PullHeartbeat(2*time.Second),
		jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) {
			if errors.Is(err, jetstream.ErrConsumerDeleted) || errors.Is(err, jetstream.ErrConsumerNotFound) ||
				errors.Is(err, jetstream.ErrConnectionClosed) {
				select {
				case lost <- err:
				default:
				}
				return
			}
			c.log.Debug("pulling failed", "error", err)
		}))
	if err != nil {
		return fmt.Errorf("pulling: %w", err)
	}
	defer func() {
		pulling.Drain()
		<-pulling.Closed()
		close(incoming)
		for m := range incoming { // pulled and not handled: for another process, or for our next start
			c.nak(m)
		}
		c.flushAcks()
	}()
	var keeping sync.WaitGroup
	ended := make(chan struct{})
	keeping.Go(func() { c.keepAlive(ended) })
	if c.cfg.SaveOffset != nil {
		keeping.Go(func() { c.keepOffset(ctx, cons) })
	}
	defer keeping.Wait()
	defer close(ended)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-lost:
			return err
		case <-pulling.Closed():
			return errors.New("the server refused a pull")
		case first := <-incoming:
			c.process(ctx, c.gather(ctx, first, incoming))
		}
	}
}

// starting calls start, one consumer at a time. first is true for the first one of that name
// since the embedded server started. Until start returns no other consumer of the name can
// have pulled messages.
func (b *Bus) starting(name string, start func(first bool) error) error {
	if b.server == nil {
		return start(false)
	}
	b.consumers.Lock()
	defer b.consumers.Unlock()
	err := start(!b.ran[name])
	if err == nil {
		b.ran[name] = true
	}
	return err
}

// resetOrphans makes the server deliver at once what an earlier process had pulled and not
// acknowledged. A killed process rejects nothing, and the server forgets some of the
// rejections that arrive while it stops: without the reset those messages would wait for
// AckWait, which holds up everything that needs them. The price: messages that were
// acknowledged out of order are delivered again, and deliveries are counted from one. So if a
// message was failing, there is no reset: its attempts must count on, or a process that is
// restarted often would never give it up. What else was in work then waits for AckWait.
//
// It is safe only on an embedded server and only once after its start (see starting). Later,
// or in a cluster, the messages may be in work in this process or another one.
func (c *consumer) resetOrphans(ctx context.Context, info *jetstream.ConsumerInfo) error {
	if info.NumAckPending > 0 && info.NumRedelivered == 0 {
		if _, err := c.js.ResetConsumer(ctx, c.cfg.Stream, c.cfg.Name); err != nil {
			return fmt.Errorf("resetting the consumer: %w", err)
		}
	}
	return nil
}

// nak rejects a message, so that it is delivered again at once, to another process if there
// is one. The delay is needed: a cluster forgets a plain Nak when its leader changes, but
// stores a delayed one.
func (c *consumer) nak(m jetstream.Msg) {
	c.release(m)
	_ = m.NakWithDelay(time.Millisecond)
}

// flushAcks waits until the server has processed our acknowledgements. The server queues
// them, and forgets the queue when it stops: finished messages would be delivered again. It
// processes acknowledgements in order and answers this one, a repeated one of the last
// message, so the answer means that all before it are processed.
func (c *consumer) flushAcks() {
	if c.acked == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if _, err := c.js.Conn().RequestWithContext(ctx, c.acked, []byte("+WPI")); err != nil {
		c.log.Debug("flushing acknowledgements failed", "error", err)
	}
}

// gather collects what has arrived, up to a batch.
func (c *consumer) gather(ctx context.Context, first jetstream.Msg, incoming <-chan jetstream.Msg) []Msg {
	batch := []Msg{newMsg(first)}
	var linger <-chan time.Time
	if c.cfg.Linger > 0 {
		t := time.NewTimer(c.cfg.Linger)
		defer t.Stop()
		linger = t.C
	}
	for len(batch) < c.cfg.Batch {
		if linger == nil {
			select {
			case m := <-incoming:
				batch = append(batch, newMsg(m))
				continue
			default:
				return batch
			}
		}
		select {
		case m := <-incoming:
			batch = append(batch, newMsg(m))
		case <-linger:
			return batch
		case <-ctx.Done():
			return batch
		}
	}
	return batch
}
