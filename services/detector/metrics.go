package detector

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	documents prometheus.Counter
	mentions  *prometheus.CounterVec
}

func newMetrics(r prometheus.Registerer) (metrics, error) {
	m := metrics{
		documents: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "namedrop_documents_detected_total", Help: "Documents that went through detection.",
		}),
		mentions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_mentions_total", Help: "Mentions that appeared, were amended or were removed.",
		}, []string{"what"}),
	}
	for _, c := range []prometheus.Collector{m.documents, m.mentions} {
		if err := r.Register(c); err != nil {
			return m, fmt.Errorf("registering metrics: %w", err)
		}
	}
	return m, nil
}
