package indexer

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	passages prometheus.Counter
}

func newMetrics(r prometheus.Registerer) (metrics, error) {
	m := metrics{
		passages: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "namedrop_passages_indexed_total", Help: "Passages written to the search index.",
		}),
	}
	if err := r.Register(m.passages); err != nil {
		return m, fmt.Errorf("registering metrics: %w", err)
	}
	return m, nil
}
