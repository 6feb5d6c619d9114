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

// Request is one request that was received.
type Request struct {
	At        time.Time
	ID        string // webhook-id
	Header    http.Header
	Body      []byte
	Signature error // from the Standard Webhooks library; nil for a valid signature
	Answer    Answer
}

// Accepted reports whether the receiver accepted the message.
func (r Request) Accepted() bool { return !r.Answer.Hang && r.Answer.code()/100 == 2 }

// Receiver is an http.Handler that receives webhooks. It is safe for concurrent use.
type Receiver struct {
	verifier *standardwebhooks.Webhook
	observer func(Request)

	mu       sync.Mutex
	script   []Answer // for the requests to come, one each
	always   Answer   // after the script
	requests []Request
	changed  chan struct{} // closed and replaced at each request

	closing sync.Once
	closed  chan struct{}
}

// New returns a receiver for that secret (whsec_…) that answers 200. observer is called with each
// request before it is answered; it may be nil.
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

// Script sets the answers to the next requests, in order.
func (r *Receiver) Script(answers ...Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.script = append(r.script, answers...)
}

// Always sets the answer to requests after the script.
func (r *Receiver) Always(a Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.always = a
}

// ServeHTTP receives one webhook.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(io.LimitReader(req.Body, bodyLimit))
	if err != nil {
		return // the sender closed the connection: nothing arrived
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

// Close ends every hanging request. It may be called twice.
func (r *Receiver) Close() { r.closing.Do(func() { close(r.closed) }) }

// Serve starts the receiver on a loopback port. It returns its URL and a function that stops it.
func (r *Receiver) Serve() (url string, stop func()) {
	s := httptest.NewServer(r)
	return s.URL, func() {
		r.Close()
		s.CloseClientConnections()
		s.Close()
	}
}

// Requests returns all requests so far, in order.
func (r *Receiver) Requests() []Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.requests)
}

// Wait returns the requests once enough returns true, or those so far with ctx's error.
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

// WaitFor returns after n requests.
func (r *Receiver) WaitFor(ctx context.Context, n int) ([]Request, error) {
	return r.Wait(ctx, func(got []Request) bool { return len(got) >= n })
}
