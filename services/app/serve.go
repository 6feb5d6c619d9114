package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/connlimit"
	"github.com/namedrop/namedrop/services/ledger"
)

// Running is what a server leaves in the data folder for the command line: where to
// find it.
type Running struct {
	PID  int    `json:"pid"`
	Desk string `json:"desk"` // address of the listener itself
	Bus  string `json:"bus,omitempty"`

	Public string `json:"public,omitempty"` // address of the public side's listener
}

const runningFile = "serve.json"

// ErrNotRunning is returned where no server runs on a data folder.
var ErrNotRunning = errors.New("no server runs on this data folder")

// FindRunning returns where the server of a data folder listens. A server that was killed
// leaves its address behind, and by now any program may have its port: the folder's lock
// says whether the server that wrote the address is still there.
func FindRunning(dir string) (Running, error) {
	var r Running
	b, err := os.ReadFile(filepath.Join(dir, runningFile))
	if errors.Is(err, os.ErrNotExist) {
		return r, ErrNotRunning
	}
	if err != nil {
		return r, fmt.Errorf("looking for a running server: %w", err)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		return r, fmt.Errorf("looking for a running server: %w", err)
	}
	held, pid, err := ledger.LockHolder(dir)
	if err != nil {
		return Running{}, fmt.Errorf("looking for a running server: %w", err)
	}
	// Another command may hold the lock: then it is not the server's.
	if !held || pid != 0 && pid != r.PID {
		return Running{}, ErrNotRunning
	}
	return r, nil
}

// serve answers requests until ctx is done, then lets those under way finish.
func (a *App) serve(ctx context.Context) error {
	file := filepath.Join(a.opts.Config.Data, runningFile)
	b, err := json.Marshal(Running{PID: os.Getpid(), Desk: "http://" + reachable(a.listener.Addr()), Bus: a.bus.Addr(), Public: a.publicAddr})
	if err != nil {
		return err
	}
	if err := access.WritePrivate(file, string(b)+"\n"); err != nil {
		a.opts.Logger.Warn("the command line won't find this server", "error", err)
	}
	defer os.Remove(file)
	srv := &http.Server{
		Handler:           a.api.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      time.Minute, // the API moves it on while a reader takes bytes
		IdleTimeout:       2 * time.Minute,
		ConnState:         connlimit.New(descriptors() / 2).ConnState,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
		ErrorLog:          slog.NewLogLogger(a.opts.Logger.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(a.listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving the desk: %w", err)
	case <-ctx.Done():
	}
	a.api.Close() // ends the streams of live events, which would outlast the patience below
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("closing the desk: %w", err)
	}
	_ = srv.Close()
	return nil
}
