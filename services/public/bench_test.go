package public

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// BenchmarkCollect sends reports over HTTP, by turns to a handler that only answers 204 and to ours.
// "of-bare" is the share of the former's rate that ours has. It should be at least .5.
func BenchmarkCollect(b *testing.B) {
	c := shop(b, ledgertest.Open(b), time.Now)
	start := func(h http.Handler) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		srv := &http.Server{Handler: h, ReadHeaderTimeout: time.Second}
		go func() { _ = srv.Serve(l) }()
		b.Cleanup(func() { srv.Close() })
		return "http://" + l.Addr().String() + "/collect"
	}
	bare := start(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	ours := start(handler(prometheus.NewCounterVec(prometheus.CounterOpts{Name: "x"}, []string{"code"}), c, nil))
	body := []byte(`{"f":"shop","p":"/blog/2026/a-long-title","r":"www.google.com","s":"","m":""}`)
	client := &http.Client{}
	n := 0
	post := func(url string) time.Duration {
		began := time.Now()
		for range 200 {
			req, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
			if err != nil {
				b.Fatal(err)
			}
			n++
			req.Header.Set("User-Agent", browser)
			req.Header.Set("Origin", "https://shop.example")
			req.Header.Set("X-Forwarded-For", net.IPv4(203, byte(n>>16), byte(n>>8), byte(n)).String())
			resp, err := client.Do(req)
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		return time.Since(began)
	}
	var theirs, own time.Duration
	for b.Loop() {
		theirs += post(bare)
		own += post(ours)
	}
	b.ReportMetric(float64(theirs)/float64(own), "of-bare")
}
