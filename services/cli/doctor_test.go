package cli

import (
	"strings"
	"testing"
	"time"
)

// What waits for the bus is a fault by how long it waits, not by how much it is.
func TestAWaitingOutboxIsSaid(t *testing.T) {
	for _, c := range []struct {
		waiting int
		oldest  time.Duration
		ok      bool
		says    string
	}{
		{0, 0, true, "keeps up"},
		{1, 200 * time.Millisecond, true, "1 message waits"},
		{20_000, 10 * time.Second, true, "20000 messages wait for the bus, the oldest for 10s"},
		{698, 5 * time.Minute, false, "698 messages wait for the bus, the oldest for 5m0s"},
		{1, 2 * time.Minute, false, "full disk"},
	} {
		f := outbox(c.waiting, c.oldest)
		if f.OK != c.ok || !strings.Contains(f.Detail, c.says) {
			t.Errorf("%d waiting for %s: ok %t, %q", c.waiting, c.oldest, f.OK, f.Detail)
		}
	}
}
