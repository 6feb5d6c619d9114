package crawler

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	reads     *prometheus.CounterVec
	documents *prometheus.CounterVec
	parts     *prometheus.CounterVec
	removed   prometheus.Counter
}

func newMetrics(r prometheus.Registerer) (metrics, error) {
	m := metrics{
		reads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_source_reads_total", Help: "Reads of sources by outcome.",
		}, []string{"outcome"}),
		documents: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_documents_saved_total", Help: "Documents saved to the ledger, by kind and whether they were new or changed.",
		}, []string{"kind", "what"}),
		parts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_parts_total", Help: "Attempts to fill a part of a document, for example its transcript, by outcome.",
		}, []string{"part", "outcome"}),
		removed: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "namedrop_documents_removed_total", Help: "Documents deleted because their network deleted them.",
		}),
	}
	for _, c := range []prometheus.Collector{m.reads, m.documents, m.parts, m.removed} {
		if err := r.Register(c); err != nil {
			return m, fmt.Errorf("registering metrics: %w", err)
		}
	}
	return m, nil
}
