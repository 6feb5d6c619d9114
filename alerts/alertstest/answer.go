package alertstest

import (
	"net/http"
	"time"
)

// Answer is how the receiver answers one request.
type Answer struct {
	Status     int // 200 if zero
	Body       string
	RetryAfter string        // the header, verbatim
	Location   string        // for redirects
	Delay      time.Duration // before the answer
	Hang       bool          // never answers, until the client or the receiver closes
}

// OK and Status make answers for a script.
func OK() Answer             { return Answer{Status: http.StatusOK} }
func Status(code int) Answer { return Answer{Status: code} }

func (a Answer) write(w http.ResponseWriter, r *http.Request, closed <-chan struct{}) {
	if a.Hang {
		select {
		case <-r.Context().Done():
		case <-closed:
		}
		panic(http.ErrAbortHandler)
	}
	if a.Delay > 0 {
		select {
		case <-time.After(a.Delay):
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		case <-closed:
			panic(http.ErrAbortHandler)
		}
	}
	if a.RetryAfter != "" {
		w.Header().Set("Retry-After", a.RetryAfter)
	}
	if a.Location != "" {
		w.Header().Set("Location", a.Location)
	}
	w.WriteHeader(a.code())
	_, _ = w.Write([]byte(a.Body))
}

func (a Answer) code() int {
	if a.Status == 0 {
		return http.StatusOK
	}
	return a.Status
}
