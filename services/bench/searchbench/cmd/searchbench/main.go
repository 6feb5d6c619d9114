// Command searchbench measures the search index; see package searchbench.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/namedrop/namedrop/services/bench/searchbench"
)

func main() {
	o := searchbench.Options{Out: os.Stdout}
	flag.IntVar(&o.Passages, "passages", 1_000_000, "passages to make")
	flag.IntVar(&o.Rounds, "rounds", 300, "searches of each kind")
	flag.Uint64Var(&o.Seed, "seed", 1, "seed of the archive")
	flag.BoolVar(&o.FTS, "fts", true, "compare with SQLite FTS5")
	flag.StringVar(&o.Data, "data", "", "folder of open documents in JSON Lines to add")
	flag.StringVar(&o.Dir, "dir", "", "keep the indexes here, and search those of the last run if there are any")
	out := flag.String("out", "", "write the report to this file as well")
	flag.Parse()
	if err := run(o, *out); err != nil {
		fmt.Fprintln(os.Stderr, "searchbench:", err)
		os.Exit(1)
	}
}

func run(o searchbench.Options, out string) (err error) {
	if out != "" {
		f, err := os.Create(out)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		o.Out = io.MultiWriter(o.Out, f)
	}
	if o.Dir == "" {
		if o.Dir, err = os.MkdirTemp("", "searchbench"); err != nil {
			return err
		}
		defer os.RemoveAll(o.Dir)
	}
	return searchbench.Run(context.Background(), o)
}
