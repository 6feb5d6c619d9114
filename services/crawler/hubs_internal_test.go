package crawler

import (
	"testing"
	"time"
)

// A source that a hub tells about is read later, but never later than six hours from now or than the end of the hub's lease.
func TestRelaxed(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct{ due, told, want time.Duration }{
		"no lease":          {time.Hour, 0, time.Hour},
		"an ended lease":    {time.Hour, -time.Minute, time.Hour},
		"a lease":           {time.Hour, 240 * time.Hour, 4 * time.Hour},
		"six hours":         {3 * time.Hour, 240 * time.Hour, 6 * time.Hour},
		"planned for later": {24 * time.Hour, 240 * time.Hour, 24 * time.Hour},
		"ends in between":   {time.Hour, 2 * time.Hour, 2 * time.Hour},
		"ends before":       {time.Hour, time.Minute, time.Hour},
	} {
		if got := relaxed(now.Add(tt.due), now, now.Add(tt.told)).Sub(now); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
