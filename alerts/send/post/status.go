package post

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/namedrop/namedrop/alerts"
)

// ByStatus says what an answer means where its status is all that counts: any 2xx is a
// success, which is nil.
func ByStatus(a Answer) *alerts.SendError {
	e := &alerts.SendError{Status: a.Status, RetryAfter: a.RetryAfter, Params: map[string]string{"status": strconv.Itoa(a.Status)}}
	switch {
	case a.Status/100 == 2:
		return nil
	case a.Status == http.StatusGone:
		e.Reason, e.Code, e.Err = alerts.GoneAway, "gone", fmt.Errorf("the receiver is permanently gone (%s)", a.Line)
	case a.Status == http.StatusUnauthorized, a.Status == http.StatusForbidden, a.Status == http.StatusProxyAuthRequired:
		e.Reason, e.Code, e.Err = alerts.Auth, "auth", fmt.Errorf("the receiver refused our credentials (%s)", a.Line)
	case a.Status == http.StatusTooManyRequests:
		e.Reason, e.Code, e.Err = alerts.RateLimited, "rate_limited", fmt.Errorf("the receiver asked us to wait (%s)", a.Line)
	case a.Status == http.StatusRequestTimeout, a.Status == http.StatusTooEarly, a.Status >= 500:
		e.Reason, e.Code, e.Err = alerts.Server, "server", fmt.Errorf("the receiver answered %s", a.Line)
	case a.Status/100 == 3:
		e.Reason, e.Code, e.Err = alerts.Rejected, "redirects", fmt.Errorf("the receiver points elsewhere (%s) and redirects are not followed: enter its final URL", a.Line)
	default:
		e.Reason, e.Code, e.Err = alerts.Rejected, "rejected", fmt.Errorf("the receiver rejected the message (%s)", a.Line)
	}
	return e
}
