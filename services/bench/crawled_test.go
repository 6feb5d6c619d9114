package bench

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

const (
	shows     = 600
	perSecond = 20
)

// BenchmarkCrawledToWebhook runs the whole app, crawler and all, on shows that fall due at 20 a second, each
// with one new episode whose transcript names the brand. It measures from the end of
// the transcript's body to the arrival of its signed webhook.
func BenchmarkCrawledToWebhook(b *testing.B) {
	for b.Loop() {
		took := crawledToWebhook(b)
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		b.ReportMetric(float64(len(took)), "webhooks")
	}
}

// stopwatch records when each episode's body was sent and when its webhook arrived.
type stopwatch struct {
	mu   sync.Mutex
	sent map[string]time.Time
	took []time.Duration
	done chan struct{}
}

func (s *stopwatch) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host := strings.Split(r.Host, ":")[0]
	switch r.URL.Path {
	case "/feed.xml":
		fmt.Fprintf(w, `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Show %s</title><item>
<title>Today</title><guid>one-%s</guid><pubDate>%s</pubDate><enclosure url="http://%s/a.mp3" type="audio/mpeg" length="1"/>
<podcast:transcript url="http://%s/t.vtt" type="text/vtt"/></item></channel></rss>`, host, host, time.Now().UTC().Format(time.RFC1123Z), r.Host, r.Host)
	case "/t.vtt":
		io.WriteString(w, "WEBVTT\n\n")
		for i := range 900 {
			line := "and so we talk about what the team has learnt this week"
			if i == 450 {
				line = "we moved all of it over to Quillmark " + host + " last spring"
			}
			fmt.Fprintf(w, "%02d:%02d:%02d.000 --> %02d:%02d:%02d.500\n%s\n\n", i*4/3600, i*4/60%60, i*4%60, i*4/3600, i*4/60%60, i*4%60+3, line)
		}
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		s.mu.Lock()
		s.sent[host] = time.Now()
		s.mu.Unlock()
	case "/hook":
		at := time.Now()
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		for h, sent := range s.sent {
			if strings.Contains(string(body), "Quillmark "+h+" ") {
				s.took = append(s.took, at.Sub(sent))
				delete(s.sent, h)
				break
			}
		}
		if len(s.took) == shows {
			close(s.done)
		}
		s.mu.Unlock()
	}
}

func crawledToWebhook(b *testing.B) []time.Duration {
	b.Helper()
	l, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		b.Fatal(err)
	}
	watch := &stopwatch{sent: map[string]time.Time{}, done: make(chan struct{})}
	s := &http.Server{Handler: watch}
	go s.Serve(l)
	defer s.Close()
	port := l.Addr().(*net.TCPAddr).Port

	c := config.Default()
	c.Data, c.Desk.Listen, c.NATS.Listen = b.TempDir(), "127.0.0.1:0", "off"
	c.Fetch.AllowPrivate = feedstest.Loopback()
	seedShows(b, c.Data, port)
	a, err := app.New(b.Context(), app.Options{Config: c, Services: app.All(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	select {
	case <-watch.done:
	case <-time.After(shows/perSecond*time.Second + 30*time.Second):
		b.Logf("only %d of %d webhooks came", len(watch.took), shows)
	}
	cancel()
	if err := <-ended; err != nil {
		b.Error(err)
	}
	if err := a.Stop(context.Background()); err != nil {
		b.Error(err)
	}
	watch.mu.Lock()
	defer watch.mu.Unlock()
	if len(watch.took) == 0 {
		b.Fatal("no webhook came")
	}
	return watch.took
}

// seedShows makes shows that were read before and fall due one after another.
func seedShows(b *testing.B, dir string, port int) {
	b.Helper()
	l, err := ledger.Open(b.Context(), ledger.Options{URL: filepath.Join(dir, "namedrop.db")})
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	err = l.Write(b.Context(), func(tx *ledger.Tx) error {
		if _, err := record.PutBrand(b.Context(), tx, index.Brand{ID: "quillmark", Workspace: ledger.DefaultWorkspace, Name: "Quillmark", Active: true}); err != nil {
			return err
		}
		if _, err := record.PutChannel(b.Context(), tx, webhook.Channel("hook", "Hook", fmt.Sprintf("http://127.0.0.1:%d/hook", port),
			"whsec_bmFtZWRyb3AtdGVzdC1zZWNyZXQtMzItYnl0ZXMtbG9uZw==")); err != nil {
			return err
		}
		if _, err := record.PutRule(b.Context(), tx, alerts.Rule{ID: "all", Workspace: ledger.DefaultWorkspace, Name: "All", Channels: []string{"hook"}, Active: true}); err != nil {
			return err
		}
		start, past := time.Now().Add(2*time.Second), time.Now().Add(-time.Hour)
		for n := range shows {
			src, _, err := archive.AddSource(b.Context(), tx, feeds.Source{Type: feeds.PodcastSource, URL: address(n, port), Name: fmt.Sprint("Show ", n)})
			if err != nil {
				return err
			}
			due := start.Add(time.Duration(n) * time.Second / perSecond)
			poll := archive.Poll{State: schedule.State{FirstRead: past, LastRead: past, Due: due, Interval: time.Hour}, Condition: feeds.Condition{Health: feeds.Healthy}}
			if err := archive.SavePoll(b.Context(), tx, archive.SourcePoll, src.ID, poll); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
