package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"

	"github.com/namedrop/namedrop/feeds"
)

// Help sentences that several failures share.
const (
	helpFinalAddress = "Open the address in a browser and use the one it ends at, if any."
	helpLetThrough   = "Ask the publisher to let Namedrop through, or use another address of the same source."
)

// explain maps the error that ended the exchange to a fault.
func (x *exchange) explain(err error, timeout time.Duration) *feeds.Fault {
	var own *feeds.Fault
	if errors.As(err, &own) {
		return own
	}
	var bad *statusError
	if errors.As(err, &bad) {
		return badStatus(x.host(), bad, x.door.opts.Clock.Now())
	}
	e := &feeds.Fault{Host: x.host(), Err: scrub(err)}
	if x.withoutTLS(err) {
		e.Err = &noTLSError{e.Err}
	}
	network(e, err, timeout)
	return e
}

// network sets the kind and the sentences of a fault whose host is set. The order of the cases
// matters: a certificate error is also a network error, and a timeout may be a DNS error.
// net/http has no types for some errors; those are recognized by their text.
func network(f *feeds.Fault, err error, timeout time.Duration) {
	host := f.Host
	set := func(kind feeds.FaultKind, code, reason, help string) {
		f.Kind = kind
		f.Explain(code, reason, help)
	}
	var (
		dns      *net.DNSError
		timedOut net.Error
		dial     *net.OpError
	)
	switch {
	case prohibited(err):
		*f = *privateAddress(host, f.Err)
	case errors.Is(err, errTooLarge):
		set(feeds.FaultTooLarge, "answer_too_large", host+" sends a file that is larger than Namedrop's limit", "Ask the publisher for a shorter feed, or use another address of it.")
	case errors.Is(err, errLoop):
		set(feeds.FaultUnparsable, "redirect_loop", host+" redirects in a loop", helpFinalAddress)
	case errors.Is(err, errTooMany):
		set(feeds.FaultUnparsable, "redirect_too_many", host+" redirects too many times", helpFinalAddress)
	case errors.Is(err, errUnasked):
		set(feeds.FaultTransient, "unexpected_not_modified", host+" answered \"not modified\" to a first request", "")
	case errors.Is(err, errCoding):
		set(feeds.FaultUnparsable, "encoding_unknown", host+" compresses its answer in a way that Namedrop doesn't support", "Ask the publisher to send it uncompressed or as gzip.")
	case damaged(err):
		set(feeds.FaultUnparsable, "compression_corrupt", "The answer of "+host+" is compressed and can't be unpacked", "If this continues, tell the publisher.")
	case strings.Contains(err.Error(), "Location header"):
		set(feeds.FaultUnparsable, "redirect_unreadable", host+" redirects to an address that can't be read", helpFinalAddress)
	case errors.As(err, &dns) && dns.IsNotFound:
		set(feeds.FaultTransient, "host_unknown", "There is no host called "+host, "Check the address for a typing mistake; the name may also have expired.")
	case badCertificate(err):
		set(feeds.FaultTransient, "certificate_invalid", "The certificate of "+host+" is not valid", "Its owner has to renew it. Another address may work.")
	case errors.Is(err, context.DeadlineExceeded):
		f.Params = map[string]string{"limit": timeout.String()}
		set(feeds.FaultTransient, "took_too_long", fmt.Sprintf("%s took longer than %s", host, timeout), "")
	case errors.As(err, &timedOut) && timedOut.Timeout():
		set(feeds.FaultTransient, "no_answer", host+" did not answer in time", "")
	case errors.As(err, &dns):
		set(feeds.FaultTransient, "dns_failed", "The name "+host+" could not be looked up", "If this continues, check the network connection of this machine.")
	case strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		set(feeds.FaultTransient, "https_unsupported", host+" does not support https", "The address may work with http:// instead.")
	case headersMalformed(err):
		set(feeds.FaultTransient, "answer_headers_malformed", host+" sends a header that breaks the rules of HTTP", "Browsers may overlook that. Tell the publisher that the server's headers are wrong.")
	case strings.Contains(err.Error(), "malformed HTTP"):
		set(feeds.FaultTransient, "answer_not_http", host+" answers with something that is not HTTP", "Check the address, above all its port.")
	case strings.Contains(err.Error(), "tls: "):
		set(feeds.FaultTransient, "tls_failed", "No secure connection to "+host+" could be made", "Another address may work.")
	case errors.As(err, &dial) && dial.Op == "dial":
		set(feeds.FaultTransient, "unreachable", host+" could not be reached", "")
	default:
		set(feeds.FaultTransient, "connection_lost", host+" broke off the connection", "")
	}
}

// prohibited reports whether the dialer's guard refused the address.
func prohibited(err error) bool {
	return errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedNetwork) ||
		errors.Is(err, ssrf.ErrProhibitedPort) || errors.Is(err, ssrf.ErrInvalidHostPort)
}

func privateAddress(host string, err error) *feeds.Fault {
	return &feeds.Fault{
		Kind: feeds.FaultRefused, Host: host, Err: err,
		Code: "private_address", Reason: host + " is in a private network, which Namedrop doesn't connect to",
		Help: "If that is intended, list its range under fetch.allow_private.",
	}
}

// badCertificate reports whether the certificate of a host is wrong, expired or unknown.
func badCertificate(err error) bool {
	var (
		unknownCA   x509.UnknownAuthorityError
		wrongName   x509.HostnameError
		invalid     x509.CertificateInvalidError
		certificate *tls.CertificateVerificationError
	)
	return errors.As(err, &unknownCA) || errors.As(err, &wrongName) || errors.As(err, &invalid) || errors.As(err, &certificate)
}

// scrub removes the address from an error: net/http puts all of it in.
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
	return &feeds.Fault{Kind: feeds.FaultPaced, Host: host, RetryAfter: wait, Unsent: true,
		Code: "paced", Reason: fmt.Sprintf("%s has had enough requests for now", host)}
}

func throttledUntil(host string, wait time.Duration) *feeds.Fault {
	rest := wait.Round(time.Second).String()
	return &feeds.Fault{Kind: feeds.FaultThrottled, Host: host, RetryAfter: wait, Unsent: true,
		Code: "pause_running", Params: map[string]string{"wait": rest},
		Reason: fmt.Sprintf("%s has asked for a pause that lasts another %s", host, rest)}
}
