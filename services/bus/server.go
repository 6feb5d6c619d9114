package bus

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// maxPayload is the largest message. A reference takes 100 bytes. A mention event contains
// every quote of a document, so a three-hour episode that is all about one brand needs more
// than the server's default of one megabyte.
const maxPayload = 8 << 20

// By default the server limits its store to what is free at the start. Here only the disk is
// the limit.
const (
	maxMemory = 64 << 20
	maxStore  = 1 << 50
)

// portsTried is how many ports after the configured one are tried.
const portsTried = 100

// embedded is the NATS server inside this process.
type embedded struct {
	srv      *server.Server
	addr     string
	dir      string
	healer   healer
	password string // of the server's users, a new one at every start

	outside   *outside // nil if there are no outside clients
	accepting sync.WaitGroup
}

func startServer(o Options) (*embedded, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("bus directory: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("%w: making the bus directory: %w", ErrStore, err)
	}
	e := &embedded{password: rand.Text(), dir: dir}
	opts := &server.Options{}
	if err := opts.ProcessConfigString(accessConfig(o, e.password)); err != nil {
		return nil, fmt.Errorf("configuring the bus: %w", err)
	}
	opts.ServerName = "namedrop"
	opts.NoSigs = true
	opts.NoLog = true
	opts.MaxPayload = maxPayload
	opts.MaxPending = 4 * maxPayload
	opts.JetStream = true
	opts.DisableJetStreamBanner = true
	opts.StoreDir = dir
	opts.SyncAlways = true
	opts.JetStreamMaxMemory = maxMemory
	opts.JetStreamMaxStore = maxStore
	opts.LameDuckDuration = 0
	opts.DontListen = true // outside clients come through listenOutside

	var l net.Listener
	if o.Listen != "" {
		if l, err = listenOutside(o); err != nil {
			return nil, err
		}
	}
	if err := e.run(opts, o); err != nil {
		if l != nil {
			_ = l.Close()
		}
		return nil, err
	}
	if l != nil {
		e.addr = l.Addr().String()
		e.outside = newOutside(l, e.srv, o, e.password)
		e.accepting.Go(e.outside.run)
	}
	return e, nil
}

// ErrStore is returned when the embedded server can't use its directory.
var ErrStore = errors.New("the bus can't use its directory")

func (e *embedded) run(opts *server.Options, o Options) error {
	srv, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("creating the bus server: %w", err)
	}
	log := newServerLog(o.Logger)
	srv.SetLoggerV2(log, false, false, false)
	srv.Start()
	// The server checks every 25 ms. Most starts take less, so it is asked more often here.
	if !ready(srv, log) {
		srv.Shutdown()
		srv.WaitForShutdown()
		if text := log.fatal(); text != "" {
			if strings.Contains(text, "no space left") {
				return fmt.Errorf("starting the bus: %w: %s", syscall.ENOSPC, text)
			}
			return fmt.Errorf("%w: starting the bus: %s", ErrStore, text)
		}
		return errors.New("starting the bus: it was not ready within 30 seconds")
	}
	e.srv = srv
	return nil
}

func ready(srv *server.Server, log *serverLog) bool {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if log.fatal() != "" || !srv.Running() {
			return false
		}
		if srv.ReadyForConnections(time.Millisecond) {
			return true
		}
	}
	return false
}

func (e *embedded) stop() {
	if e.outside != nil {
		e.outside.stop()
		e.accepting.Wait()
	}
	e.srv.Shutdown()
	e.srv.WaitForShutdown()
}
