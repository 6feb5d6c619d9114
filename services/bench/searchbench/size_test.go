package searchbench

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/indextest/archive"
	"github.com/namedrop/namedrop/index/search"
)

func entries(passages, months int) (list []index.Entry, text int) {
	for e := range (archive.Archive{Seed: 1, Passages: passages, Months: months}).Entries() {
		list = append(list, e)
		text += archive.Bytes(e)
	}
	return list, text
}

// BenchmarkPut indexes a small archive and reports the index's size relative to its text.
func BenchmarkPut(b *testing.B) {
	list, text := entries(10_000, 2)
	b.SetBytes(int64(text))
	for b.Loop() {
		x, err := search.Open(b.TempDir(), search.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := x.Put(context.Background(), list); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := x.Compact(context.Background()); err != nil {
			b.Fatal(err)
		}
		time.Sleep(time.Second) // replaced segments are removed a moment later
		if st, err := x.Stats(); err == nil {
			b.ReportMetric(float64(st.Bytes)/float64(text), "index/text")
		}
		x.Close()
		b.StartTimer()
	}
}

// BenchmarkBare and BenchmarkStock are the floors for BenchmarkPut.
func BenchmarkBare(b *testing.B)  { benchmarkFloor(b, Bare) }
func BenchmarkStock(b *testing.B) { benchmarkFloor(b, Stock) }

func benchmarkFloor(b *testing.B, write func(context.Context, string, []index.Entry) error) {
	list, text := entries(10_000, 2)
	b.SetBytes(int64(text))
	for b.Loop() {
		if err := write(context.Background(), b.TempDir(), list); err != nil {
			b.Fatal(err)
		}
	}
}

// The plain floor does its work: every passage can be found, by words in other forms too.
func TestStockIsAnIndex(t *testing.T) {
	said := index.Passage{ID: "d-1", Document: "d", Number: 1, Language: "en", Text: "They compared prices."}
	list, _ := entries(100, 2)
	list = append(list, index.Entry{Document: "d", Month: list[0].Month, Title: "Talk", Passages: []index.Passage{said}})
	dir := t.TempDir()
	if err := Stock(t.Context(), dir, list); err != nil {
		t.Fatal(err)
	}
	months := map[string]int{}
	for _, e := range list {
		months[e.Month] += len(e.Passages)
	}
	for month, want := range months {
		b, err := bleve.Open(filepath.Join(dir, month))
		if err != nil {
			t.Fatal(err)
		}
		if n, err := b.DocCount(); err != nil || int(n) != want {
			t.Errorf("%s has %d passages, %d were written; %v", month, n, want, err)
		}
		q := bleve.NewMatchQuery("pricing compare")
		q.SetField("s")
		q.Analyzer = "en"
		r, err := b.Search(bleve.NewSearchRequest(q))
		if err != nil || month == list[0].Month && (len(r.Hits) == 0 || r.Hits[0].ID != said.ID) {
			t.Errorf("%s: %v, %v", month, r, err)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSameSeedSameArchive(t *testing.T) {
	a, n := entries(300, 3)
	b, m := entries(300, 3)
	if n != m || len(a) != len(b) || a[len(a)-1].Passages[0].Text != b[len(b)-1].Passages[0].Text {
		t.Error("the same seed made two archives")
	}
}
