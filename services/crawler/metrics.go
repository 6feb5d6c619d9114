package crawler

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	reads     *prometheus.CounterVec
	documents *prometheus.CounterVec
	texts     *prometheus.CounterVec
}

func newMetrics(r prometheus.Registerer) metrics {
	m := metrics{
		reads: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_source_reads_total", Help: "Reads of sources by how they ended.",
		}, []string{"outcome"}),
		documents: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_documents_saved_total", Help: "Documents written to the ledger.",
		}, []string{"kind", "what"}),
		texts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_transcripts_total", Help: "Transcripts fetched by how it ended.",
		}, []string{"outcome"}),
	}
	r.MustRegister(m.reads, m.documents, m.texts)
	return m
}
