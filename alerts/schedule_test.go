package alerts_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/alerts"
)

func failed(reason alerts.Reason) *alerts.SendError {
	return &alerts.SendError{Reason: reason, Err: errors.New("no")}
}

func TestNextTryFollowsTheSchedule(t *testing.T) {
	want := []string{"5s", "5m0s", "30m0s", "2h0m0s", "5h0m0s", "10h0m0s", "14h0m0s", "20h0m0s", "24h0m0s"}
	for i, w := range want {
		wait, again := alerts.NextTry(i+1, failed(alerts.Server), 0.5)
		if !again || wait.String() != w {
			t.Errorf("after %d tries: %s, %t; want %s", i+1, wait, again, w)
		}
	}
	if _, again := alerts.NextTry(alerts.MaxAttempts, failed(alerts.Server), 0.5); again {
		t.Error("it never gives up")
	}
}

func TestNextTryDependsOnTheReason(t *testing.T) {
	tries := func(reason alerts.Reason) int {
		n := 1
		for again := true; again; n++ {
			if _, again = alerts.NextTry(n, failed(reason), 0); !again {
				break
			}
		}
		return n
	}
	for reason, want := range map[alerts.Reason]int{
		alerts.GoneAway: 1, alerts.Rejected: 3, alerts.Refused: 3, alerts.Auth: 10, alerts.RateLimited: 10,
		alerts.Network: 10, alerts.Timeout: 10, alerts.Server: 10,
	} {
		if got := tries(reason); got != want {
			t.Errorf("%s: tried %d times, want %d", reason, got, want)
		}
	}
}

// By the specification every answer but 2xx and 410 is tried again on the schedule.
func TestEveryAnswerIsTriedAgain(t *testing.T) {
	e := failed(alerts.Rejected)
	e.Status = 404
	if wait, again := alerts.NextTry(alerts.MaxAttempts-1, e, 0.5); !again || wait != 24*time.Hour {
		t.Errorf("a receiver that answers 404 is tried again after %s: %t", wait, again)
	}
	if _, again := alerts.NextTry(alerts.MaxAttempts, e, 0.5); again {
		t.Error("it never gives up")
	}
}

func TestNextTryKeepsToRetryAfter(t *testing.T) {
	e := failed(alerts.RateLimited)
	e.RetryAfter = time.Minute
	if wait, _ := alerts.NextTry(1, e, 0); wait != time.Minute {
		t.Errorf("the receiver asked for a minute and gets %s", wait)
	}
	if wait, _ := alerts.NextTry(3, e, 0.5); wait != 30*time.Minute {
		t.Errorf("a short Retry-After shortened the schedule to %s", wait)
	}
	e.RetryAfter = 365 * 24 * time.Hour
	if wait, _ := alerts.NextTry(1, e, 0); wait != 24*time.Hour {
		t.Errorf("a year asked for, %s given", wait)
	}
}

func TestNextTrySpreadsByATenth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, alerts.MaxAttempts-1).Draw(t, "attempts")
		base, _ := alerts.NextTry(n, failed(alerts.Network), 0.5)
		wait, again := alerts.NextTry(n, failed(alerts.Network), rapid.Float64Range(0, 0.999).Draw(t, "spread"))
		if !again || wait < base*9/10 || wait > base*11/10 {
			t.Fatalf("after %d tries: %s, the schedule says %s", n, wait, base)
		}
	})
}
