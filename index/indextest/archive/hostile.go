package archive

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/index/search"
	"github.com/namedrop/namedrop/index/search/query"
)

// Hostile is a query that could delay the others.
type Hostile struct{ Name, Query string }

// HostileQueries are long, wide, deep, broken, or match everything.
func HostileQueries() []Hostile {
	words := Vocabulary(1)[:2000]
	each := func(n int, sign, between string) string {
		return strings.Join(words[100:100+n], sign+between) + sign
	}
	return []Hostile{
		{"100 KB of words", strings.Repeat("acme ", 20_480)},
		{"100 KB of one word", strings.Repeat("a", 102_400)},
		{"19 KB of one word", strings.Repeat("a", 19_000)},
		{"1,000 clauses with OR", each(1000, "", " OR ")},
		{"1,000 clauses with AND", each(1000, "", " ")},
		{"1,001 clauses", each(1001, "", " ")},
		{"*", "*"},
		{"a*", "a*"},
		{"a star on every word", strings.Repeat("a* b* c* ", 10)},
		{"~2 on every word", each(32, "~2", " OR ")},
		{"~2 on every short word", "the~2 to~1 and~2 have~2 with~2 this~2 they~2 what~2 there~2 about~2"},
		{"~2 on too many words", each(33, "~2", " ")},
		{"unbalanced, open", strings.Repeat("(", 10_000)},
		{"unbalanced, closed", strings.Repeat("(a ", 40) + strings.Repeat(")", 41)},
		{"control characters", "ac\x00me \x1b[31m the"},
		{"not UTF-8", "\xff\xfe the"},
		{"NEAR on NEAR", "the" + strings.Repeat(" NEAR/100 to", 300)},
		{"stars near stars", "a* NEAR/100 b* NEAR/100 c*"},
		{"a hundred minus signs", strings.Repeat("-", 100) + "the"},
		{"a thousand quotes", strings.Repeat(`"the to" `, 999)},
		{"hyphens", strings.Repeat("a-b-", 400) + "c"},
		{"raw frequent words", `raw:"the to and"`},
		{"all but a frequent word", "-the"},
	}
}

// AskHostile runs a hostile query in both orders and for totals. It returns how it ended
// (with an answer, refused by the parser, or given up; anything else is an error) and
// what the slowest of the three took.
func AskHostile(ctx context.Context, x *search.Index, h Hostile) (ended string, slowest time.Duration, err error) {
	started := time.Now()
	q, err := query.Parse(h.Query)
	slowest = time.Since(started)
	var mistake *query.Error
	if errors.As(err, &mistake) {
		return "refused", slowest, nil
	}
	if err != nil {
		return "", 0, err
	}
	r := search.Request{Query: q, Relax: true}
	ended = "answered"
	for _, ask := range []func() error{
		func() error { _, err := x.Search(ctx, r); return err },
		func() error { r := r; r.Order = search.Relevance; _, err := x.Search(ctx, r); return err },
		func() error { _, err := x.Totals(ctx, r); return err },
	} {
		started := time.Now()
		err := ask()
		slowest = max(slowest, time.Since(started))
		switch {
		case errors.Is(err, search.ErrTooCostly):
			ended = "given up"
		case err != nil:
			return "", 0, fmt.Errorf("%s: no clear refusal: %w", h.Name, err)
		}
	}
	return ended, slowest, nil
}
