package fetch

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"strings"
)

// Scheme returns the scheme for an address without one, host/path: https, unless no https
// connection comes about and http answers. It is called once, when a source is added, and sends
// no credentials: an attacker who can block connections could force http. A bad certificate
// doesn't lead to http.
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

// schemeMaxBytes is enough of an answer to know that there is one.
const schemeMaxBytes = 4 << 10

// noTLSError wraps a failure that may not occur over http.
type noTLSError struct{ error }

func (e *noTLSError) Unwrap() error { return e.error }

// watched returns a context that records in x whether a connection was made.
func (x *exchange) watched(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { x.connected = true }})
}

// withoutTLS reports whether no https connection was made, for a reason that may not apply to
// http.
func (x *exchange) withoutTLS(err error) bool {
	var dns *net.DNSError
	return !x.connected && x.asked.Scheme == "https" && !errors.As(err, &dns) && !badCertificate(err) && !prohibited(err)
}
