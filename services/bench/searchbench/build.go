package searchbench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/indextest/archive"
	"github.com/namedrop/namedrop/index/search"
)

// build fills both engines and reports how fast and how large they are.
func build(ctx context.Context, o Options, r *report, x *search.Index) (err error) {
	if st, err := x.Stats(); err != nil || st.Passages > 0 {
		return err // made by an earlier run
	}
	var f *fts
	if o.FTS {
		if f, err = openFTS(filepath.Join(o.Dir, "fts.db")); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.db.Close()) }()
	}
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
	entries := archive.Archive{Seed: o.Seed, Passages: o.Passages}.Entries()
	if o.Data != "" {
		entries = withOpenDocuments(entries, o.Data)
	}
	for e := range entries {
		docs++
		n += len(e.Passages)
		passages += len(e.Passages)
		text += archive.Bytes(e)
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
	ratio := float64(st.Bytes) / float64(text)
	r.line("%d documents, %d passages, %.0f MB of text in %d partitions, indexed at %.1f MB/s, compacted in %.0f s.", docs, passages, mb, len(st.Partitions), mb/ours.Seconds(), compacting.Seconds())
	if f != nil {
		info, err := os.Stat(filepath.Join(o.Dir, "fts.db"))
		if err != nil {
			return err
		}
		r.line("FTS5 indexed the same passages at %.1f MB/s; %.2f times the text.", mb/theirs.Seconds(), float64(info.Size())/float64(text))
	}
	r.goal("index by its text after compaction", "3", fmt.Sprintf("%.2f (%.2f before)", ratio, float64(before.Bytes)/float64(text)), ratio < 3)
	return nil
}
