package post

import (
	"fmt"
	"net/http"

	"github.com/namedrop/namedrop/alerts"
)

// ByStatus says what an answer means where its status is all that counts: any 2xx is a
// success, which is nil.
func ByStatus(a Answer) *alerts.SendError {
	e := &alerts.SendError{Status: a.Status, RetryAfter: a.RetryAfter}
	switch {
	case a.Status/100 == 2:
		return nil
	case a.Status == http.StatusGone:
		e.Reason, e.Err = alerts.GoneAway, fmt.Errorf("the receiver says it is no more (%s)", a.Line)
	case a.Status == http.StatusUnauthorized, a.Status == http.StatusForbidden, a.Status == http.StatusProxyAuthRequired:
		e.Reason, e.Err = alerts.Auth, fmt.Errorf("the receiver doesn't know us (%s)", a.Line)
	case a.Status == http.StatusTooManyRequests:
		e.Reason, e.Err = alerts.RateLimited, fmt.Errorf("the receiver asks for a pause (%s)", a.Line)
	case a.Status == http.StatusRequestTimeout, a.Status == http.StatusTooEarly, a.Status >= 500:
		e.Reason, e.Err = alerts.Server, fmt.Errorf("the receiver is in trouble (%s)", a.Line)
	case a.Status/100 == 3:
		e.Reason, e.Err = alerts.Rejected, fmt.Errorf("the receiver points elsewhere (%s) and redirects are not followed: enter its final URL", a.Line)
	default:
		e.Reason, e.Err = alerts.Rejected, fmt.Errorf("the receiver refuses the message (%s)", a.Line)
	}
	return e
}
