package alerts

import (
	"strconv"
	"time"
)

// Reason is the class of a failed attempt. It decides the retry and labels the metric.
type Reason string

const (
	Rejected    Reason = "rejected"     // the receiver doesn't accept this message
	Auth        Reason = "auth"         // the receiver doesn't accept our credentials
	RateLimited Reason = "rate_limited" // the receiver asks for a pause
	GoneAway    Reason = "gone"         // the receiver no longer exists: the channel is switched off
	Network     Reason = "network"
	Timeout     Reason = "timeout"
	Server      Reason = "server"  // 5xx
	Refused     Reason = "refused" // our own guard refuses the address
)

// SendError is returned when a message did not arrive. Err is the English text. Code and Params
// are the same for the desk to phrase in the user's language: see [feeds.Fault], whose codes they
// are where the network failed. The codes of answers are listed in docs/adding-channel.md.
type SendError struct {
	Reason     Reason
	Code       string
	Params     map[string]string
	Status     int
	Answer     string
	RetryAfter time.Duration // the pause that the receiver asked for; 0 if none
	Final      bool          // the receiver will never accept these bytes, so they aren't sent again
	Unknown    bool          // it may have arrived, and the receiver doesn't recognize a repeat
	Err        error
}

// EndsChannel reports whether nothing more should be sent to the channel, because its receiver is
// gone or will never accept our credentials.
func (e *SendError) EndsChannel() bool {
	return e.Reason == GoneAway || e.Final && e.Reason == Auth
}

func (e *SendError) Error() string { return string(e.Reason) + ": " + e.Err.Error() }
func (e *SendError) Unwrap() error { return e.Err }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
