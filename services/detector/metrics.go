package detector

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	documents prometheus.Counter
	mentions  *prometheus.CounterVec
}

func newMetrics(r prometheus.Registerer) metrics {
	m := metrics{
		documents: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "namedrop_documents_detected_total", Help: "Documents that went through detection.",
		}),
		mentions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_mentions_total", Help: "Mentions by what happened to them.",
		}, []string{"what"}),
	}
	r.MustRegister(m.documents, m.mentions)
	return m
}
