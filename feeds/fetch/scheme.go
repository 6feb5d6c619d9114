package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptrace"
	"strings"

	"code.dny.dev/ssrf"
)

// Scheme finds out how an address without a scheme, host/path, is to be asked: https
// unless nothing there speaks it and http answers. It is asked once, when a source is
// added, and without any credentials: whoever can cut the connection can bring http about.
// What is wrong with a certificate stays an https fault.
func (d *Door) Scheme(ctx context.Context, address string) string {
	address = strings.TrimPrefix(strings.TrimSpace(address), "//")
	_, err := d.Get(ctx, Request{URL: "https://" + address, MaxBytes: schemeMaxBytes, KeepHead: true})
	if _, none := errors.AsType[*noTLSError](err); !none {
		return "https"
	}
	_, err = d.Get(ctx, Request{URL: "http://" + address, MaxBytes: schemeMaxBytes, KeepHead: true})
	if err != nil && AnswerOf(err).Status == 0 {
		return "https" // there is nothing over http either
	}
	return "http"
}

// schemeMaxBytes is enough of an answer to know that it is one.
const schemeMaxBytes = 4 << 10

// noTLSError marks a failure that http needn't share.
type noTLSError struct{ error }

func (e *noTLSError) Unwrap() error { return e.error }

// watched notes in x whether the first connection came about at all.
func (x *exchange) watched(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { x.connected = true }})
}

// withoutTLS reports that no https connection came about, for a reason that http needn't share.
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
