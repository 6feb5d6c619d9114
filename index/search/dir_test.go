package search_test

import (
	"os"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/index/search/query"
)

func tempDir(t *rapid.T) string {
	dir, err := os.MkdirTemp("", "search")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func parseAt(s string) (query.Query, error) { return query.ParseAt(s, noon) }
