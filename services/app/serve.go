package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"time"
)

// Running is what a server leaves in the data folder for the command line: where to
// find it.
type Running struct {
	PID  int    `json:"pid"`
	Desk string `json:"desk"` // address of the listener itself
	Bus  string `json:"bus,omitempty"`
}

const runningFile = "serve.json"

// FindRunning reads where the server of a data folder listens.
func FindRunning(dir string) (Running, error) {
	var r Running
	b, err := os.ReadFile(filepath.Join(dir, runningFile))
	if err != nil {
		return r, fmt.Errorf("looking for a running server: %w", err)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		return r, fmt.Errorf("looking for a running server: %w", err)
	}
	return r, nil
}

// serve answers requests until ctx is done, then lets those under way finish.
func (a *App) serve(ctx context.Context) error {
	file := filepath.Join(a.opts.Config.Data, runningFile)
	b, err := json.Marshal(Running{PID: os.Getpid(), Desk: "http://" + reachable(a.listener.Addr()), Bus: a.bus.Addr()})
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, append(b, '\n'), 0o600); err != nil {
		a.opts.Logger.Warn("the command line won't find this server", "error", err)
	}
	defer os.Remove(file)
	srv := &http.Server{
		Handler:           a.api.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      time.Minute, // the API moves it on while a reader takes bytes
		IdleTimeout:       2 * time.Minute,
		ConnState:         newConnections(descriptors() / 2).changed,
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

// loopback tells whether an address to listen at can be reached from this machine only.
func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
