package webhook

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	"code.dny.dev/ssrf"

	"github.com/namedrop/namedrop/alerts"
)

// failure gives an error of the request its reason.
func (s *Sender) failure(status int, err error) *alerts.SendError {
	if err == nil {
		return nil
	}
	var known *alerts.SendError
	if errors.As(err, &known) {
		return known
	}
	// The URL may carry a token in its path; the channel's name is enough to find it.
	var inURL *url.Error
	if errors.As(err, &inURL) {
		err = inURL.Err
	}
	reason := alerts.Network
	var netErr net.Error
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case refused(err):
		reason = alerts.Refused
		err = errors.New("the address is private or special; if it is meant, list its network under fetch.allow_private")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout():
		reason = alerts.Timeout
		err = fmt.Errorf("no answer within %s", s.opts.Timeout)
	case errors.As(err, &name) && name.IsNotFound:
		err = fmt.Errorf("there is no host called %s: check the address", name.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		err = errors.New("nobody listens at that address and port")
	case strings.Contains(err.Error(), "Location header"):
		reason, err = alerts.Rejected, errors.New("the receiver redirects to an address that can't be read: enter its final URL")
	case errors.As(err, &certificate):
		err = errors.New("the receiver's certificate is not valid")
	}
	return &alerts.SendError{Reason: reason, Status: status, Err: err}
}

// refused tells the dialer's guard from other network errors.
func refused(err error) bool {
	return errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork) || errors.Is(err, ssrf.ErrProhibitedPort)
}

// statusError says what an answer other than 2xx means.
func statusError(resp *http.Response, now time.Time) *alerts.SendError {
	e := &alerts.SendError{Status: resp.StatusCode, RetryAfter: retryAfter(resp.Header.Get("Retry-After"), now)}
	said := resp.Status
	switch code := resp.StatusCode; {
	case code == http.StatusGone:
		e.Reason, e.Err = alerts.GoneAway, fmt.Errorf("the receiver says it is no more (%s)", said)
	case code == http.StatusUnauthorized, code == http.StatusForbidden, code == http.StatusProxyAuthRequired:
		e.Reason, e.Err = alerts.Auth, fmt.Errorf("the receiver doesn't know us (%s)", said)
	case code == http.StatusTooManyRequests:
		e.Reason, e.Err = alerts.RateLimited, fmt.Errorf("the receiver asks for a pause (%s)", said)
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code >= 500:
		e.Reason, e.Err = alerts.Server, fmt.Errorf("the receiver is in trouble (%s)", said)
	case code/100 == 3:
		e.Reason, e.Err = alerts.Rejected, fmt.Errorf("the receiver points elsewhere (%s) and redirects are not followed: enter its final URL", said)
	default:
		e.Reason, e.Err = alerts.Rejected, fmt.Errorf("the receiver refuses the message (%s)", said)
	}
	return e
}

// retryAfter reads both forms of the header, seconds and a date; 0 if there is none
// or it makes no sense.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if n, err := strconv.ParseInt(value, 10, 32); err == nil {
		return max(time.Duration(n)*time.Second, 0)
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

// plain makes text from outside fit to keep: valid UTF-8 without control characters.
// The kilobyte may have cut a character in two.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
