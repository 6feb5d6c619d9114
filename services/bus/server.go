package bus

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
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
	password string // of the desk user, made at every start
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

	if o.Listen == "" {
		opts.DontListen = true
		return e, e.run(opts, o)
	}
	for _, port := range ports(o.Listen) {
		host, _, _ := net.SplitHostPort(o.Listen)
		if opts.Port, err = free(host, port); err != nil {
			continue
		}
		opts.Host = host
		if err = e.run(opts, o); err == nil {
			return e, nil
		}
		if !errors.Is(err, errPortTaken) {
			return nil, err
		}
	}
	return nil, fmt.Errorf("finding a free port for the bus from %s: %w", o.Listen, err)
}

// ErrStore says that the embedded server can't work with what is in its directory.
var ErrStore = errors.New("the bus can't use its directory")

var errPortTaken = errors.New("the port was taken")

// ports are the ones to try, the wanted one first.
func ports(listen string) []int {
	_, text, _ := net.SplitHostPort(listen)
	want, _ := strconv.Atoi(text)
	if want == 0 {
		return make([]int, portsTried)
	}
	all := make([]int, 0, portsTried)
	for p := want; p < want+portsTried && p < 1<<16; p++ {
		all = append(all, p)
	}
	return all
}

// free tells whether the port can be listened on. The server itself would only log
// that it can't and then sit there.
func free(host string, port int) (int, error) {
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return 0, err
	}
	port = l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}

func (e *embedded) run(opts *server.Options, o Options) error {
	srv, err := server.NewServer(opts)
	if err != nil {
		return fmt.Errorf("making the bus server: %w", err)
	}
	log := &serverLog{log: o.Logger}
	srv.SetLoggerV2(log, false, false, false)
	srv.Start()
	// The server looks every 25 ms; most starts take less, so ask it more often.
	if !ready(srv, opts.DontListen, log) {
		srv.Shutdown()
		srv.WaitForShutdown()
		if text := log.fatal(); text != "" {
			if !opts.DontListen && portError(text) {
				return fmt.Errorf("%w: %s", errPortTaken, text)
			}
			if strings.Contains(text, "no space left") {
				return fmt.Errorf("starting the bus: %w: %s", syscall.ENOSPC, text)
			}
			return fmt.Errorf("%w: starting the bus: %s", ErrStore, text)
		}
		return errors.New("starting the bus: it was not ready within 30 seconds")
	}
	e.srv = srv
	if !opts.DontListen {
		e.addr = srv.Addr().String()
	}
	return nil
}

func ready(srv *server.Server, silent bool, log *serverLog) bool {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if log.fatal() != "" || !srv.Running() {
			return false
		}
		if (silent || srv.Addr() != nil) && srv.ReadyForConnections(time.Millisecond) {
			return true
		}
	}
	return false
}

func (e *embedded) stop() {
	e.srv.Shutdown()
	e.srv.WaitForShutdown()
}
