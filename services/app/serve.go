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

// Running is the content of the file with which the command line finds a running server.
type Running struct {
	PID  int    `json:"pid"`
	Desk string `json:"desk"` // address of the listener itself
	Bus  string `json:"bus,omitempty"`

	Public string `json:"public,omitempty"` // address of the public side's listener
}

const runningFile = "serve.json"

// ErrNotRunning is returned when no server runs on a data folder.
var ErrNotRunning = errors.New("no server runs on this data folder")

// FindRunning returns the addresses of the server that runs on a data folder. A killed server
// leaves its file behind, and by now any other program may listen on its port. The addresses
// are therefore returned only if the server that wrote them still holds the folder's lock.
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
	// The lock may be held by another command instead. A pid of 0 means that the system
	// doesn't report the holder.
	if !held || pid != 0 && pid != r.PID {
		return Running{}, ErrNotRunning
	}
	return r, nil
}

// serve answers requests until ctx is done, then gives running requests a few seconds to finish.
func (a *App) serve(ctx context.Context) error {
	file := filepath.Join(a.opts.Config.Data, runningFile)
	b, err := json.Marshal(Running{PID: os.Getpid(), Desk: "http://" + reachable(a.listener.Addr()), Bus: a.bus.Addr(), Public: a.publicAddr})
	if err != nil {
		return err
	}
	if err := access.WritePrivate(file, string(b)+"\n"); err != nil {
		a.opts.Logger.Warn("writing server address failed, the command line won't find this server", "error", err)
	}
	defer os.Remove(file)
	srv := &http.Server{
		Handler:           a.api.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      time.Minute, // the API extends it as long as the client keeps reading
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
	a.api.Close() // ends the streams of live events, which would otherwise outlast the timeout below
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("closing the desk: %w", err)
	}
	_ = srv.Close()
	return nil
}
