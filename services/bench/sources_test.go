package bench

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

const sources = 10_000

// unchanging answers 304 on every address of 127.0.0.0/8 to requests with the validator.
func unchanging(b *testing.B) (port int, asked *atomic.Int64) {
	b.Helper()
	l, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		b.Fatal(err)
	}
	asked = new(atomic.Int64)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != `"one"` {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		asked.Add(1)
		w.WriteHeader(http.StatusNotModified)
	}))
	s.Listener.Close()
	s.Listener = l
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.Start()
	b.Cleanup(s.Close)
	return l.Addr().(*net.TCPAddr).Port, asked
}

func address(i, port int) string {
	return fmt.Sprintf("http://127.%d.%d.%d:%d/feed.xml", 1+i/62500, i/250%250, 1+i%250, port)
}

// BenchmarkTenThousandSources polls sources with an address each, all of which answer 304, with
// throttling on and every position written. It compares that with a bare client with as many
// workers. The two alternate. Each ratio is the crawler's rate divided by the mean of the client's
// rates before and after it; the median is reported, and all ratios are logged.
func BenchmarkTenThousandSources(b *testing.B) {
	port, asked := unchanging(b)
	workers := settings(b).Sources.Workers
	var bare, crawl, ratio []float64
	rate := func(took time.Duration) float64 { return sources / took.Seconds() }
	for b.Loop() {
		bare = append(bare, rate(ask(b, port, workers)))
		for range rounds {
			asked.Store(0)
			ours, before := rate(poll(b, port, asked)), bare[len(bare)-1]
			after := rate(ask(b, port, workers))
			bare, crawl = append(bare, after), append(crawl, ours)
			ratio = append(ratio, ours*(1/before+1/after)/2)
		}
	}
	b.Logf("ratio %s", list(ratio))
	b.ReportMetric(median(bare), "bare/s")
	b.ReportMetric(median(crawl), "crawler/s")
	b.ReportMetric(median(ratio), "ratio")
}

// ask is the floor.
func ask(b *testing.B, port, workers int) time.Duration {
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 100, IdleConnTimeout: time.Second}}
	defer client.CloseIdleConnections()
	jobs := make(chan int, workers)
	var wg sync.WaitGroup
	start := time.Now()
	for range workers {
		wg.Go(func() {
			for i := range jobs {
				req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, address(i, port), nil)
				if err != nil {
					b.Error(err)
					continue
				}
				req.Header.Set("If-None-Match", `"one"`)
				resp, err := client.Do(req)
				if err != nil {
					b.Error(err)
					continue
				}
				_, _ = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
			}
		})
	}
	for i := range sources {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
	return time.Since(start)
}

// poll lets the crawler read every source once and waits for the last cursor.
func poll(b *testing.B, port int, asked *atomic.Int64) time.Duration {
	c := settings(b)
	began := time.Now()
	due(b, filepath.Join(c.Data, "namedrop.db"), port, began)
	start := time.Now()
	a, stop := run(b, c, app.Services{Crawler: true}, app.Seed{})
	defer stop()
	for asked.Load() < sources || left(b, a.Ledger(), began) {
		if time.Since(start) > 5*time.Minute {
			b.Fatalf("%d of %d sources were asked", asked.Load(), sources)
		}
		time.Sleep(20 * time.Millisecond)
	}
	return time.Since(start)
}

// due writes sources that were read before and are due again.
func due(b *testing.B, path string, port int, now time.Time) {
	b.Helper()
	l, err := ledger.Open(b.Context(), ledger.Options{URL: path, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	err = l.Write(b.Context(), func(tx *ledger.Tx) error {
		polls := make(map[string]archive.Poll, sources)
		for i := range sources {
			src, _, err := archive.AddSource(b.Context(), tx, feeds.Source{Type: feeds.PodcastSource, URL: address(i, port), Name: fmt.Sprint("Show ", i)})
			if err != nil {
				return err
			}
			read := now.Add(-time.Hour)
			polls[src.ID] = archive.Poll{
				Position: feeds.Position(`{"etag":"\"one\"","hub":{}}`), State: schedule.State{FirstRead: read, LastRead: read, LastTried: read, Due: now.Add(-time.Minute)},
				Condition: feeds.Condition{Health: feeds.Healthy},
			}
		}
		return archive.SavePolls(b.Context(), tx, archive.SourcePoll, polls)
	})
	if err != nil {
		b.Fatal(err)
	}
}

// left reports whether a source has not been read since the run began.
func left(b *testing.B, l *ledger.Ledger, began time.Time) bool {
	b.Helper()
	// Later than every lease: held sources count as well.
	due, err := archive.NextDue(b.Context(), l, []feeds.SourceType{feeds.PodcastSource}, began.Add(time.Hour))
	if err != nil {
		b.Fatal(err)
	}
	return !due.After(began)
}
