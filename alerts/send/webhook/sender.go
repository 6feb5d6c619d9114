package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds/address"
)

// contentType is CloudEvents in structured JSON.
const contentType = "application/cloudevents+json"

// Options are what a Sender needs.
type Options struct {
	Transport http.RoundTripper // guarded: refuses private addresses when it dials
	Timeout   time.Duration     // for one try, from dialling to the answer's last byte
	UserAgent string
	Now       func() time.Time
}

func (o Options) validate() error {
	switch {
	case o.Transport == nil:
		return errors.New("webhook: Options.Transport is missing")
	case o.Timeout <= 0:
		return errors.New("webhook: Options.Timeout is missing")
	case o.UserAgent == "":
		return errors.New("webhook: Options.UserAgent is missing")
	case o.Now == nil:
		return errors.New("webhook: Options.Now is missing")
	}
	return nil
}

// Sender sends deliveries to webhook channels. It may be used by many goroutines.
type Sender struct {
	opts   Options
	client *http.Client
}

// New makes a Sender.
func New(o Options) (*Sender, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	return &Sender{opts: o, client: &http.Client{
		Transport:     o.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Send tries once. The attempt is filled in either way; the error is an
// *alerts.SendError when the message did not arrive, and ctx's own error when the
// caller gave up, which says nothing about the receiver and is not an attempt.
func (s *Sender) Send(ctx context.Context, ch alerts.Channel, d alerts.Delivery) (alerts.Attempt, error) {
	start := s.opts.Now()
	attempt := alerts.Attempt{Delivery: d.ID, Number: d.Attempts + 1, At: start.UTC()}
	status, answer, err := s.post(ctx, ch, d, start)
	attempt.Took = s.opts.Now().Sub(start)
	if ctx.Err() != nil && status == 0 {
		return attempt, fmt.Errorf("sending delivery %s: %w", d.ID, ctx.Err())
	}
	attempt.Status, attempt.Answer = status, answer
	if failure := s.failure(status, err); failure != nil {
		failure.Answer = answer
		attempt.Reason, attempt.Error = failure.Reason, plain(failure.Err.Error())
		return attempt, failure
	}
	return attempt, nil
}

// post is the request itself; status is 0 without an answer.
func (s *Sender) post(ctx context.Context, ch alerts.Channel, d alerts.Delivery, at time.Time) (int, string, error) {
	keys, err := ParseSecret(ch.Secret)
	if err == nil {
		err = checkURL(ch.URL)
	}
	if err != nil {
		return 0, "", &alerts.SendError{Reason: alerts.Rejected, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	to, err := address.Parse(ch.URL)
	if err != nil {
		return 0, "", &alerts.SendError{Reason: alerts.Rejected, Err: errAddress}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), bytes.NewReader(d.Body))
	if err != nil {
		return 0, "", &alerts.SendError{Reason: alerts.Rejected, Err: errAddress}
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("User-Agent", s.opts.UserAgent)
	Sign(req.Header, keys, d.ID, at, d.Body)
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	answer := readAnswer(resp.Body)
	if resp.StatusCode/100 == 2 {
		return resp.StatusCode, answer, nil
	}
	return resp.StatusCode, answer, statusError(resp, at)
}

// answerLimit is what is kept of an answer; drainLimit what more is read so that the
// connection can serve again.
const (
	answerLimit = 1 << 10
	drainLimit  = 16 << 10
)

// readAnswer keeps what arrived, even if the rest never does: the status has come, and
// that is the verdict.
func readAnswer(body io.Reader) string {
	b, err := io.ReadAll(io.LimitReader(body, answerLimit))
	if err == nil {
		_, _ = io.CopyN(io.Discard, body, drainLimit)
	}
	return plain(string(b))
}
