package bluesky

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/fetch"
)

const (
	coalesce  = 50 * time.Millisecond // how long a post waits for others to be stored with it
	saveEvery = 5 * time.Second       // removals, and positions without posts
	maxKept   = 200                   // posts in a batch
	maxGone   = 2000                  // removals in a batch
	silence   = time.Minute           // without an event, after which a connection is given up
	maxSkip   = 64 << 20              // of a frame too large, before the connection is given up
)

var errSilent = errors.New("no event came for a minute")

// Listener reads the stream of one Jetstream server. It keeps no state between connections.
type Listener struct {
	base    *url.URL
	client  *http.Client
	agent   string
	silence time.Duration
	door    *fetch.Door
	appView string
}

// Options make a [Listener].
type Options struct {
	Endpoint  string // ws, wss, http or https; DefaultEndpoint if empty
	Client    *http.Client
	UserAgent string
	Silence   time.Duration // a minute if zero
	Door      *fetch.Door   // for single posts; nil where none are read
	AppView   string        // where these are; DefaultAppView if empty
}

// New returns a listener. The error says which option is wrong.
func New(o Options) (*Listener, error) {
	if o.Endpoint == "" {
		o.Endpoint = DefaultEndpoint
	}
	base, err := url.Parse(o.Endpoint)
	if err != nil || base.Host == "" {
		return nil, errors.New("endpoints.bluesky: not a web address")
	}
	if o.Client == nil {
		return nil, errors.New("bluesky: an HTTP client is missing")
	}
	if o.Silence == 0 {
		o.Silence = silence
	}
	return &Listener{base: base, client: o.Client, agent: o.UserAgent, silence: o.Silence, door: o.Door, appView: strings.TrimRight(cmp.Or(o.AppView, DefaultAppView), "/")}, nil
}

// Listen implements [feeds.Listener].
func (l *Listener) Listen(ctx context.Context, sub feeds.Subscription) error {
	at := readPosition(sub.At)
	c, err := l.connect(ctx, at)
	if err != nil {
		return err
	}
	defer c.CloseNow()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	at.Host, at.Version = l.base.Host, c.version
	events := make(chan event, 1024)
	go func() {
		defer close(events)
		cancel(l.read(ctx, c, events))
	}()
	p := pending{take: sub.Take, keep: sub.Keep, at: at}
	if c.lost != nil {
		p.warnings = append(p.warnings, *c.lost)
	}
	if err := p.run(ctx, events); err != nil {
		return err
	}
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return l.fault(cause)
	}
	return ctx.Err()
}

// read passes on events until the connection ends.
func (l *Listener) read(ctx context.Context, c *connection, events chan<- event) error {
	var frame bytes.Buffer
	for {
		if err := l.next(ctx, c, &frame); err != nil {
			return err
		}
		e := event{kind: skipped}
		if frame.Len() <= maxFrame {
			var err error
			var server *serverError
			if e, err = parse(c.version, frame.Bytes()); errors.As(err, &server) {
				return err
			} else if err != nil {
				e.kind = skipped
			}
		}
		select {
		case events <- e:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// next reads one message. Of a message that is too large it keeps one byte more than maxFrame,
// by which the caller recognizes it, and drops the rest.
func (l *Listener) next(ctx context.Context, c *connection, frame *bytes.Buffer) error {
	ctx, cancel := context.WithTimeoutCause(ctx, l.silence, errSilent)
	defer cancel()
	frame.Reset()
	_, r, err := c.Reader(ctx)
	if err == nil {
		_, err = frame.ReadFrom(io.LimitReader(r, maxFrame+1))
	}
	if err == nil && frame.Len() > maxFrame {
		var rest int64
		if rest, err = io.Copy(io.Discard, io.LimitReader(r, maxSkip)); err == nil && rest == maxSkip {
			err = fmt.Errorf("a frame is larger than %d MB", maxSkip>>20)
		}
	}
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
