package accesslog_test

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/accesslog"
)

// madeLog returns the log of a day, packed, and its length before that.
func madeLog(lines int) (packed []byte, length int64) {
	random := rand.New(rand.NewPCG(1, 2))
	agents := []string{firefox, chrome, "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
	for i := range 300 {
		agents = append(agents, strings.Replace(chrome, "142.0", fmt.Sprintf("%d.%d", 90+i%50, i), 1))
	}
	referrers := []string{"-", "-", "https://shop.example/pricing", "https://www.google.com/", "https://shop.example/"}
	paths := []string{"/", "/pricing", "/style.css", "/app.js", "/docs/install", "/logo.png", "/blog/2026/a-long-title-of-a-post", "/api/v1/items?id=77"}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	at := time.Date(2026, 11, 19, 0, 0, 0, 0, time.UTC)
	for i := range lines {
		who := i/100 + random.IntN(200) // each visitor comes some twenty times within a while
		line := fmt.Sprintf("198.51.%d.%d - - [%s] \"GET %s HTTP/1.1\" %d %d \"%s\" \"%s\"\n", who/250%250, who%250, at.Add(time.Duration(i)*24*time.Hour/time.Duration(lines)).Format("02/Jan/2006:15:04:05 -0700"),
			paths[random.IntN(len(paths))], 200+100*random.IntN(2), random.IntN(90000), referrers[random.IntN(len(referrers))], agents[who%len(agents)])
		length += int64(len(line))
		_, _ = z.Write([]byte(line))
	}
	_ = z.Close()
	return b.Bytes(), length
}

func scan(b *testing.B, packed []byte) time.Duration {
	began := time.Now()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		b.Fatal(err)
	}
	s := bufio.NewScanner(z)
	s.Buffer(make([]byte, 64<<10), 64<<10)
	for s.Scan() {
		_ = s.Bytes()
	}
	return time.Since(began)
}

// BenchmarkSamples reads a packed log, and compares that with reading only its lines: "of-scan" is the
// share of that speed. It should be at least .25.
func BenchmarkSamples(b *testing.B) {
	packed, length := madeLog(300_000)
	b.SetBytes(length)
	var bare, full time.Duration
	f := accesslog.New(func() time.Time { return now }, nil)
	for b.Loop() {
		bare += scan(b, packed)
		began := time.Now()
		if _, err := f.Samples(b.Context(), bytes.NewReader(packed), feeds.Mapping{Hosts: []string{"shop.example"}}, func([]feeds.Sample) error { return nil }); err != nil {
			b.Fatal(err)
		}
		full += time.Since(began)
	}
	b.ReportMetric(float64(bare)/float64(full), "of-scan")
}
