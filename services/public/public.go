package public

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/services/connlimit"
)

// Limits for clients.
const (
	maxConnections = 256
	maxHeader      = 8 << 10 // bytes of the request line and headers; net/http allows 4 KiB more

	headerTimeout = 5 * time.Second
	readTimeout   = 10 * time.Second // of a whole request
	writeTimeout  = 10 * time.Second // of a whole response
	idleTimeout   = 30 * time.Second
	stopTimeout   = 5 * time.Second
)

// Public is the server of the public side.
type Public struct {
	opts  Options
	limit *connlimit.Limit
	srv   *http.Server
}

// New returns a server. It accepts no connection until Run is called.
func New(o Options) (*Public, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, fmt.Errorf("public: %w", err)
	}
	limit := connlimit.New(o.MaxConnections)
	return &Public{opts: o, limit: limit, srv: &http.Server{
		Handler:           handler(m.requests, o),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ConnState:         limit.ConnState,
		// Otherwise net/http answers OPTIONS * without calling our handler.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(o.Logger.Handler(), slog.LevelDebug),
	}}, nil
}

// Run serves until ctx is done. Requests in progress then have five seconds to finish.
func (p *Public) Run(ctx context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- p.srv.Serve(p.opts.Listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving the public side: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err := p.srv.Shutdown(stop)
	_ = p.srv.Close()
	_ = <-ended // it ended because it was shut down
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("closing the public side: %w", err)
	}
	return nil
}
