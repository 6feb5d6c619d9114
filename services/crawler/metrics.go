package crawler

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	reads     *prometheus.CounterVec
	documents *prometheus.CounterVec
	parts     *prometheus.CounterVec
	removed   prometheus.Counter
}

func newMetrics(r prometheus.Registerer) metrics {
	m := metrics{
		reads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_source_reads_total", Help: "Reads of sources by how they ended.",
		}, []string{"outcome"}),
		documents: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_documents_saved_total", Help: "Documents written to the ledger.",
		}, []string{"kind", "what"}),
		parts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_parts_total", Help: "Tries to fill a part of a document, such as its transcript, by how they ended.",
		}, []string{"part", "outcome"}),
		removed: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "namedrop_documents_removed_total", Help: "Documents removed since their network says they are gone.",
		}),
	}
	r.MustRegister(m.reads, m.documents, m.parts, m.removed)
	return m
}
