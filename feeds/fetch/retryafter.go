package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter limits what a host may ask for, so that a host with a wrong clock can't stop a
// source for years.
const maxRetryAfter = 24 * time.Hour

// RetryAfter returns the wait that a Retry-After header asks for, in seconds or as an HTTP
// date. It is zero where the header is missing or can't be read, and never more than a day.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if s, err := strconv.ParseFloat(v, 64); err == nil {
		switch {
		case !(s > 0): // NaN too
			return 0
		case s >= maxRetryAfter.Seconds():
			return maxRetryAfter
		}
		return time.Duration(s * float64(time.Second))
	}
	at, err := http.ParseTime(v)
	if err != nil { // with an offset in place of GMT
		at, err = time.Parse("Mon, 2 Jan 2006 15:04:05 -0700", v)
	}
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}
