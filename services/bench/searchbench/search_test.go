package searchbench

import (
	"context"
	"testing"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

// BenchmarkSearch asks a small archive in each order.
func BenchmarkSearch(b *testing.B) {
	list, _ := entries(20_000, 6)
	x, err := search.Open(b.TempDir(), search.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	if err := x.Put(context.Background(), list); err != nil {
		b.Fatal(err)
	}
	for _, order := range []search.Order{search.Newest, search.Relevance} {
		for _, s := range []string{"customer", "customer pricing", `"one of the"`, "custmer~"} {
			q, err := query.Parse(s)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(string(order)+"/"+s, func(b *testing.B) {
				for b.Loop() {
					if _, err := x.Search(context.Background(), search.Request{Query: q, Order: order}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
