package feeds

import (
	"errors"
	"fmt"
	"maps"
	"time"
)

// FaultKind is the sort of failure. It decides what happens to the source.
type FaultKind string

const (
	FaultTransient   FaultKind = "transient"         // retried with back-off; the source stays healthy
	FaultThrottled   FaultKind = "throttled"         // the host asked for a pause; it gets no request until then
	FaultPaced       FaultKind = "paced"             // not sent, to keep to our own rate for that host; retried after RetryAfter
	FaultQuota       FaultKind = "quota"             // a quota is used up; retried after RetryAfter, when it is renewed
	FaultBlocked     FaultKind = "blocked"           // the host refuses to answer us; retried after hours
	FaultCredentials FaultKind = "needs_credentials" // not retried until the user gives credentials
	FaultGone        FaultKind = "gone"              // the host says that it no longer exists
	FaultAbsent      FaultKind = "absent"            // nothing there, not yet or no longer
	FaultUnparsable  FaultKind = "unparsable"        // an answer that can't be read
	FaultRefused     FaultKind = "refused"           // our guard refuses the address
	FaultTooLarge    FaultKind = "too_large"         // larger than our limit
)

// Fault is the error that every adapter returns. It is logged and shown to the user, so it
// holds no path, query, user name or other secret.
//
// Reason and Help are English. Code identifies the two sentences, and Params holds what is
// filled into them, so that the desk can say the same in the user's language. A code never
// changes its meaning; a sentence may be reworded. feeds/testdata/fault_codes.txt lists all
// codes of this module.
type Fault struct {
	Kind       FaultKind
	Code       string            // "host_unknown"
	Params     map[string]string // what Reason and Help mention beside the host: status, limit, …
	Host       string            // with its port unless that is the scheme's default; may be empty
	Reason     string            // what happened, one sentence without its full stop
	Help       string            // what helps, in sentences; empty where waiting is enough
	RetryAfter time.Duration
	Unsent     bool // no request was sent, so the fault is no evidence against the address
	Err        error
}

// Explain sets what happened and what helps, with the code of these sentences.
func (f *Fault) Explain(code, reason, help string) {
	f.Code, f.Reason, f.Help = code, reason, help
}

// Error returns [Fault.Sentence].
func (f *Fault) Error() string { return f.Sentence() }

// Sentence returns what happened and what helps, for the user and the log.
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
		s += " Namedrop tries again automatically."
	}
	return s
}

// Coded returns the fault's code with its parameters: see [CodeOf].
func (f *Fault) Coded() (code string, params map[string]string) { return CodeOf(f) }

func (f *Fault) Unwrap() error { return f.Err }

// Passes reports whether the failure may go away without anybody doing anything.
func (k FaultKind) Passes() bool {
	switch k {
	case FaultTransient, FaultThrottled, FaultPaced, FaultQuota:
		return true
	}
	return false
}

// FaultOf returns the kind of an error. It is FaultTransient for an error that is not a
// [*Fault], so that nothing is given up for an unknown reason.
func FaultOf(err error) FaultKind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return FaultTransient
}

// RetryAfterOf returns how long to wait before the next attempt, or zero where the error
// doesn't say.
func RetryAfterOf(err error) time.Duration {
	var f *Fault
	if errors.As(err, &f) {
		return f.RetryAfter
	}
	return 0
}

// Unsent reports whether no request was sent: the host is in a pause, a quota is used up, or
// the request would have had to wait too long for its slot.
func Unsent(err error) bool {
	var f *Fault
	return errors.As(err, &f) && (f.Unsent || f.Kind == FaultPaced || f.Kind == FaultQuota)
}

// Explain returns the sentence for the user: that of the fault, without the context that
// callers have put before it.
func Explain(err error) string {
	var f *Fault
	if errors.As(err, &f) {
		return f.Sentence()
	}
	return err.Error()
}

// CodeOf returns the code of a fault and what its sentences are filled with, the host among
// it. Both are empty for an error that is not a [*Fault].
func CodeOf(err error) (code string, params map[string]string) {
	var f *Fault
	if !errors.As(err, &f) || f.Code == "" {
		return "", nil
	}
	params = maps.Clone(f.Params)
	if f.Host != "" {
		if params == nil {
			params = map[string]string{}
		}
		params["host"] = f.Host
	}
	return f.Code, params
}
