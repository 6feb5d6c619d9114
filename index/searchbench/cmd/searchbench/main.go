// Command searchbench measures the search index; see package searchbench.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/namedrop/namedrop/index/searchbench"
)

func main() {
	o := searchbench.Options{Out: os.Stdout}
	flag.IntVar(&o.Passages, "passages", 1_000_000, "passages to make")
	flag.IntVar(&o.Rounds, "rounds", 300, "searches of each kind")
	flag.Uint64Var(&o.Seed, "seed", 1, "seed of the archive")
	flag.BoolVar(&o.FTS, "fts", true, "compare with SQLite FTS5")
	flag.StringVar(&o.Data, "data", "", "folder of open documents in JSON Lines to add")
	flag.StringVar(&o.Dir, "dir", "", "keep the indexes here, and search those of the last run if there are any")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "searchbench:", err)
		os.Exit(1)
	}
}

func run(o searchbench.Options) error {
	if o.Dir != "" {
		return searchbench.Run(context.Background(), o)
	}
	dir, err := os.MkdirTemp("", "searchbench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	o.Dir = dir
	return searchbench.Run(context.Background(), o)
}
