package fetch

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// badStatus maps an answer with a status other than 2xx to a fault.
func badStatus(host string, bad *statusError, now time.Time) *feeds.Fault {
	e := &feeds.Fault{
		Host: host, RetryAfter: RetryAfter(bad.header, now), Params: map[string]string{"status": strconv.Itoa(bad.status)},
		Err: &Answer{Status: bad.status, Header: bad.header, Head: bad.head},
	}
	set := func(kind feeds.FaultKind, code, does, help string) {
		e.Kind = kind
		e.Explain(code, fmt.Sprintf("%s %s (%d)", host, does, bad.status), help)
	}
	switch s := bad.status; {
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable && bad.header.Get("Retry-After") != "":
		set(feeds.FaultThrottled, "pause_asked", "asks for a pause", "")
	case bad.header.Get("Cf-Mitigated") == "challenge", s == 999:
		set(feeds.FaultBlocked, "browsers_only", "lets browsers in, but not programs", helpLetThrough)
	case s == http.StatusUnauthorized, s == http.StatusProxyAuthRequired, s == http.StatusForbidden && bad.header.Get("WWW-Authenticate") != "":
		set(feeds.FaultCredentials, "password_needed", "asks for a user name and password",
			"Add the source again with them in its address, as https://user:password@host/…, or with the private address that your subscription gave you.")
	case s == http.StatusForbidden, s == http.StatusUnavailableForLegalReasons:
		set(feeds.FaultBlocked, "access_refused", "refuses to answer", helpLetThrough)
	case s == http.StatusNotFound:
		set(feeds.FaultAbsent, "not_found", "has nothing at this address", "Check the address; it may have moved.")
	case s == http.StatusGone:
		set(feeds.FaultGone, "gone", "says that this was removed for good", "Look for its new address. If there is none, remove the source.")
	case s == http.StatusRequestTimeout, s == http.StatusTooEarly, s >= 500:
		set(feeds.FaultTransient, "server_error", "reports an error of its own", "")
	case s == http.StatusNotAcceptable:
		set(feeds.FaultBlocked, "not_acceptable", "does not offer what Namedrop accepts: feeds, XML, JSON and HTML", "The address is right. "+helpLetThrough)
	case s >= 300 && s < 400:
		set(feeds.FaultUnparsable, "redirect_without_target", "redirects without saying where to", "Open the address in a browser and use the one it ends at.")
	default:
		set(feeds.FaultBlocked, "request_refused", "does not accept the request", "Check the address.")
	}
	return e
}
