package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"strings"

	"code.dny.dev/ssrf"
)

// schemeless is an address of which nobody has said how it is to be asked.
func schemeless(address string) (rest string, ok bool) {
	return strings.CutPrefix(strings.TrimSpace(address), "//")
}

// either asks an address without a scheme over https and, where nothing there speaks it,
// over http. Whoever can cut the connection can bring that about, so nothing secret goes
// along: with a password or headers of the caller's own it is https or nothing. What is
// wrong with a certificate is told, not walked around.
func (d *Door) either(ctx context.Context, req Request, rest string, w io.Writer) (*Response, error) {
	req.URL = "https://" + rest
	u, err := parse(req.URL)
	if err != nil {
		return nil, err
	}
	resp, err := d.Download(ctx, req, w)
	if errors.Is(err, errAnotherLarge) {
		return nil, err
	}
	var e *Error
	if u.User != nil || len(req.Header) > 0 || !errors.As(err, &e) || !e.noTLS {
		return resp, err
	}
	req.URL = "http://" + rest
	resp, second := d.Download(ctx, req, w)
	if errors.As(second, &e) && e.Status == 0 {
		return nil, err // there is nothing over http either
	}
	return resp, second
}

// watched notes in x whether the first connection came about at all.
func (x *exchange) watched(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { x.connected = true }})
}

// withoutTLS tells that no https connection came about, for a reason that http needn't share.
func (x *exchange) withoutTLS(err error) bool {
	var (
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
		unknownCA   x509.UnknownAuthorityError
		wrongName   x509.HostnameError
		invalid     x509.CertificateInvalidError
	)
	switch {
	case x.connected, x.asked.Scheme != "https", errors.As(err, &dns):
		return false
	case errors.As(err, &certificate), errors.As(err, &unknownCA), errors.As(err, &wrongName), errors.As(err, &invalid):
		return false
	}
	return !errors.Is(err, ssrf.ErrProhibitedIP) && !errors.Is(err, ssrf.ErrProhibitedNetwork) && !errors.Is(err, ssrf.ErrInvalidHostPort)
}
