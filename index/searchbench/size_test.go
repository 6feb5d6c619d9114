package searchbench

import (
	"context"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

func entries(passages, months int) (list []index.Entry, text int) {
	for e := range (Archive{Seed: 1, Passages: passages, Months: months}).Entries() {
		list = append(list, e)
		text += Bytes(e)
	}
	return list, text
}

// BenchmarkPut indexes a small archive, and tells the index's size by its text.
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

// BenchmarkBare is the floor for BenchmarkPut.
func BenchmarkBare(b *testing.B) {
	list, text := entries(10_000, 2)
	b.SetBytes(int64(text))
	for b.Loop() {
		if _, err := Bare(context.Background(), b.TempDir(), list); err != nil {
			b.Fatal(err)
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
