package searchbench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
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
	name  string
	goal  string
	ours  func(i int) error
	other func(i int) error
}

// Run builds the archive and prints the tables.
func Run(ctx context.Context, o Options) error {
	x, err := search.Open(filepath.Join(o.Dir, "search"), search.Options{Budget: time.Minute})
	if err != nil {
		return err
	}
	defer x.Close()
	mem := watchMemory()
	a := Archive{Seed: o.Seed, Passages: o.Passages}
	var f *fts
	if o.FTS {
		if f, err = openFTS(filepath.Join(o.Dir, "fts.db")); err != nil {
			return err
		}
		defer f.db.Close()
	}
	if err := build(ctx, o, a, x, f); err != nil {
		return err
	}
	quiet := measure(o, classes(ctx, o, x, f))
	fmt.Fprintf(o.Out, "\nmemory that is not page cache, peak while searching: %d MB of heap and stacks\n", mem.peak()>>20)

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
	busy := measure(o, classes(ctx, o, x, nil))
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

func classes(ctx context.Context, o Options, x *search.Index, f *fts) []class {
	r := rand.New(rand.NewPCG(o.Seed, 9))
	words := Vocabulary(o.Seed)
	law := newZipf(vocabulary)
	var any, frequent, phrases, fuzzy, boolean []string
	for range o.Rounds {
		any = append(any, words[max(30, law.draw(r))])
		frequent = append(frequent, words[20+r.IntN(60)])
		w := words[200+r.IntN(5000)]
		fuzzy = append(fuzzy, w[:len(w)-1])
		boolean = append(boolean, words[30+r.IntN(60)]+" "+words[100+r.IntN(400)])
	}
	for e := range (Archive{Seed: o.Seed, Passages: o.Passages}).Entries() {
		p := e.Passages[len(e.Passages)-1]
		fs := strings.Fields(strings.ToLower(strings.Map(func(c rune) rune {
			if c == '.' {
				return -1
			}
			return c
		}, p.Text)))
		if k := r.IntN(max(1, len(fs)-3)); len(fs) > 3 && r.IntN(5) == 0 {
			phrases = append(phrases, strings.Join(fs[k:k+3], " "))
		}
		if len(phrases) == 20*o.Rounds {
			break
		}
	}
	r.Shuffle(len(phrases), func(i, j int) { phrases[i], phrases[j] = phrases[j], phrases[i] })
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	from, to := now.AddDate(0, -7, -11), now.AddDate(0, -1, -9)
	ask := func(list []string, format string, order search.Order) func(int) error {
		return func(i int) error {
			q, err := query.ParseAt(fmt.Sprintf(format, list[i%len(list)]), now)
			if err != nil {
				return err
			}
			_, err = x.Search(ctx, search.Request{Query: q, Order: order})
			return err
		}
	}
	count := func(list []string) func(int) error {
		return func(i int) error {
			q, err := query.ParseAt(list[i%len(list)], now)
			if err != nil {
				return err
			}
			_, err = x.Totals(ctx, search.Request{Query: q, From: from, To: to}, search.ByKind, search.BySource, search.ByLanguage)
			return err
		}
	}
	other := func(run func(string) error, list []string, format string) func(int) error {
		if f == nil {
			return nil
		}
		return func(i int) error { return run(fmt.Sprintf(format, list[i%len(list)])) }
	}
	var newest, relevance, totals func(string) error
	if f != nil {
		newest, relevance = f.newest, f.relevance
		totals = func(m string) error { return f.totals(m, from.Unix(), to.Unix()) }
	}
	return []class{
		{"newest first, any word, highlights", "p50 < 10, p99 < 50", ask(any, "%s", search.Newest), other(newest, any, "%s")},
		{"newest first, frequent word, highlights", "p99 < 50", ask(frequent, "%s", search.Newest), other(newest, frequent, "%s")},
		{"relevance, frequent word, highlights", "p99 < 40", ask(frequent, "%s", search.Relevance), other(relevance, frequent, "%s")},
		{"relevance, two words, highlights", "", ask(boolean, "%s", search.Relevance), other(relevance, boolean, "%s")},
		{"three-word phrase, newest first", "p99 < 150", ask(phrases, `"%s"`, search.Newest), other(newest, phrases, `"%s"`)},
		{"three-word phrase, relevance", "p99 < 150", ask(phrases, `"%s"`, search.Relevance), other(relevance, phrases, `"%s"`)},
		{"totals, three facets, half a year", "p50 < 60, p99 < 150", count(frequent), other(totals, frequent, "%s")},
		{"fuzzy, newest first", "p99 < 60", ask(fuzzy, "%s~1", search.Newest), nil},
		{"fuzzy, relevance", "p99 < 60", ask(fuzzy, "%s~1", search.Relevance), nil},
	}
}

// measure runs each class and returns its p99.
func measure(o Options, list []class) []time.Duration {
	fmt.Fprintf(o.Out, "\n%-42s %22s   %8s %8s   %10s %10s\n", "milliseconds", "goal", "p50", "p99", "FTS5 p50", "FTS5 p99")
	var out []time.Duration
	for _, c := range list {
		p50, p99, err := times(c.ours, o.Rounds)
		if err != nil {
			fmt.Fprintf(o.Out, "%-42s %v\n", c.name, err)
			out = append(out, 1)
			continue
		}
		fmt.Fprintf(o.Out, "%-42s %22s   %8.1f %8.1f", c.name, c.goal, ms(p50), ms(p99))
		out = append(out, p99)
		if c.other != nil {
			q50, q99, err := times(c.other, max(10, o.Rounds/10))
			if err != nil {
				fmt.Fprintf(o.Out, "   %v", err)
			} else {
				fmt.Fprintf(o.Out, "   %10.1f %10.1f", ms(q50), ms(q99))
			}
		}
		fmt.Fprintln(o.Out)
	}
	return out
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

// memory watches what Go's runtime holds: mapped index files are page cache and not
// in it.
type memory struct{ most atomic.Uint64 }

func watchMemory() *memory {
	m := &memory{}
	go func() {
		var s runtime.MemStats
		for {
			runtime.ReadMemStats(&s)
			if v := s.HeapInuse + s.StackInuse; v > m.most.Load() {
				m.most.Store(v)
			}
			time.Sleep(200 * time.Millisecond)
		}
	}()
	return m
}

func (m *memory) peak() uint64 { return m.most.Load() }
