package bus

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// maxPayload is the largest message taken. A reference is 100 bytes; a mention
// event carries every quote of a document, so a three-hour show that is all about
// one brand needs more than the server's default of one megabyte.
const maxPayload = 8 << 20

// The disk is the limit, not a guess made at the start.
const (
	maxMemory = 64 << 20
	maxStore  = 1 << 50
)

// portsTried is how many ports after the wanted one are looked at.
const portsTried = 100

// embedded is the NATS server inside this process.
type embedded struct {
	srv      *server.Server
	addr     string
	dir      string
	healer   healer
	password string // of the server's users, made at every start

	outside   *outside // nil where no client from outside is wanted
	accepting sync.WaitGroup
}

func startServer(o Options) (*embedded, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("bus directory: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the bus directory: %w", err)
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
	opts.DontListen = true // clients from outside come through listenOutside

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

func (e *embedded) run(opts *server.Options, o Options) error {
	srv, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("making the bus server: %w", err)
	}
	log := newServerLog(o.Logger)
	srv.SetLoggerV2(log, false, false, false)
	srv.Start()
	// The server looks every 25 ms; most starts take less, so ask it more often.
	if !ready(srv, log) {
		srv.Shutdown()
		srv.WaitForShutdown()
		if text := log.fatal(); text != "" {
			return fmt.Errorf("starting the bus: %s", text)
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
