package post

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"

	"github.com/namedrop/namedrop/alerts"
)

// failure gives an error of the request its reason; nil has none.
func (c *Client) failure(err error) *alerts.SendError {
	if err == nil {
		return nil
	}
	var known *alerts.SendError
	if errors.As(err, &known) {
		again := *known // the caller fills in the answer
		return &again
	}
	// The URL may be a password; the channel's name is enough to find it.
	var inURL *url.Error
	if errors.As(err, &inURL) {
		err = inURL.Err
	}
	reason, code := alerts.Network, ""
	var params map[string]string
	var netErr net.Error
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case refused(err):
		reason, code = alerts.Refused, "private_address"
		err = errors.New("the address is private or special; if it is meant, list its network under fetch.allow_private")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout():
		reason, code, params = alerts.Timeout, "timeout", map[string]string{"seconds": strconv.Itoa(int(c.opts.Timeout.Seconds()))}
		err = fmt.Errorf("no answer within %s", c.opts.Timeout)
	case errors.As(err, &name) && name.IsNotFound:
		code, params = "no_such_host", map[string]string{"host": name.Name}
		err = fmt.Errorf("there is no host called %s: check the address", name.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		code, err = "connection_refused", errors.New("nothing is listening at that address and port")
	case strings.Contains(err.Error(), "Location header"): // net/http has no type for it
		reason, code, err = alerts.Rejected, "bad_redirect", errors.New("the receiver redirects to an address that can't be read: enter its final URL")
	case errors.As(err, &certificate):
		code, err = "bad_certificate", errors.New("the receiver's certificate is not valid")
	}
	return &alerts.SendError{Reason: reason, Code: code, Params: params, Err: err}
}

// refused tells the dialer's guard from other network errors.
func refused(err error) bool {
	return errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork) ||
		errors.Is(err, ssrf.ErrProhibitedPort) || errors.Is(err, ssrf.ErrInvalidHostPort)
}
