package fetch

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// NetworkFault maps an error of an [http.Client] over [NewTransport] to a fault. All failure
// wording is here, for requests through a [Door] and for others. The fault names the host and
// no other part of the address.
func NetworkFault(host string, err error, timeout time.Duration) *feeds.Fault {
	var own *feeds.Fault
	if errors.As(err, &own) {
		return own
	}
	f := &feeds.Fault{Host: host, Err: scrub(err)}
	network(f, err, timeout)
	return f
}

// StatusFault maps an answer whose status is not 2xx to a fault. The beginning of the answer
// is in the fault's [Answer]. StatusFault reads from the body and doesn't close it.
func StatusFault(resp *http.Response, now time.Time) *feeds.Fault {
	head, _ := io.ReadAll(io.LimitReader(resp.Body, headLength))
	host := ""
	if resp.Request != nil {
		host = hostKey(resp.Request.URL)
	}
	return badStatus(host, &statusError{resp.StatusCode, resp.Header, head}, now)
}
