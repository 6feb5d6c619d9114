package searchbench

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/indextest/archive"
	"github.com/namedrop/namedrop/index/search"
)

// Options of a run.
type Options struct {
	Passages int
	Seed     uint64
	Rounds   int    // searches of each class
	Dir      string // for the indexes; existing ones are used again
	FTS      bool   // compare with SQLite FTS5
	Data     string // a folder of open documents in JSON Lines to add, or ""
	Out      io.Writer
}

// Run builds the archive in both engines, runs the same queries in each, in ours once more
// while another writer works, and writes a report in Markdown.
func Run(ctx context.Context, o Options) error {
	started := time.Now()
	r := &report{out: o.Out}
	r.machine()
	x, err := search.Open(filepath.Join(o.Dir, "search"), search.Options{})
	if err != nil {
		return err
	}
	defer x.Close()
	if err := build(ctx, o, r, x); err != nil {
		return err
	}
	if err := x.Warm(ctx); err != nil {
		return err
	}
	runtime.GC()
	debug.FreeOSMemory()
	mem := watchMemory()
	list := classes(ctx, o, x)
	quiet, err := measure(list, o.Rounds)
	if err != nil {
		return err
	}
	r.goal("memory that is not page cache, peak while searching", "200 MB", fmt.Sprintf("%d MB, of it %d MB in use by Go", mem.anonymous.Load()>>20, mem.heap.Load()>>20), mem.anonymous.Load()>>20 < 200)
	mem.stop()
	var other []timing
	if o.FTS {
		if other, err = measureFTS(o); err != nil {
			return err
		}
	}
	r.quiet(list, quiet, other)
	bad, err := askAllHostile(ctx, x)
	if err != nil {
		return err
	}
	r.hostile(bad)

	stop := indexAtFullSpeed(ctx, o, x)
	busy, err := measure(list, o.Rounds)
	documents, rate := stop()
	if err != nil {
		return err
	}
	r.busy(list, quiet, busy, documents, rate)
	r.end(time.Since(started))
	return r.err
}

// measureFTS runs the same queries in FTS5, in a tenth of the rounds because it is slow. It
// is opened only now, so that its memory is not counted as ours.
func measureFTS(o Options) ([]timing, error) {
	f, err := openFTS(filepath.Join(o.Dir, "fts.db"))
	if err != nil {
		return nil, err
	}
	defer f.db.Close()
	return measure(theirs(o, f), max(10, o.Rounds/10))
}

// indexAtFullSpeed puts documents until stop is called, which returns how many and how many
// MB of text a second that was.
func indexAtFullSpeed(ctx context.Context, o Options, x *search.Index) (stop func() (documents int, rate float64)) {
	var stopped atomic.Bool
	started := time.Now()
	documents, text := 0, 0
	done := make(chan bool)
	go func() {
		defer close(done)
		var batch []index.Entry
		for e := range (archive.Archive{Seed: o.Seed + 1, Passages: o.Passages, Months: 2}).Entries() {
			if stopped.Load() {
				return
			}
			if batch = append(batch, e); len(batch) < 60 {
				continue
			}
			if x.Put(ctx, batch) != nil {
				return
			}
			documents += len(batch)
			for _, e := range batch {
				text += archive.Bytes(e)
			}
			batch = batch[:0]
		}
	}()
	return func() (int, float64) {
		took := time.Since(started)
		stopped.Store(true)
		<-done
		return documents, float64(text) / 1e6 / took.Seconds()
	}
}
