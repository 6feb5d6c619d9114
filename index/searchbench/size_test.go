package searchbench

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

func TestRatio(t *testing.T) {
	x, err := search.Open(filepath.Join(t.TempDir(), "s"), search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	var batch []index.Entry
	text := 0
	for e := range (Archive{Seed: 1, Passages: 28000, Months: 1}).Entries() {
		batch = append(batch, e)
		text += Bytes(e)
	}
	started := time.Now()
	if err := x.Put(context.Background(), batch); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(started), float64(text)/1e6/time.Since(started).Seconds(), "MB/s")
	if err := x.Compact(context.Background()); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * time.Second)
	st, _ := x.Stats()
	t.Logf("%d bytes of text, %.2f", text, float64(st.Bytes)/float64(text))
	t.Log(st)
}
