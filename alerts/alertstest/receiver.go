package alertstest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// bodyLimit is far above any mention event.
const bodyLimit = 4 << 20

// Request is one request that came in.
type Request struct {
	At        time.Time
	ID        string // webhook-id
	Header    http.Header
	Body      []byte
	Signature error // what the Standard Webhooks library says; nil is a good one
	Answer    Answer
}

// Accepted tells whether the receiver took the message.
func (r Request) Accepted() bool { return !r.Answer.Hang && r.Answer.code()/100 == 2 }

// Receiver is an http.Handler that takes webhooks. Safe for concurrent use.
type Receiver struct {
	verifier *standardwebhooks.Webhook
	observer func(Request)

	mu       sync.Mutex
	script   []Answer // for the requests to come, one each
	always   Answer   // when the script is over
	requests []Request
	changed  chan struct{} // closed and made anew at each request

	closing sync.Once
	closed  chan struct{}
}

// New makes a receiver for that secret (whsec_…) that answers 200. observer, which may
// be nil, is called with each request before it is answered.
func New(secret string, observer func(Request)) (*Receiver, error) {
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		return nil, fmt.Errorf("reading the receiver's secret: %w", err)
	}
	return &Receiver{
		verifier: verifier, observer: observer, always: OK(),
		changed: make(chan struct{}), closed: make(chan struct{}),
	}, nil
}

// Script sets how the next requests are answered, in turn.
func (r *Receiver) Script(answers ...Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.script = append(r.script, answers...)
}

// Always sets how requests beyond the script are answered.
func (r *Receiver) Always(a Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.always = a
}

// ServeHTTP takes one webhook.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(io.LimitReader(req.Body, bodyLimit))
	if err != nil {
		return // the sender went away in the middle: nothing arrived
	}
	got := Request{
		At: time.Now(), ID: req.Header.Get(standardwebhooks.HeaderWebhookID),
		Header: req.Header.Clone(), Body: body, Signature: r.verifier.Verify(body, req.Header),
	}
	r.mu.Lock()
	got.Answer = r.always
	if len(r.script) > 0 {
		got.Answer, r.script = r.script[0], r.script[1:]
	}
	r.requests = append(r.requests, got)
	close(r.changed)
	r.changed = make(chan struct{})
	r.mu.Unlock()
	if r.observer != nil {
		r.observer(got)
	}
	got.Answer.write(w, req, r.closed)
}

// Close lets every hanging request go. It may be called twice.
func (r *Receiver) Close() { r.closing.Do(func() { close(r.closed) }) }

// Serve starts the receiver on a loopback port and returns its URL and how to end it.
func (r *Receiver) Serve() (url string, stop func()) {
	s := httptest.NewServer(r)
	return s.URL, func() {
		r.Close()
		s.CloseClientConnections()
		s.Close()
	}
}

// Requests are all that came in so far, in order.
func (r *Receiver) Requests() []Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests)
}

// Wait returns the requests as soon as enough says so, or ctx's error with what there is.
func (r *Receiver) Wait(ctx context.Context, enough func([]Request) bool) ([]Request, error) {
	for {
		r.mu.Lock()
		got, changed := slices.Clone(r.requests), r.changed
		r.mu.Unlock()
		if enough(got) {
			return got, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return got, fmt.Errorf("waiting for webhooks, %d so far: %w", len(got), ctx.Err())
		}
	}
}

// WaitFor returns when n requests came in.
func (r *Receiver) WaitFor(ctx context.Context, n int) ([]Request, error) {
	return r.Wait(ctx, func(got []Request) bool { return len(got) >= n })
}
