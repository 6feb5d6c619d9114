package alerts

import "time"

// waits are the pauses between one try and the next, as the Standard Webhooks
// specification suggests: ten tries over a little more than three days.
var waits = [...]time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
	10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// MaxAttempts is how often a message is tried before it is given up.
const MaxAttempts = len(waits) + 1

// maxFewAttempts is for what time alone seldom mends: an address that is refused, a message that
// can't be sent at all. Whatever a receiver answers may be over in an hour: a proxy says
// "not found" while what stands behind it is being replaced. It is also for messages that
// may have arrived where the receiver can't recognize a repeat.
const maxFewAttempts = 3

// maxRetryAfter caps what a receiver may ask for, so that a wrong header can't
// park a message for a year.
const maxRetryAfter = 24 * time.Hour

// NextTry says when to try again after the attempts made so far, the last of which
// failed with err, and whether to try at all: false makes the delivery a dead letter.
// spread, from 0 up to 1, is the caller's dice: it moves the pause by up to a tenth
// either way, so that a receiver that comes back isn't met by everything at once. A
// receiver's Retry-After is kept to, and never shortened by the dice.
func NextTry(attempts int, err *SendError, spread float64) (time.Duration, bool) {
	limit := MaxAttempts
	switch {
	case err.Reason == GoneAway, err.Final:
		return 0, false
	case err.Reason == Refused, err.Reason == Rejected && err.Status == 0, err.Unknown:
		limit = maxFewAttempts
	}
	if attempts >= limit {
		return 0, false
	}
	wait := waits[max(attempts, 1)-1]
	wait += time.Duration((spread - 0.5) / 5 * float64(wait))
	return max(wait, min(err.RetryAfter, maxRetryAfter)), true
}
