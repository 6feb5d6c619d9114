package fetch

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// NetworkFault maps an error of an [http.Client] over [NewTransport] to a fault with a
// sentence. The address stays out of it.
func NetworkFault(host string, err error, timeout time.Duration) *feeds.Fault {
	var own *feeds.Fault
	if errors.As(err, &own) {
		return own
	}
	f := &feeds.Fault{Host: host, Err: scrub(err)}
	f.Kind, f.Reason, f.Help = network(host, err, timeout)
	return f
}

// StatusFault maps an answer whose status is not 2xx to a fault, with the beginning of the
// answer in its [Answer]. It reads from the body and doesn't close it.
func StatusFault(resp *http.Response, now time.Time) *feeds.Fault {
	head, _ := io.ReadAll(io.LimitReader(resp.Body, headLength))
	host := ""
	if resp.Request != nil {
		host = hostKey(resp.Request.URL)
	}
	return badStatus(host, &statusError{resp.StatusCode, resp.Header, head}, now)
}
