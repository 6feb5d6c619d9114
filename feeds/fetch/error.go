package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Kind says what sort of failure it was; it decides what happens to the source.
type Kind string

const (
	Transient        Kind = "transient"         // ask again with back-off; the source stays healthy
	Throttled        Kind = "throttled"         // the host asked for a pause; nobody asks it until then
	Paced            Kind = "paced"             // not sent: our own pace for that host; ask after RetryAfter
	Blocked          Kind = "blocked"           // the host refuses us; ask again in hours
	NeedsCredentials Kind = "needs_credentials" //nolint:gosec // a kind of failure: stop, and ask the user
	Gone             Kind = "gone"              // the host says it is no more
	Absent           Kind = "absent"            // nothing there (yet, or any more)
	Unparsable       Kind = "unparsable"        // an answer, but nothing that can be read
	Refused          Kind = "refused"           // our guard refuses the address
	TooLarge         Kind = "too_large"         // larger than we read
)

// headLength is how much of a bad answer is kept for diagnosis.
const headLength = 4 << 10

// Error is what went wrong with one request. It holds no path, query or user name.
type Error struct {
	Kind       Kind
	Host       string // host, with its port where that is not the scheme's own
	Status     int    // zero when there was no answer
	RetryAfter time.Duration
	Reason     string // what happened, a sentence without its full stop
	Help       string // what helps, a sentence; empty where time alone does
	Header     http.Header
	Head       []byte // first bytes of a bad answer
	Err        error

	noTLS bool // no https connection came about, and http may do
}

// Error says what happened and what helps, for the log and the user alike.
func (e *Error) Error() string { return e.Sentence() }

// Sentence is what the user is told: what happened, and what helps.
func (e *Error) Sentence() string {
	s := e.Reason
	if s == "" {
		s = fmt.Sprintf("%s could not be read (%s)", e.Host, e.Kind)
	}
	s += "."
	switch help := e.Help; {
	case help != "":
		s += " " + help
	case e.Kind == Transient, e.Kind == Throttled, e.Kind == Paced:
		s += " Namedrop asks again by itself."
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of an error that came through the door, or of one made by a reader
// on top of it; Transient for any other, so that nothing is given up for an unknown reason.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Transient
}

// RetryAfterOf is how long the host asked to be left alone; zero if it didn't say.
func RetryAfterOf(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

// Unsent tells that nothing was asked of the host: it had a pause, or its turn was too long
// in coming. Such a try says nothing about the address.
func Unsent(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Kind == Paced || e.Kind == Throttled && e.Status == 0)
}
