package post

import (
	"fmt"
	"net/http"

	"github.com/namedrop/namedrop/alerts"
)

// Codes returns the codes of failures that all channels share. Beside them are those of
// feeds/fetch, for a receiver that could not be reached.
func Codes() []string {
	return []string{
		"receiver_gone", "receiver_auth", "receiver_busy", "receiver_error", "receiver_redirects", "receiver_refuses",
		"channel_invalid", "address_unreadable",
	}
}

// ByStatus returns what an answer means by its status alone. Any 2xx is a success, which is nil.
func ByStatus(a Answer) *alerts.SendError {
	e := &alerts.SendError{Status: a.Status, RetryAfter: a.RetryAfter, Params: map[string]string{"status": a.Line}}
	set := func(reason alerts.Reason, code, text string) {
		e.Reason, e.Code, e.Err = reason, code, fmt.Errorf(text, a.Line)
	}
	switch {
	case a.Status/100 == 2:
		return nil
	case a.Status == http.StatusGone:
		set(alerts.GoneAway, "receiver_gone", "the receiver says that it no longer exists (%s)")
	case a.Status == http.StatusUnauthorized, a.Status == http.StatusForbidden, a.Status == http.StatusProxyAuthRequired:
		set(alerts.Auth, "receiver_auth", "the receiver doesn't accept our credentials (%s)")
	case a.Status == http.StatusTooManyRequests:
		set(alerts.RateLimited, "receiver_busy", "the receiver asks for a pause (%s)")
	case a.Status == http.StatusRequestTimeout, a.Status == http.StatusTooEarly, a.Status >= 500:
		set(alerts.Server, "receiver_error", "the receiver reports an error of its own (%s)")
	case a.Status/100 == 3:
		set(alerts.Rejected, "receiver_redirects", "the receiver redirects (%s), which is not followed: enter its final address")
	default:
		set(alerts.Rejected, "receiver_refuses", "the receiver refuses the message (%s)")
	}
	return e
}
