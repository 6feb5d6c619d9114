package bench

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	texts "github.com/namedrop/namedrop/index/indextest/archive"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/bench/searchbench"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
)

const (
	transcripts = 800
	rounds      = 3
)

// BenchmarkPipeline is the way from fetched transcripts to published mentions and
// indexed passages, over ledger and bus, beside bleve alone with the same passages and
// partitions. Two floors: "bare" is handed its words by the search index's own code,
// "stock" has a mapping and cuts and stems them itself, as bleve's users have it.
//
// Floors and pipeline take turns, so that a change of the machine's load falls on all;
// each ratio is a pipeline's rate by the mean of the floors on its two sides, and their
// median is told, with all of them. The cpu ratios compare the processor time in the
// same way: other work on the machine moves it less.
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
	text := 0
	for i := range docs {
		entries[i] = passage.Entry(&docs[i], "A show", archive.Month(docs[i].Published, time.Now()), uint64(i+1), nil)
		text += texts.Bytes(entries[i])
	}
	floor := func(write func(context.Context, string, []index.Entry) error) cost {
		dir := b.TempDir()
		return measure(func() {
			if err := write(b.Context(), dir, entries); err != nil {
				b.Fatal(err)
			}
		})
	}
	var bare, stock, ours []cost
	floors := func() {
		bare, stock = append(bare, floor(searchbench.Bare)), append(stock, floor(searchbench.Stock))
	}
	mentions := 0
	for b.Loop() {
		bare, stock, ours = nil, nil, nil
		floors()
		for range rounds {
			var c cost
			c, mentions = pipeline(b, names, docs)
			ours = append(ours, c)
			floors()
		}
	}
	tell := func(name string, wall []float64) {
		b.Logf("%s %s", name, list(wall))
		b.ReportMetric(median(wall), name)
	}
	rate := func(c cost) float64 { return float64(text) / 1e6 / c.wall.Seconds() }
	tell("MB/s", each(ours, rate))
	tell("bare-MB/s", each(bare, rate))
	tell("stock-MB/s", each(stock, rate))
	wall := func(c cost) float64 { return c.wall.Seconds() }
	cpu := func(c cost) float64 { return c.cpu.Seconds() }
	tell("ratio", beside(bare, ours, wall))
	tell("cpu-ratio", beside(bare, ours, cpu))
	tell("stock-ratio", beside(stock, ours, wall))
	tell("stock-cpu-ratio", beside(stock, ours, cpu))
	b.ReportMetric(float64(mentions), "mentions")
}

// beside is each of ours by the mean of the two floors round it.
func beside(floors, ours []cost, of func(cost) float64) []float64 {
	out := make([]float64, len(ours))
	for i := range ours {
		out[i] = (of(floors[i]) + of(floors[i+1])) / 2 / of(ours[i])
	}
	return out
}

func each(costs []cost, of func(cost) float64) []float64 {
	out := make([]float64, len(costs))
	for i := range costs {
		out[i] = of(costs[i])
	}
	return out
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
	n, _, err := record.CountMentions(b.Context(), a.Ledger(), record.MentionFilter{})
	if err != nil || n == 0 {
		b.Fatalf("%d mentions were found: %v", n, err)
	}
	return took, n
}

// cost is the wall-clock and processor time of a run.
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
