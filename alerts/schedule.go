package alerts

import "time"

// waits are the pauses between attempts, as the Standard Webhooks specification suggests: ten
// attempts over a little more than three days.
var waits = [...]time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
	10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// MaxAttempts is how often a message is sent before its delivery fails.
const MaxAttempts = len(waits) + 1

// maxFewAttempts is the limit for failures that rarely go away: an address that our guard refuses, a
// message that can't be sent at all. Answers of a receiver don't belong to them: a proxy answers
// "not found" while the server behind it is being replaced. The limit is also for messages that may
// have arrived, where the receiver doesn't recognize a repeat.
const maxFewAttempts = 3

// maxRetryAfter limits the pause that a receiver may ask for, so that a wrong header can't delay a
// message for a year.
const maxRetryAfter = 24 * time.Hour

// NextTry returns how long to wait before the next attempt, after the attempts made so far, the
// last of which failed with err. It returns false if there should be no other attempt, which makes
// the delivery failed. spread is a random number in [0, 1). It changes the pause by up to a tenth
// either way, so that a receiver that comes back doesn't get everything at once. The pause is never
// shorter than the receiver's Retry-After.
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
