package alerter_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
)

// BenchmarkMentionToWebhook is the time from the commit of a mention's event to its
// webhook's arrival, at 20 mentions a second.
func BenchmarkMentionToWebhook(b *testing.B) {
	w := newWorld(b)
	r := w.receiver("c1", 0)
	w.start()
	sent := map[string]time.Time{}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	n := 0
	for b.Loop() {
		<-tick.C
		id := fmt.Sprint("m", n)
		w.announce(alerts.Found, id, 1)
		sent[w.sentAs("c1", id)] = time.Now()
		n++
	}
	in := w.arrived(r, n)
	took := make([]time.Duration, len(in))
	for i, req := range in {
		took[i] = req.At.Sub(sent[req.ID])
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
