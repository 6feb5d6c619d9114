package post

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds/address"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// Options are what a Client needs.
type Options struct {
	Transport http.RoundTripper // guarded: refuses private addresses when it dials
	Timeout   time.Duration     // for one try, from dialling to the answer's last byte
	UserAgent string
	Now       func() time.Time
}

func (o Options) validate() error {
	switch {
	case o.Transport == nil:
		return errors.New("post: Options.Transport is missing")
	case o.Timeout <= 0:
		return errors.New("post: Options.Timeout is missing")
	case o.UserAgent == "":
		return errors.New("post: Options.UserAgent is missing")
	case o.Now == nil:
		return errors.New("post: Options.Now is missing")
	}
	return nil
}

// Client posts messages. It may be used by many goroutines.
type Client struct {
	opts Options
	http *http.Client
}

// New returns a Client for all senders.
func New(o Options) (*Client, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	return &Client{opts: o, http: &http.Client{
		Transport:     o.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Request is one try.
type Request struct {
	URL     string
	Prepare func(h http.Header, at time.Time) // adds headers, a signature above all; may be nil
	Judge   func(a Answer) *alerts.SendError  // says what an answer means; nil is [ByStatus]
	Repeats bool                              // the receiver recognizes a message that comes twice
}

// Answer is what came back.
type Answer struct {
	Status     int
	Line       string // "404 Not Found"
	Text       string // the first kilobyte, without control characters
	RetryAfter time.Duration
}

// Send posts the delivery's bytes, as [alerts.Sender] says.
func (c *Client) Send(ctx context.Context, d alerts.Delivery, r Request) (alerts.Attempt, error) {
	start := c.opts.Now()
	attempt := alerts.Attempt{Delivery: d.ID, Number: d.Attempts + 1, At: start.UTC()}
	var left atomic.Bool // the request, as a whole
	answer, err := c.post(ctx, d, r, start, &left)
	attempt.Took = c.opts.Now().Sub(start)
	if ctx.Err() != nil && answer.Status == 0 {
		return attempt, fmt.Errorf("sending delivery %s: %w", d.ID, ctx.Err())
	}
	answer.Text = redact(answer.Text, r.URL)
	attempt.Status, attempt.Answer = answer.Status, answer.Text
	failure := c.failure(err)
	if err == nil {
		judge := r.Judge
		if judge == nil {
			judge = ByStatus
		}
		failure = judge(answer)
	} else if !r.Repeats && left.Load() && (failure.Reason == alerts.Timeout || failure.Reason == alerts.Network) {
		failure.Unknown = true
		failure.Err = fmt.Errorf("%w; the message may have arrived", failure.Err)
	}
	if failure == nil {
		return attempt, nil
	}
	failure.Answer = answer.Text
	failure.Err = errors.New(redact(plain(failure.Err.Error()), r.URL))
	attempt.Reason, attempt.Error = failure.Reason, failure.Err.Error()
	attempt.Code, attempt.Params = failure.Code, failure.Params
	return attempt, failure
}

// Refuse is the outcome of a try that can't be made: the channel lacks something.
func (c *Client) Refuse(d alerts.Delivery, err error) (alerts.Attempt, error) {
	failure := &alerts.SendError{Reason: alerts.Rejected, Err: err}
	return alerts.Attempt{
		Delivery: d.ID, Number: d.Attempts + 1, At: c.opts.Now().UTC(), Reason: failure.Reason, Error: plain(err.Error()),
	}, failure
}

// errAddress repeats nothing of the address, which may hold a secret anywhere.
var errAddress = &alerts.SendError{Reason: alerts.Rejected, Code: "bad_address", Err: errors.New("the address can't be used: enter it again")}

// post is the request itself; the answer's status is 0 where none came.
func (c *Client) post(ctx context.Context, d alerts.Delivery, r Request, at time.Time, left *atomic.Bool) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(i httptrace.WroteRequestInfo) {
		if i.Err == nil {
			left.Store(true)
		}
	}})
	to, err := address.Parse(r.URL)
	if err != nil {
		return Answer{}, errAddress
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), bytes.NewReader(d.Body))
	if err != nil {
		return Answer{}, errAddress
	}
	req.Header.Set("Content-Type", d.MediaType)
	req.Header.Set("User-Agent", c.opts.UserAgent)
	if r.Prepare != nil {
		r.Prepare(req.Header, at)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return Answer{}, err
	}
	defer resp.Body.Close()
	return Answer{
		Status: resp.StatusCode, Line: resp.Status, Text: read(resp.Body), RetryAfter: fetch.RetryAfter(resp.Header, at),
	}, nil
}

// answerLimit is what is kept of an answer; drainLimit what more is read so that the
// connection can serve again.
const (
	answerLimit = 1 << 10
	drainLimit  = 16 << 10
)

// read keeps what arrived, even if the rest never does: the status has come, and that is
// the verdict.
func read(body io.Reader) string {
	b, err := io.ReadAll(io.LimitReader(body, answerLimit))
	if err == nil {
		_, _ = io.CopyN(io.Discard, body, drainLimit)
	}
	return plain(string(b))
}
