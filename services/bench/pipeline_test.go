package bench

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/searchbench"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/ledger"
)

const (
	transcripts = 800
	rounds      = 3
)

// BenchmarkPipeline is the way from fetched transcripts to published mentions and
// indexed passages, over ledger and bus, beside bare bleve with the same passages and
// partitions. Floor and pipeline take turns, so that a change of the machine's load
// falls on both; each ratio is a pipeline's rate by the mean of the floors on its two
// sides, and their median is told, with all of them. cpu-ratio compares the processor
// time of the two in the same way: other work on the machine moves it less.
//
// In the archive of a monitor most episodes name nobody who is watched: "rare" has one
// in four name a brand. In "dense" each names up to a dozen of forty, so that every text
// is listened to for sound-alikes and brings a dozen events.
func BenchmarkPipeline(b *testing.B) {
	b.Run("rare", func(b *testing.B) { benchmarkPipeline(b, named{share: 0.25, brands: 1}) })
	b.Run("dense", func(b *testing.B) { benchmarkPipeline(b, named{share: 1, brands: 14}) })
}

func benchmarkPipeline(b *testing.B, how named) {
	names := brands(40)
	docs := episodes(transcripts, 2, names, how)
	entries := make([]index.Entry, len(docs))
	for i := range docs {
		entries[i] = passage.Entry(&docs[i], "A show", ledger.Month(docs[i].Published, time.Now()), uint64(i+1), nil)
	}
	text, mentions := 0, 0
	bare := func() cost {
		return measure(func() {
			var err error
			if text, err = searchbench.Bare(b.Context(), b.TempDir(), entries); err != nil {
				b.Fatal(err)
			}
		})
	}
	var floors, ours []cost
	for b.Loop() {
		floors = append(floors, bare())
		for range rounds {
			var c cost
			c, mentions = pipeline(b, names, docs)
			ours, floors = append(ours, c), append(floors, bare())
		}
	}
	var wall, cpu, rate, floor []float64
	for i, o := range ours {
		at := i + i/rounds // a floor more than pipelines in each round
		wall = append(wall, float64(floors[at].wall+floors[at+1].wall)/2/float64(o.wall))
		cpu = append(cpu, float64(floors[at].cpu+floors[at+1].cpu)/2/float64(o.cpu))
		rate = append(rate, float64(text)/1e6/o.wall.Seconds())
	}
	for _, f := range floors {
		floor = append(floor, float64(text)/1e6/f.wall.Seconds())
	}
	b.Logf("ratio %s; pipeline %s MB/s; bare %s MB/s", list(wall), list(rate), list(floor))
	b.ReportMetric(median(floor), "bare-MB/s")
	b.ReportMetric(median(rate), "pipeline-MB/s")
	b.ReportMetric(median(wall), "ratio")
	b.ReportMetric(median(cpu), "cpu-ratio")
	b.ReportMetric(float64(mentions), "mentions")
}

func pipeline(b *testing.B, names []index.Brand, docs []feeds.Document) (cost, int) {
	show := feeds.Source{ID: "show", Key: "show", Type: feeds.ImportSource, Name: "A show"}
	a, stop := run(b, settings(b), app.Services{Detector: true, Indexer: true}, app.Seed{Brands: names, Sources: []feeds.Source{show}})
	defer stop()
	settle(b, a)
	took := measure(func() {
		for batch := range slices.Chunk(docs, 50) {
			save(b, a.Ledger(), show.ID, batch)
		}
		settle(b, a)
	})
	n, _, err := a.Ledger().CountMentions(b.Context(), ledger.MentionFilter{})
	if err != nil || n == 0 {
		b.Fatalf("%d mentions were found: %v", n, err)
	}
	return took, n
}

// cost is what something took of the clock and of the processors.
type cost struct{ wall, cpu time.Duration }

func measure(do func()) cost {
	start, before := time.Now(), processor()
	do()
	return cost{time.Since(start), processor() - before}
}

func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // the arguments are fine
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

func list(v []float64) string {
	var out []string
	for _, f := range v {
		out = append(out, fmt.Sprintf("%.2f", f))
	}
	return strings.Join(out, " ")
}
