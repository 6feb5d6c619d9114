package alerts

import (
	"strconv"
	"time"
)

// Reason is why a send failed. It decides the retry and labels the metric.
type Reason string

const (
	Rejected    Reason = "rejected"     // the receiver won't take this message
	Auth        Reason = "auth"         // the receiver doesn't know us
	RateLimited Reason = "rate_limited" // later, please
	GoneAway    Reason = "gone"         // the receiver is no more: the channel is switched off
	Network     Reason = "network"
	Timeout     Reason = "timeout"
	Server      Reason = "server"  // 5xx
	Refused     Reason = "refused" // our own guard refused the address
)

// SendError is what a sender returns when a message did not arrive.
type SendError struct {
	Reason     Reason
	Status     int
	Answer     string
	RetryAfter time.Duration // what the receiver asked for, 0 if nothing
	Final      bool          // the same bytes will never be taken, so they aren't sent again
	Unknown    bool          // it may have arrived, and the receiver can't recognize a repeat

	// Code and Params say more finely than Reason what happened, so that the desk can phrase
	// it; Err is the same in English. They may be empty.
	Code   string
	Params map[string]string

	Err error
}

// EndsChannel reports whether nothing more should be sent to the channel: its receiver is
// gone, or refuses us for good.
func (e *SendError) EndsChannel() bool {
	return e.Reason == GoneAway || e.Final && e.Reason == Auth
}

func (e *SendError) Error() string { return string(e.Reason) + ": " + e.Err.Error() }
func (e *SendError) Unwrap() error { return e.Err }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
