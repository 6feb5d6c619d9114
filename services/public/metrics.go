package public

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	requests *prometheus.CounterVec
}

func newMetrics(r prometheus.Registerer) (metrics, error) {
	m := metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_public_requests_total", Help: "Requests to the public side by status.",
		}, []string{"code"}),
	}
	if err := r.Register(m.requests); err != nil {
		return m, fmt.Errorf("registering metrics: %w", err)
	}
	return m, nil
}
