package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"

	"github.com/namedrop/namedrop/feeds"
)

// explain maps what the exchange ended with to a fault with a sentence.
func (x *exchange) explain(err error, timeout time.Duration) *feeds.Fault {
	var own *feeds.Fault
	if errors.As(err, &own) {
		return own
	}
	var bad *statusError
	if errors.As(err, &bad) {
		return badStatus(x.host(), bad, x.door.opts.Clock.Now())
	}
	e := &feeds.Fault{Kind: feeds.FaultTransient, Host: x.host(), Err: scrub(err)}
	if x.withoutTLS(err) {
		e.Err = &noTLSError{e.Err}
	}
	e.Kind, e.Reason, e.Help = network(e.Host, err, timeout)
	return e
}

func network(host string, err error, timeout time.Duration) (kind feeds.FaultKind, reason, help string) {
	var (
		dns         *net.DNSError
		unknownCA   x509.UnknownAuthorityError
		wrongName   x509.HostnameError
		invalid     x509.CertificateInvalidError
		certificate *tls.CertificateVerificationError
		timedOut    net.Error
		dial        *net.OpError
	)
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork), errors.Is(err, ssrf.ErrInvalidHostPort):
		return feeds.FaultRefused, fmt.Sprintf("%s is an address inside a private network, which is not read", host),
			"If it is yours and meant, list its range under fetch.allow_private."
	case errors.Is(err, errTooLarge):
		return feeds.FaultTooLarge, fmt.Sprintf("%s sends more than is read of one file", host),
			"Ask the publisher for a shorter feed, or use another address of it."
	case errors.Is(err, errLoop):
		return feeds.FaultUnparsable, fmt.Sprintf("%s redirects in a circle", host), "Open the address in a browser and use the one it ends at, if any."
	case errors.Is(err, errTooMany):
		return feeds.FaultUnparsable, fmt.Sprintf("%s redirects too many times", host), "Open the address in a browser and use the one it ends at."
	case errors.Is(err, errUnasked):
		return feeds.FaultTransient, fmt.Sprintf("%s answered \"not modified\" though nothing was known of it", host), ""
	case errors.Is(err, errCoding):
		return feeds.FaultUnparsable, fmt.Sprintf("%s packs its answer in a way that was not offered", host),
			"Ask the publisher to send it plain or as gzip."
	case damaged(err):
		return feeds.FaultUnparsable, fmt.Sprintf("What %s sent is packed, and can't be unpacked", host), "If this stays, tell the publisher."
	case strings.Contains(err.Error(), "Location header"):
		return feeds.FaultUnparsable, fmt.Sprintf("%s redirects to an address that can't be read", host), "Open the address in a browser and use the one it ends at, if any."
	case errors.As(err, &dns) && dns.IsNotFound:
		return feeds.FaultTransient, fmt.Sprintf("There is no host called %s", host), "Check the address for a typing mistake; the name may also have expired."
	case errors.As(err, &unknownCA), errors.As(err, &wrongName), errors.As(err, &invalid), errors.As(err, &certificate):
		return feeds.FaultTransient, fmt.Sprintf("The certificate of %s is not valid", host), "The publisher has to renew it; see whether another address works."
	case errors.Is(err, context.DeadlineExceeded):
		return feeds.FaultTransient, fmt.Sprintf("%s took longer than %s", host, timeout), ""
	case errors.As(err, &timedOut) && timedOut.Timeout():
		return feeds.FaultTransient, fmt.Sprintf("%s did not answer in time", host), ""
	case errors.As(err, &dns):
		return feeds.FaultTransient, fmt.Sprintf("The name %s could not be looked up", host), "If this stays, check this machine's own connection."
	case strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return feeds.FaultTransient, fmt.Sprintf("%s does not speak https", host), "See whether the address works with http:// instead."
	case strings.Contains(err.Error(), "malformed HTTP"), strings.Contains(err.Error(), "malformed MIME header"):
		return feeds.FaultTransient, fmt.Sprintf("%s answers with something that is not HTTP", host), "Check the address, its port above all."
	case strings.Contains(err.Error(), "tls: "):
		return feeds.FaultTransient, fmt.Sprintf("%s and Namedrop could not agree on a safe connection", host), "See whether another address works."
	case errors.As(err, &dial) && dial.Op == "dial":
		return feeds.FaultTransient, fmt.Sprintf("%s could not be reached", host), ""
	}
	return feeds.FaultTransient, fmt.Sprintf("%s broke off its answer", host), ""
}

func badStatus(host string, bad *statusError, now time.Time) *feeds.Fault {
	e := &feeds.Fault{Host: host, RetryAfter: RetryAfter(bad.header, now),
		Err: &Answer{Status: bad.status, Header: bad.header, Head: bad.head}}
	asks := func(s string) string { return fmt.Sprintf("%s %s (%d)", host, s, bad.status) }
	switch s := bad.status; {
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable && bad.header.Get("Retry-After") != "":
		e.Kind, e.Reason = feeds.FaultThrottled, asks("asks to be left alone for a while")
	case bad.header.Get("Cf-Mitigated") == "challenge", s == 999:
		e.Kind, e.Reason = feeds.FaultBlocked, asks("lets browsers in, but no programs")
		e.Help = "Ask the publisher to let Namedrop through, or use another address of the same source."
	case s == http.StatusUnauthorized, s == http.StatusProxyAuthRequired, s == http.StatusForbidden && bad.header.Get("WWW-Authenticate") != "":
		e.Kind, e.Reason = feeds.FaultCredentials, asks("wants a user name and password")
		e.Help = "Add the source again with them in its address, as https://user:password@host/…, or with the private address your subscription gave you."
	case s == http.StatusForbidden, s == http.StatusUnavailableForLegalReasons:
		e.Kind, e.Reason = feeds.FaultBlocked, asks("refuses to answer")
		e.Help = "Ask the publisher to let Namedrop through, or use another address of the same source."
	case s == http.StatusNotFound:
		e.Kind, e.Reason = feeds.FaultAbsent, asks("has nothing at this address")
		e.Help = "Check the address; it may have moved."
	case s == http.StatusGone:
		e.Kind, e.Reason = feeds.FaultGone, asks("says that this is gone for good")
		e.Help = "Look for its new address; where this one is a source, remove the source."
	case s == http.StatusRequestTimeout, s == http.StatusTooEarly, s >= 500:
		e.Kind, e.Reason = feeds.FaultTransient, asks("has a fault of its own")
	case s >= 300 && s < 400:
		e.Kind, e.Reason = feeds.FaultUnparsable, asks("redirects to nowhere")
		e.Help = "Open the address in a browser and use the one it ends at."
	default:
		e.Kind, e.Reason = feeds.FaultBlocked, asks("does not accept the request")
		e.Help = "Check the address."
	}
	return e
}

// scrub takes the address out of an error: net/http puts all of it in.
func scrub(err error) error {
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	if err != nil && (strings.Contains(err.Error(), "://") || strings.Contains(err.Error(), "Location header")) {
		return errLocation
	}
	return err
}

func paced(host string, wait time.Duration) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultPaced, Host: host, RetryAfter: wait, Unsent: true, Reason: fmt.Sprintf("%s was asked often enough for now", host)}
}

func throttledUntil(host string, wait time.Duration) *feeds.Fault {
	return &feeds.Fault{Kind: feeds.FaultThrottled, Host: host, RetryAfter: wait, Unsent: true,
		Reason: fmt.Sprintf("%s has asked to be left alone for another %s", host, wait.Round(time.Second))}
}
