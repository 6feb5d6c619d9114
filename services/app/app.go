package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/services/alerter"
	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/crawler"
	"github.com/namedrop/namedrop/services/detector"
	"github.com/namedrop/namedrop/services/indexer"
	"github.com/namedrop/namedrop/services/inflight"
	"github.com/namedrop/namedrop/services/lease"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/names"
	"github.com/namedrop/namedrop/services/public"
)

// App is one process with its services.
type App struct {
	opts   Options
	life   lifecycle
	holder string // identifies this process in leases

	soleBus *lease.Singleton // nil where others may have a bus of their own

	ledger   *ledger.Ledger
	inFlight *inflight.Log
	bus      *bus.Bus
	index    *search.Index
	outside  outside
	names    *names.Cache
	relay    *bus.Relay
	crawler  *crawler.Crawler
	visits   *crawler.Visits
	detector *detector.Detector
	indexer  *indexer.Indexer
	alerter  *alerter.Alerter
	api      *api.API
	listener net.Listener
	desk     string
	public   *public.Public // nil where it is off

	publicAddr string // where it listens
	publicURL  string // where strangers reach it

	pause *pause
}

// Run is New, Run and Stop in one.
func Run(ctx context.Context, opts Options) error {
	a, err := New(ctx, opts)
	if err != nil {
		return err
	}
	return errors.Join(a.Run(ctx), a.Stop(context.WithoutCancel(ctx)))
}

// New opens the ledger, the bus and the index, and makes the services. Nothing works
// yet, but the desk's port is taken. Where a step fails, what was opened is closed.
func New(ctx context.Context, opts Options) (*App, error) {
	if err := opts.validate(); err != nil {
		return nil, err
	}
	a := &App{opts: opts, life: lifecycle{log: opts.Logger}, holder: holder()}
	for _, key := range opts.Config.Renamed() {
		opts.Logger.Warn("configuration key renamed", "line", key.Line, "old", key.Old, "new", key.New)
	}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"data folder", a.openFolder},
		{"ledger", a.openLedger},
		{"work in flight", a.openInFlight},
		{"bus", a.openBus},
		{"index", a.openIndex},
		{"ledger, bus and index", a.pauseOnMismatch},
		{"listener", a.listen},
		{"services", a.makeServices},
	} {
		if err := step.do(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", step.name, err), a.Stop(context.WithoutCancel(ctx)))
		}
	}
	return a, nil
}

// Stop ends everything that was started, in reverse. It may be called twice.
func (a *App) Stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	return a.life.stop(ctx)
}

// Run works until ctx is done or a service can't go on.
func (a *App) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	work := func(run func(context.Context) error) {
		g.Go(func() error {
			if !a.resumed(ctx) {
				return nil
			}
			return run(ctx)
		})
	}
	work(a.relay.Run)
	work(a.prune)
	work(a.keepHeartbeat)
	g.Go(func() error { return a.followResume(ctx) })
	if a.soleBus != nil {
		g.Go(func() error { return a.renewBusLease(ctx) })
	}
	if a.crawler != nil {
		work(a.crawler.Run)
		work(a.visits.Run)
	}
	if a.detector != nil {
		work(a.detector.Run)
	}
	if a.indexer != nil {
		work(a.indexer.Run)
	}
	if a.alerter != nil {
		work(a.alerter.Run)
	}
	if a.listener != nil {
		g.Go(func() error { return a.serve(ctx) })
	}
	if a.public != nil {
		g.Go(func() error { return a.public.Run(ctx) })
	}
	err := g.Wait()
	a.release(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// release gives up what this process had claimed, so that others on the same ledger need
// not wait until the leases run out.
func (a *App) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := a.ledger.ReleaseClaims(ctx, a.holder); err != nil {
		a.opts.Logger.Warn("releasing claims failed, they will expire", "error", err)
	}
}

// Desk is the address people open.
func (a *App) Desk() string { return a.desk }

// Bus is the address outside clients subscribe at; empty where there is none.
func (a *App) Bus() string { return a.bus.Addr() }

// Ledger returns the ledger, for benchmarks that write as a crawler does.
func (a *App) Ledger() *ledger.Ledger { return a.ledger }

// Handler is the desk's handler, for commands that work without a listener.
func (a *App) Handler() http.Handler { return a.api.Handler() }

func (a *App) openFolder(context.Context) error {
	dir := a.opts.Config.Data
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making %s: %w; choose another with --data", dir, err)
	}
	a.restrictFolder(dir)
	unlock, err := ledger.LockDir(dir)
	if err != nil {
		return err
	}
	a.life.started("lock", func(context.Context) error { return unlock() })
	// A killed server leaves this file behind. Its lock is ours now, so it no longer runs.
	if err := os.Remove(filepath.Join(dir, runningFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("removing the file of a killed server: %w", err)
	}
	if !a.opts.Services.Desk {
		return nil
	}
	return a.makeKey()
}

func (a *App) openLedger(ctx context.Context) error {
	url := a.opts.Config.Database.URL
	own := url == ""
	if own {
		url = filepath.Join(a.opts.Config.Data, "namedrop.db")
	}
	l, err := ledger.Open(ctx, ledger.Options{URL: url, Logger: a.opts.Logger, Now: a.opts.Now})
	if err != nil {
		return err
	}
	a.ledger = l
	if a.opts.Now == nil {
		a.opts.Now = l.Now
	}
	a.life.started("ledger", func(context.Context) error { return l.Close() })
	if own {
		// The folder is locked: whatever a killed predecessor had claimed is free.
		return l.ClearLeases(ctx)
	}
	return nil
}

// openInFlight counts the work during which the last process died.
func (a *App) openInFlight(ctx context.Context) error {
	l, left, err := inflight.Open(filepath.Join(a.opts.Config.Data, "inflight.json"))
	if err != nil {
		return err
	}
	a.inFlight = l
	a.life.started("work in flight", func(context.Context) error { return l.Close() })
	for _, w := range left {
		a.opts.Logger.Warn("the last process died during this work", "kind", w.Kind, "id", w.ID)
	}
	if len(left) == 0 {
		if known, err := archive.AnySuspect(ctx, a.ledger); err != nil || !known {
			return err
		}
	}
	return a.ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.RecordDeaths(ctx, tx, left, a.opts.Version) })
}

func (a *App) openBus(ctx context.Context) error {
	if a.ownBus() {
		if err := a.acquireBus(ctx); err != nil {
			return err
		}
	}
	c := a.opts.Config.NATS
	listen := c.Listen
	if listen == "off" || !a.opts.Services.Desk {
		listen = ""
	}
	if listen != "" && c.User == "" && !onThisMachine(a.opts.Config.Desk) {
		// The desk asks for sign-in, so the same data must not be open to anonymous clients here.
		a.opts.Logger.Warn("the bus takes no outside clients: the desk asks for sign-in, so set nats.user and nats.password too")
		listen = ""
	}
	b, err := a.startBus(ctx, bus.Options{
		Dir: filepath.Join(a.opts.Config.Data, "bus"), Ledger: a.ledger.ID(), Listen: listen, URLs: c.URLs, Replicas: c.Replicas, Consumers: c.Consumers,
		RequireUser: c.User != "", User: c.User, Password: c.Password.Reveal(), DeadLetters: deadLetters{a.ledger}, Logger: a.opts.Logger,
	})
	if err != nil {
		return err
	}
	a.bus = b
	a.life.started("bus", b.Stop)
	return nil
}

func (a *App) openIndex(context.Context) error {
	if !a.opts.Services.Indexer {
		return nil
	}
	x, err := openView(a, "index", func(dir string) (*search.Index, error) {
		return search.Open(dir, search.Options{Logger: a.opts.Logger})
	})
	if err != nil {
		return err
	}
	a.index = x
	a.life.started("index", func(context.Context) error { return x.Close() })
	return nil
}

func (a *App) listen(context.Context) error {
	a.desk = a.opts.Config.Desk.URL
	if !a.opts.Services.Desk {
		if a.desk == "" {
			a.desk = "http://" + a.opts.Config.Desk.Listen
		}
		return nil
	}
	l, err := net.Listen("tcp", a.opts.Config.Desk.Listen)
	if err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			return fmt.Errorf("%w; another program has that port: choose one with --listen", err)
		}
		return fmt.Errorf("%w; choose another address with --listen", err)
	}
	a.listener = l
	a.warnOfEntry()
	a.life.started("listener", func(context.Context) error {
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	if a.desk == "" {
		a.desk = "http://" + reachable(l.Addr())
	}
	return nil
}

// reachable is where this machine finds a listener: "all addresses" can be listened on, but
// not be put into a link.
func reachable(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return a.String()
}

func holder() string {
	name, err := os.Hostname()
	if err != nil {
		name = "host"
	}
	var b [4]byte
	rand.Read(b[:])
	return fmt.Sprintf("%s-%d-%s", name, os.Getpid(), hex.EncodeToString(b[:]))
}
