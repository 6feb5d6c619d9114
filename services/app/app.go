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
	"github.com/namedrop/namedrop/services/correlator"
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

	soleBus *lease.Singleton // nil unless this process has an embedded bus on a shared ledger

	ledger   *ledger.Ledger
	inFlight *inflight.Log
	bus      *bus.Bus
	index    *search.Index
	outside  outside
	names    *names.Cache
	relay    *bus.Relay
	crawler  *crawler.Crawler
	visits   *crawler.Visits
	leads    *crawler.Leads
	detector *detector.Detector
	indexer  *indexer.Indexer
	alerter  *alerter.Alerter

	correlator *correlator.Correlator

	api      *api.API
	listener net.Listener
	desk     string         // base URL of the web interface
	public   *public.Public // nil if it is off

	collector *public.Collector // nil where public is
	links     *public.Links     // nil where public is

	publicAddr string // URL of the public side's listener
	publicURL  string // URL at which the public side is reached from outside

	pause *pause
}

// Run creates an App, runs it until ctx is done and stops it.
func Run(ctx context.Context, opts Options) error {
	a, err := New(ctx, opts)
	if err != nil {
		return err
	}
	return errors.Join(a.Run(ctx), a.Stop(context.WithoutCancel(ctx)))
}

// New opens the ledger, the bus and the index, and creates the services. No service runs
// before Run, but the desk's port is already bound. If a step fails, New closes what it opened.
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

// Stop stops everything that was started, in reverse order. It may be called twice.
func (a *App) Stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	return a.life.stop(ctx)
}

// Run runs the services until ctx is done or one of them returns an error. While the process
// is paused only the desk, the public side and the bus lease are active.
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
		work(a.leads.Run)
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
	if a.correlator != nil {
		work(a.correlator.Run)
	}
	if a.listener != nil {
		g.Go(func() error { return a.serve(ctx) })
	}
	if a.public != nil {
		g.Go(func() error { return a.public.Run(ctx) })
		work(a.collector.Run)
		work(a.links.Run)
	}
	err := g.Wait()
	a.release(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// release releases this process's claims, so that others on the same ledger don't have to
// wait until the leases expire.
func (a *App) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := a.ledger.ReleaseClaims(ctx, a.holder); err != nil {
		a.opts.Logger.Warn("releasing claims failed, they will expire", "error", err)
	}
}

// Desk returns the base URL of the web interface.
func (a *App) Desk() string { return a.desk }

// Bus returns the address at which outside clients subscribe, or "" if there is none.
func (a *App) Bus() string { return a.bus.Addr() }

// Ledger returns the ledger, for benchmarks that write as a crawler does.
func (a *App) Ledger() *ledger.Ledger { return a.ledger }

// Handler returns the handler of the API and the web interface, for commands that use it
// without a listener.
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
	// A killed server leaves this file behind. We hold the lock, so that server is not running.
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
	if err := a.eraseAgain(ctx); err != nil {
		return err
	}
	if own {
		// We hold the folder's lock and the ledger is in the folder, so no other process can
		// hold a lease. Those of a killed process are removed rather than waited for.
		return l.ClearLeases(ctx)
	}
	return nil
}

// openInFlight opens the log of work in progress and records, for each document or source
// that the last process was working on when it died, one more death.
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
		// The desk requires sign-in, so the bus must not give the same data to anonymous clients.
		a.opts.Logger.Warn("bus closed to outside clients: the desk requires sign-in, so set nats.user and nats.password too")
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

// reachable returns the host and port at which this machine reaches a listener. An unspecified
// address such as 0.0.0.0 can be listened on but makes no valid link, so it becomes 127.0.0.1.
func reachable(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return a.String()
}

// holder returns a name for this process that no other process has, for its leases.
func holder() string {
	name, err := os.Hostname()
	if err != nil {
		name = "host"
	}
	var b [4]byte
	rand.Read(b[:])
	return fmt.Sprintf("%s-%d-%s", name, os.Getpid(), hex.EncodeToString(b[:]))
}
