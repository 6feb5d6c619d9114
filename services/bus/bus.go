package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Bus is a running bus. Its methods may be called from any goroutine.
type Bus struct {
	opts   Options
	log    *slog.Logger
	server *embedded // nil with a cluster elsewhere
	nc     *nats.Conn
	js     jetstream.JetStream

	mu      sync.Mutex
	streams map[string]stream

	consumers sync.Mutex      // held while a consumer starts; guards ran
	ran       map[string]bool // consumers that have run since the embedded server started

	offsetEvery time.Duration
	ackTimeout  time.Duration

	done     chan struct{} // closed by Stop
	stopOnce sync.Once
	stopErr  error
	running  sync.WaitGroup // consumers
}

// inboxPrefix keeps the answers to our own requests apart from _INBOX, where those of outside
// clients arrive. The name is old: permissions of existing clusters contain it.
const inboxPrefix = "_DESK"

// startTimeout is how long a start waits for the streams.
const startTimeout = time.Minute

// Start runs the server, or connects to the cluster, and creates the streams.
func Start(ctx context.Context, opts Options) (*Bus, error) {
	if err := opts.validate(); err != nil {
		return nil, err
	}
	b := &Bus{
		opts: opts, log: opts.Logger, done: make(chan struct{}),
		streams: map[string]stream{}, ran: map[string]bool{}, offsetEvery: offsetEvery, ackTimeout: ackTimeout,
	}
	if err := b.start(ctx); err != nil {
		return nil, errors.Join(err, b.Stop(context.WithoutCancel(ctx)))
	}
	return b, nil
}

func (b *Bus) start(ctx context.Context) error {
	url := strings.Join(b.opts.URLs, ",")
	opts := []nats.Option{
		nats.Name("namedrop"),
		nats.CustomInboxPrefix(inboxPrefix),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.Timeout(10 * time.Second),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			b.log.Warn("bus connection error", "error", err)
		}),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				b.log.Warn("bus connection lost, reconnecting", "error", err)
			}
		}),
	}
	if len(b.opts.URLs) == 0 {
		server, err := startServer(b.opts)
		if err != nil {
			return err
		}
		b.server = server
		url = ""
		opts = append(opts, nats.InProcessServer(server.srv), nats.UserInfo(internalUser, server.password))
	}
	nc, err := nats.Connect(url, opts...)
	if err != nil {
		return fmt.Errorf("connecting to the bus: %w", err)
	}
	b.nc = nc
	b.js, err = jetstream.New(nc,
		jetstream.WithPublishAsyncMaxPending(2*maxInFlight),
		jetstream.WithPublishAsyncTimeout(ackTimeout))
	if err != nil {
		return fmt.Errorf("connecting to the bus: %w", err)
	}
	// On a busy disk it may take longer than the client's own limit of five seconds.
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	if err := b.ensureStreams(ctx); err != nil {
		if b.server != nil && ctx.Err() == nil {
			err = fmt.Errorf("%w: %w", ErrStore, err)
		}
		return err
	}
	return nil
}

// Addr returns the address for outside clients; empty if there is none.
func (b *Bus) Addr() string {
	if b.server == nil {
		return ""
	}
	return b.server.addr
}

// Stop ends consumers, waits for their handlers until ctx is done, and shuts the
// server down. It may be called twice.
func (b *Bus) Stop(ctx context.Context) error {
	b.stopOnce.Do(func() { b.stopErr = b.stop(ctx) })
	return b.stopErr
}

func (b *Bus) stop(ctx context.Context) error {
	close(b.done)
	idle := make(chan struct{})
	go func() {
		b.running.Wait()
		close(idle)
	}()
	var err error
	select {
	case <-idle:
	case <-ctx.Done():
		err = fmt.Errorf("waiting for consumers: %w", ctx.Err())
	}
	if b.nc != nil {
		closed := make(chan struct{})
		b.nc.SetClosedHandler(func(*nats.Conn) { close(closed) })
		if !b.nc.IsClosed() {
			// The client only buffers acknowledgements, so send them first.
			_ = b.nc.FlushTimeout(2 * time.Second)
			b.nc.Close()
			<-closed
		}
	}
	if b.server != nil {
		b.server.stop()
	}
	return err
}
