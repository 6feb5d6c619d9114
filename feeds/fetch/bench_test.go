package fetch_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

// serve304 answers everything with 304 on every loopback address at one port.
func serve304(b *testing.B) int {
	b.Helper()
	l, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		b.Fatal(err)
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })}
	go s.Serve(l)
	b.Cleanup(func() { s.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

// loopback is the nth address of 127/8, from 127.1.0.1 on.
func loopback(n, port int) string {
	return fmt.Sprintf("http://127.%d.%d.%d:%d/feed", 1+n/62500, n/250%250, 1+n%250, port)
}

const sources = 10_000

// Many sources, each on its own host, all unchanged: what politeness costs, as a ratio to
// a bare client. Run both with -benchtime=1x or more and compare.
func BenchmarkUnchangedSources(b *testing.B) {
	port := serve304(b)
	run := func(b *testing.B, ask func(url string) error) {
		for b.Loop() {
			var next atomic.Int64
			var wg sync.WaitGroup
			for range 32 {
				wg.Go(func() {
					for n := int(next.Add(1)) - 1; n < sources; n = int(next.Add(1)) - 1 {
						if err := ask(loopback(n, port)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
		}
		b.ReportMetric(float64(sources)*float64(b.N)/b.Elapsed().Seconds(), "sources/s")
	}
	b.Run("bare", func(b *testing.B) {
		client := &http.Client{Transport: &http.Transport{MaxIdleConns: 512}}
		defer client.CloseIdleConnections()
		run(b, func(url string) error {
			req, err := http.NewRequest(http.MethodGet, url, nil)
			if err != nil {
				return err
			}
			req.Header.Set("If-None-Match", `"x"`)
			resp, err := client.Do(req)
			if err != nil {
				return err
			}
			io.Copy(io.Discard, resp.Body)
			return resp.Body.Close()
		})
	})
	b.Run("door", func(b *testing.B) {
		d, err := fetch.New(fetch.Options{UserAgent: fetch.UserAgent("bench", "https://namedrop.example/bot"), AllowPrivate: feedstest.Loopback()})
		if err != nil {
			b.Fatal(err)
		}
		defer d.Close()
		run(b, func(url string) error {
			_, err := d.Get(context.Background(), fetch.Request{URL: url, ETag: `"x"`})
			return err
		})
	})
}
