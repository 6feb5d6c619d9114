package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/services/connlimit"
)

const (
	maxConnections = 256
	maxHeader      = 64 << 10 // bytes of the request line and headers

	headerTimeout = 10 * time.Second
	answerTimeout = time.Minute // of a whole answer; steady extends it as long as the client keeps reading
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 5 * time.Second
)

// Handler returns the handler for all requests, for commands that use it without a listener.
func (a *API) Handler() http.Handler { return a.handler }

// Run serves the listener until ctx is done. Requests in progress then have five seconds to finish.
func (a *API) Run(ctx context.Context) error {
	srv := &http.Server{
		Handler:           a.handler,
		ReadHeaderTimeout: headerTimeout,
		WriteTimeout:      answerTimeout,
		IdleTimeout:       idleTimeout,
		ConnState:         connlimit.New(a.opts.MaxConnections).ConnState,
		MaxHeaderBytes:    maxHeader,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
		ErrorLog:          slog.NewLogLogger(a.opts.Logger.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(a.opts.Listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving the desk: %w", err)
	case <-ctx.Done():
	}
	close(a.closing) // ends the streams of live events, which would otherwise outlast the timeout below
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err := srv.Shutdown(stop)
	_ = srv.Close()
	_ = <-ended // it ended because it was shut down
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("closing the desk: %w", err)
	}
	return nil
}
