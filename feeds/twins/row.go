package twins

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// Row is a recording as a line of a file has it.
type Row struct {
	ID        string  `json:"id"`
	Show      string  `json:"show"`    // of an episode
	Channel   string  `json:"channel"` // of a video
	Title     string  `json:"title"`
	Published string  `json:"published"` // RFC 3339, or the day alone
	Duration  float64 `json:"duration"`  // seconds
}

// Recording returns the recording of a row. A row without a date has none.
func (r Row) Recording() (Recording, error) {
	out := Recording{ID: r.ID, Owner: cmp.Or(r.Show, r.Channel), Title: r.Title, Duration: r.Duration}
	if r.ID == "" {
		return out, errors.New("id is missing")
	}
	if r.Duration < 0 || math.IsNaN(r.Duration) || math.IsInf(r.Duration, 0) {
		return out, fmt.Errorf("duration: %v is not a number of seconds", r.Duration)
	}
	at := strings.TrimSpace(r.Published)
	if at == "" {
		return out, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, at); err == nil {
			out.Published, out.Day = t.UTC(), layout == time.DateOnly
			return out, nil
		}
	}
	return out, fmt.Errorf("published: %q is not a date or a time, as in 2026-03-02 or 2026-03-02T06:00:00Z", at)
}
