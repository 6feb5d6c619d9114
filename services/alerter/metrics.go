package alerter

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/alerts"
)

type metrics struct {
	sent    *prometheus.CounterVec   // by channel type
	failed  *prometheus.CounterVec   // by channel type and reason
	dead    prometheus.Counter       // failed deliveries
	took    *prometheus.HistogramVec // duration of one try, by channel type
	latency prometheus.Histogram     // from creating the delivery to its arrival, if the first try succeeded
	skipped prometheus.Counter       // events that could not be read
}

func newMetrics(r prometheus.Registerer) (metrics, error) {
	m := metrics{
		sent: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_alerts_sent_total", Help: "Messages that receivers accepted.",
		}, []string{"channel_type"}),
		failed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "namedrop_alerts_failed_total", Help: "Tries that failed, by reason.",
		}, []string{"channel_type", "reason"}),
		dead: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "namedrop_alerts_dead_total", Help: "Deliveries that failed and won't be tried again.",
		}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "namedrop_alerts_send_seconds", Help: "How long one try took.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"channel_type"}),
		latency: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "namedrop_alerts_latency_seconds", Help: "From matching an event to its message's arrival, where the first try succeeded.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}),
		skipped: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "namedrop_alerts_events_unreadable_total", Help: "Events that could not be read and were skipped.",
		}),
	}
	for _, c := range []prometheus.Collector{m.sent, m.failed, m.dead, m.took, m.latency, m.skipped} {
		if err := r.Register(c); err != nil {
			return m, fmt.Errorf("registering metrics: %w", err)
		}
	}
	return m, nil
}

func (m metrics) observe(kind alerts.ChannelType, a alerts.Attempt) {
	m.took.WithLabelValues(string(kind)).Observe(a.Took.Seconds())
	if a.Reason == "" {
		m.sent.WithLabelValues(string(kind)).Inc()
	} else {
		m.failed.WithLabelValues(string(kind), string(a.Reason)).Inc()
	}
}
