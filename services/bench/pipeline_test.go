package bench

import (
	"slices"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/searchbench"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/ledger"
)

// BenchmarkPipeline is the way from fetched transcripts to published mentions and
// indexed passages, over ledger and bus, beside bare bleve with the same passages and
// partitions: once before and once after it, so that a change of the machine's load
// shows. ratio is the pipeline's rate by the floor's.
func BenchmarkPipeline(b *testing.B) {
	names := brands(40)
	docs := episodes(200, 2, names)
	entries := make([]index.Entry, len(docs))
	for i := range docs {
		entries[i] = passage.Entry(&docs[i], "A show", ledger.Month(docs[i].Published, time.Now()), uint64(i+1), nil)
	}
	var floor, whole time.Duration
	var text int
	bare := func() {
		start := time.Now()
		n, err := searchbench.Bare(b.Context(), b.TempDir(), entries)
		if err != nil {
			b.Fatal(err)
		}
		floor += time.Since(start)
		text = n
	}
	mentions := 0
	for b.Loop() {
		bare()
		took, found := pipeline(b, names, docs)
		whole, mentions = whole+took, found
		bare()
	}
	floor /= 2
	n := float64(b.N) * float64(text) / 1e6
	b.ReportMetric(n/floor.Seconds(), "bare-MB/s")
	b.ReportMetric(n/whole.Seconds(), "pipeline-MB/s")
	b.ReportMetric(floor.Seconds()/whole.Seconds(), "ratio")
	b.ReportMetric(float64(mentions), "mentions")
}

func pipeline(b *testing.B, names []index.Brand, docs []feeds.Document) (time.Duration, int) {
	show := feeds.Source{ID: "show", Key: "show", Type: feeds.ImportSource, Name: "A show"}
	a, stop := run(b, settings(b), app.Services{Detector: true, Indexer: true}, app.Seed{Brands: names, Sources: []feeds.Source{show}})
	defer stop()
	settle(b, a)
	start := time.Now()
	for batch := range slices.Chunk(docs, 50) {
		save(b, a.Ledger(), show.ID, batch)
	}
	settle(b, a)
	took := time.Since(start)
	n, _, err := a.Ledger().CountMentions(b.Context(), ledger.MentionFilter{})
	if err != nil || n == 0 {
		b.Fatalf("%d mentions were found: %v", n, err)
	}
	return took, n
}
