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

// ConsumerConfig names a durable consumer. Zero values take the defaults beside them.
type ConsumerConfig struct {
	Name          string // durable: it goes on where it was
	Stream        string
	Filters       []string      // subjects; nil is all of the stream's
	Batch         int           // most messages to a handler at once, 64
	MaxAckPending int           // most under way over all processes, four batches and at least 256
	AckWait       time.Duration // 10 s; extended by itself while a handler runs
	Linger        time.Duration // after a first message, how long to wait for more, 0

	// MaxDeliver is how often a failing message is handed over, 20, about a quarter
	// of an hour; then DeadLetter records it. The message leaves the consumer when
	// DeadLetter returned nil. Without DeadLetter it is tried again every minute.
	MaxDeliver int
	DeadLetter func(ctx context.Context, m Msg, cause error) error

	// SaveOffset records the ledger's sequence number up to which this consumer is done, over
	// all processes that share it: what the relay starts from when the bus was lost. It
	// is called with 0 at the start, then every few seconds while there is progress. A
	// handler can't tell this number: messages before its own may still be under way.
	SaveOffset func(ctx context.Context, seq int64) error
	// Done is the mark as it stands. Messages up to it are acknowledged unseen: after
	// the bus was lost, MENTIONS is filled again from the beginning for clients from
	// outside, and the alerter must not take that for news.
	Done int64
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

// Msg is a message as a handler gets it.
type Msg struct {
	Subject   string
	ID        string
	Seq       int64 // the ledger's
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

// Poison marks an error that no further try can mend: the message goes to the dead
// letters at once.
func Poison(err error) error { return poison{err} }

type poison struct{ error }

func (p poison) Unwrap() error { return p.error }

// Consume hands messages to handle until ctx is done or the bus is stopped, and then
// returns nil. A batch is acknowledged after handle returned nil. When handle fails
// the messages come again, later each time and each by itself, so that one bad
// message does not hold up its neighbours.
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
	c := &consumer{cfg: cfg, handle: handle, log: b.log.With("consumer", cfg.Name), js: b.js, checkOwner: b.checkOwner, offsetEvery: b.offsetEvery, orphans: b.firstRun(cfg.Name),
		held: map[jetstream.Msg]time.Time{}}
	for pause := shortestPause; ; pause = min(2*pause, 10*time.Second) {
		began := time.Now()
		err := c.run(ctx)
		if ctx.Err() != nil {
			return nil
		}
		c.log.Warn("consumer interrupted, starting again", "error", err)
		if time.Since(began) > time.Minute {
			pause = shortestPause // it had gone well in between
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
	checkOwner func(ctx context.Context, stream string) error // fails for another ledger's

	offsetEvery time.Duration
	orphans     bool   // what the server believes to be under way is in nobody's hands
	acked       string // where the last acknowledgement went

	mu   sync.Mutex
	held map[jetstream.Msg]time.Time // pulled and not settled, and since when
}

// run pulls until ctx is done or the consumer is lost.
func (c *consumer) run(ctx context.Context) error {
	if c.cfg.SaveOffset != nil {
		if err := c.cfg.SaveOffset(ctx, 0); err != nil {
			return fmt.Errorf("setting the mark: %w", err)
		}
	}
	if err := c.checkOwner(ctx, c.cfg.Stream); err != nil {
		return err
	}
	cons, err := c.js.CreateOrUpdateConsumer(ctx, c.cfg.Stream, jetstream.ConsumerConfig{
		Durable:        c.cfg.Name,
		FilterSubjects: c.cfg.Filters,
		AckPolicy:      jetstream.AckExplicitPolicy,
		AckWait:        c.cfg.AckWait,
		MaxAckPending:  c.cfg.MaxAckPending,
		MaxDeliver:     -1, // counted here: the server would only stop, and tell nobody
	})
	if err != nil {
		return fmt.Errorf("making the consumer: %w", err)
	}
	if err := c.resetOrphans(ctx, cons.CachedInfo()); err != nil {
		return err
	}
	// Room for all that can be under way: whatever the client has pulled is held here,
	// where keepAlive sees it, and not in the client's own buffer.
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
		// Two heartbeats missed, and the client asks anew: after a change of leader, or
		// after the streams were started again.
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
			c.log.Debug("pulling", "error", err)
		}))
	if err != nil {
		return fmt.Errorf("pulling: %w", err)
	}
	defer func() {
		pulling.Drain()
		<-pulling.Closed()
		close(incoming)
		for m := range incoming { // pulled and not begun: for another, or for our next start
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

// firstRun reports whether this is the first run of a consumer on an embedded server, which nobody
// else can have taken messages from since it started.
func (b *Bus) firstRun(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.server == nil || b.ran[name] {
		return false
	}
	b.ran[name] = true
	return true
}

// resetOrphans lets the messages come at once that an earlier process held when it ended. A killed
// one gave nothing back, and of what is given back at a stop, or delivered just then, the
// server loses some: those would wait for AckWait. What was acknowledged out of order comes
// again too, and deliveries are counted anew.
func (c *consumer) resetOrphans(ctx context.Context, info *jetstream.ConsumerInfo) error {
	if c.orphans && info.NumAckPending > 0 {
		if _, err := c.js.ResetConsumer(ctx, c.cfg.Stream, c.cfg.Name); err != nil {
			return fmt.Errorf("taking over what an earlier process held: %w", err)
		}
	}
	c.orphans = false
	return nil
}

// nak lets a message come again at once, to another process where there is one. A plain
// Nak is forgotten when a cluster's leader changes; a delay is stored.
func (c *consumer) nak(m jetstream.Msg) {
	c.release(m)
	_ = m.NakWithDelay(time.Millisecond)
}

// flushAcks waits until the server has taken in the acknowledgements: they wait in a queue there,
// which a server that stops forgets, and what was done would come again. It takes them in
// order, and answers this one.
func (c *consumer) flushAcks() {
	if c.acked == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if _, err := c.js.Conn().RequestWithContext(ctx, c.acked, []byte("+WPI")); err != nil {
		c.log.Debug("seeing off acknowledgements", "error", err)
	}
}

// gather takes what has arrived, up to a batch.
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
