package api

import (
	"testing"
	"time"
)

// Percentiles of too few mentions would say more than is known.
func TestLatencyIsUnknownOfTooFew(t *testing.T) {
	delays := func(n int) (out []time.Duration) {
		for i := n; i > 0; i-- {
			out = append(out, time.Duration(i)*time.Second)
		}
		return out
	}
	if v := latencyOf(delays(4)); v.P50 != nil || v.P95 != nil || v.Mentions != 4 {
		t.Errorf("of 4: %+v", v)
	}
	if v := latencyOf(delays(5)); v.P50 == nil || *v.P50 != 3 || v.P95 != nil {
		t.Errorf("of 5: %+v", v)
	}
	if v := latencyOf(delays(20)); *v.P50 != 10 || v.P95 == nil || *v.P95 != 19 {
		t.Errorf("of 20: %+v", v)
	}
}
