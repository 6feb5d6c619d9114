package searchbench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

// Options of a run.
type Options struct {
	Passages int
	Seed     uint64
	Rounds   int    // searches of each class
	Dir      string // for the indexes; removed by the caller
	FTS      bool   // compare with SQLite FTS5
	Data     string // a folder of open documents in JSON Lines to add, or ""
	Out      io.Writer
}

// class is a kind of search that is measured.
type class struct {
	name string
	goal string
	ask  func(i int) error
}

// Run builds the archive and prints the tables.
func Run(ctx context.Context, o Options) error {
	x, err := search.Open(filepath.Join(o.Dir, "search"), search.Options{Budget: time.Minute})
	if err != nil {
		return err
	}
	defer x.Close()
	a := Archive{Seed: o.Seed, Passages: o.Passages}
	var f *fts
	if o.FTS {
		if f, err = openFTS(filepath.Join(o.Dir, "fts.db")); err != nil {
			return err
		}
	}
	if err := build(ctx, o, a, x, f); err != nil {
		return err
	}
	if f != nil { // not in memory while ours is measured
		if err := f.db.Close(); err != nil {
			return err
		}
	}
	if err := x.Warm(ctx); err != nil {
		return err
	}
	runtime.GC()
	debug.FreeOSMemory()
	mem := watchMemory()
	quiet := measure(o, classes(ctx, o, x), func() ([]func(int) error, func(), error) {
		fmt.Fprintf(o.Out, "\nmemory that is not page cache, peak while searching: %d MB anonymous, of it %d MB in use by Go\n", mem.anonymous.Load()>>20, mem.heap.Load()>>20)
		if !o.FTS {
			return nil, nil, nil
		}
		f, err := openFTS(filepath.Join(o.Dir, "fts.db"))
		if err != nil {
			return nil, nil, err
		}
		return theirs(o, f), func() { f.db.Close() }, nil
	})

	// The same searches while another writer works at full speed.
	var stop atomic.Bool
	done := make(chan int)
	go func() {
		n := 0
		var batch []index.Entry
		for e := range (Archive{Seed: o.Seed + 1, Passages: o.Passages, Months: 2}).Entries() {
			if stop.Load() {
				break
			}
			if batch = append(batch, e); len(batch) == 60 {
				if x.Put(ctx, batch) != nil {
					break
				}
				n += len(batch)
				batch = batch[:0]
			}
		}
		done <- n
	}()
	fmt.Fprintf(o.Out, "\nwhile indexing at full speed:\n")
	busy := measure(o, classes(ctx, o, x), nil)
	stop.Store(true)
	fmt.Fprintf(o.Out, "%d documents were indexed meanwhile; p99 against quiet:", <-done)
	for i := range busy {
		fmt.Fprintf(o.Out, " %.1f", float64(busy[i])/float64(quiet[i]))
	}
	fmt.Fprintln(o.Out)
	return nil
}

// build fills both engines and says how fast and how large.
func build(ctx context.Context, o Options, a Archive, x *search.Index, f *fts) error {
	var batch []index.Entry
	var text, docs, passages int
	var ours, theirs time.Duration
	flush := func() error {
		started := time.Now()
		if err := x.Put(ctx, batch); err != nil {
			return err
		}
		ours += time.Since(started)
		if f != nil {
			started = time.Now()
			if err := f.put(batch); err != nil {
				return err
			}
			theirs += time.Since(started)
		}
		batch = batch[:0]
		return nil
	}
	n := 0
	entries := a.Entries()
	if o.Data != "" {
		entries = withOpenDocuments(entries, o.Data)
	}
	for e := range entries {
		docs++
		n += len(e.Passages)
		passages += len(e.Passages)
		text += Bytes(e)
		if batch = append(batch, e); n >= 2000 {
			n = 0
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	before, err := x.Stats()
	if err != nil {
		return err
	}
	started := time.Now()
	if err := x.Compact(ctx); err != nil {
		return err
	}
	compacting := time.Since(started)
	time.Sleep(2 * time.Second) // old segments are removed a moment later
	st, err := x.Stats()
	if err != nil {
		return err
	}
	mb := float64(text) / 1e6
	fmt.Fprintf(o.Out, "%d documents, %d passages, %.0f MB of text in %d partitions\n", docs, passages, mb, len(st.Partitions))
	fmt.Fprintf(o.Out, "indexed at %.1f MB/s; index %.2f times the text, %.2f after compaction (%.0f s)\n",
		mb/ours.Seconds(), float64(before.Bytes)/float64(text), float64(st.Bytes)/float64(text), compacting.Seconds())
	if f != nil {
		info, err := os.Stat(filepath.Join(o.Dir, "fts.db"))
		if err != nil {
			return err
		}
		fmt.Fprintf(o.Out, "FTS5 indexed at %.1f MB/s; %.2f times the text\n", mb/theirs.Seconds(), float64(info.Size())/float64(text))
	}
	return nil
}

// measure runs each class, then those of the other engine, and returns the p99s.
func measure(o Options, list []class, other func() ([]func(int) error, func(), error)) []time.Duration {
	type row struct {
		p50, p99 time.Duration
		err      error
	}
	rows := make([]row, len(list))
	p99s := make([]time.Duration, len(list))
	for i, c := range list {
		r := &rows[i]
		r.p50, r.p99, r.err = times(c.ask, o.Rounds)
		p99s[i] = max(1, r.p99)
	}
	var asks []func(int) error
	if other != nil {
		var done func()
		var err error
		if asks, done, err = other(); err != nil {
			fmt.Fprintln(o.Out, err)
		}
		if done != nil {
			defer done()
		}
	}
	fmt.Fprintf(o.Out, "\n%-42s %22s   %8s %8s   %10s %10s\n", "milliseconds", "goal", "p50", "p99", "FTS5 p50", "FTS5 p99")
	for i, c := range list {
		if rows[i].err != nil {
			fmt.Fprintf(o.Out, "%-42s %v\n", c.name, rows[i].err)
			continue
		}
		fmt.Fprintf(o.Out, "%-42s %22s   %8.1f %8.1f", c.name, c.goal, ms(rows[i].p50), ms(rows[i].p99))
		if i < len(asks) && asks[i] != nil {
			if p50, p99, err := times(asks[i], max(10, o.Rounds/10)); err != nil {
				fmt.Fprintf(o.Out, "   %v", err)
			} else {
				fmt.Fprintf(o.Out, "   %10.1f %10.1f", ms(p50), ms(p99))
			}
		}
		fmt.Fprintln(o.Out)
	}
	return p99s
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func times(run func(int) error, rounds int) (p50, p99 time.Duration, err error) {
	if err := run(0); err != nil { // once to warm the caches
		return 0, 0, err
	}
	all := make([]time.Duration, rounds)
	for i := range rounds {
		started := time.Now()
		if err := run(i); err != nil {
			return 0, 0, err
		}
		all[i] = time.Since(started)
	}
	slices.Sort(all)
	return all[len(all)/2], all[min(len(all)-1, len(all)*99/100)], nil
}
