package feeds

import (
	"errors"
	"fmt"
	"time"
)

// FaultKind says what sort of failure it was; it decides what happens to the source.
type FaultKind string

const (
	FaultTransient   FaultKind = "transient"         // tried again with back-off; the source stays healthy
	FaultThrottled   FaultKind = "throttled"         // the host asked for a pause; nobody asks it until then
	FaultPaced       FaultKind = "paced"             // not sent: our own pace for that host; tried after RetryAfter
	FaultQuota       FaultKind = "quota"             // a quota is used up; tried after RetryAfter, when it is new
	FaultBlocked     FaultKind = "blocked"           // the host refuses us; tried again in hours
	FaultCredentials FaultKind = "needs_credentials" // stops, and the user is asked
	FaultGone        FaultKind = "gone"              // the host says it is no more
	FaultAbsent      FaultKind = "absent"            // nothing there (yet, or any more)
	FaultUnparsable  FaultKind = "unparsable"        // an answer, but nothing that can be read
	FaultRefused     FaultKind = "refused"           // our guard refuses the address
	FaultTooLarge    FaultKind = "too_large"         // larger than we read
)

// Fault is what every adapter returns when something went wrong. It holds no path, query,
// user name or other secret: it is logged, and shown to the user.
type Fault struct {
	Kind       FaultKind
	Host       string // with its port where that is not the scheme's own; may be empty
	Reason     string // what happened, a sentence without its full stop
	Help       string // what helps, a sentence; empty where time alone does
	RetryAfter time.Duration
	Unsent     bool // nothing was asked of the host: such a try says nothing about the address
	Err        error
}

// Error says what happened and what helps, for the log and the user alike.
func (f *Fault) Error() string { return f.Sentence() }

// Sentence is what the user reads: what happened, and what helps.
func (f *Fault) Sentence() string {
	s := f.Reason
	if s == "" {
		s = fmt.Sprintf("%s could not be read (%s)", f.Host, f.Kind)
	}
	s += "."
	switch {
	case f.Help != "":
		s += " " + f.Help
	case f.Kind.Passes():
		s += " Namedrop asks again by itself."
	}
	return s
}

func (f *Fault) Unwrap() error { return f.Err }

// Passes reports whether time alone may cure it.
func (k FaultKind) Passes() bool {
	switch k {
	case FaultTransient, FaultThrottled, FaultPaced, FaultQuota:
		return true
	}
	return false
}

// FaultOf is the kind of an error; FaultTransient for one that is no [*Fault], so that
// nothing is given up for an unknown reason.
func FaultOf(err error) FaultKind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return FaultTransient
}

// RetryAfterOf is how long to wait before the next try; zero if nobody said.
func RetryAfterOf(err error) time.Duration {
	var f *Fault
	if errors.As(err, &f) {
		return f.RetryAfter
	}
	return 0
}

// Unsent reports that nothing was asked of the host: it had a pause, a quota was used up,
// or its turn was too long in coming.
func Unsent(err error) bool {
	var f *Fault
	return errors.As(err, &f) && (f.Unsent || f.Kind == FaultPaced || f.Kind == FaultQuota)
}

// Explain is the sentence for the user: a fault's own words, without who passed it on.
func Explain(err error) string {
	var f *Fault
	if errors.As(err, &f) {
		return f.Sentence()
	}
	return err.Error()
}
