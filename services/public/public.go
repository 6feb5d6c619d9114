package public

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

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

// Options configure the public side.
type Options struct {
	Listener       net.Listener
	Logger         *slog.Logger
	Registry       prometheus.Registerer
	MaxConnections int        // 256 if zero
	Collector      *Collector // nil: the site's tag is not served
}

func (o *Options) validate() error {
	switch {
	case o.Listener == nil:
		return errors.New("public: Listener is missing")
	case o.Logger == nil:
		return errors.New("public: Logger is missing")
	case o.Registry == nil:
		return errors.New("public: Registry is missing")
	}
	if o.MaxConnections <= 0 {
		o.MaxConnections = maxConnections
	}
	return nil
}

// Public is the server of the public side.
type Public struct {
	opts  Options
	limit *connlimit.Limit
	srv   *http.Server
}

// New returns a server that accepts no connection until Run is called.
func New(o Options) (*Public, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "namedrop_public_requests_total", Help: "Requests to the public side by status.",
	}, []string{"code"})
	if err := o.Registry.Register(requests); err != nil {
		return nil, fmt.Errorf("public: registering metrics: %w", err)
	}
	limit := connlimit.New(o.MaxConnections)
	return &Public{opts: o, limit: limit, srv: &http.Server{
		Handler:           handler(requests, o.Collector),
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
	<-ended
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("closing the public side: %w", err)
	}
	return nil
}
