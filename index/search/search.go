package search

import (
	"context"
	"errors"
	"time"
)

// Search returns a page of results.
func (x *Index) Search(ctx context.Context, r Request) (Page, error) {
	started := time.Now()
	if err := r.check(); err != nil {
		return Page{}, err
	}
	c, err := readCursor(r.Cursor, r.Order)
	if err != nil {
		return Page{}, err
	}
	var page Page
	var until time.Time
	loose := c != nil && c.Loose
	if !loose {
		page, err = withRetry(x, &until, func() (Page, error) { return x.search(ctx, r, c, &until) })
		loose = c == nil && r.Relax && err == nil && len(page.Results) == 0
	}
	if loose {
		page, err = withRetry(x, &until, func() (Page, error) { return x.searchRelaxed(ctx, r, c, &until) })
	}
	page.Took, page.Rebuilding = since(started), x.Rebuilding()
	if page.Results == nil {
		page.Results = []Result{}
	}
	return page, err
}

// withRetry calls ask again after a damaged partition was set aside: then the search answers
// from the others. The time that the verification took does not count against the budget.
func withRetry[T any](x *Index, until *time.Time, ask func() (T, error)) (T, error) {
	for n := 0; ; n++ {
		answer, err := ask()
		if err == nil || n == maxRetries {
			return answer, err
		}
		if !x.diagnose(err) {
			return answer, err
		}
		*until = time.Time{}
	}
}

// maxRetries is how many damaged partitions one search may run into.
const maxRetries = 4

// searchRelaxed answers a request that nothing matches.
func (x *Index) searchRelaxed(ctx context.Context, r Request, c *cursor, until *time.Time) (Page, error) {
	loose, err := x.relaxed(ctx, r, until)
	if err != nil || loose == nil {
		return Page{}, err
	}
	page, err := x.search(ctx, *loose, c, until)
	if errors.Is(err, ErrTooCostly) {
		return Page{}, nil // nothing matches the query itself; that result is still right
	}
	relaxed := loose.Query.Explanation()
	page.Relaxed, page.Instead = &relaxed, relaxed.String()
	if page.Next != "" {
		next, err := readCursor(page.Next, r.Order)
		if err != nil {
			return Page{}, err
		}
		next.Loose = true
		page.Next = next.String()
	}
	return page, err
}

func (x *Index) search(ctx context.Context, r Request, c *cursor, until *time.Time) (page Page, err error) {
	s, err := x.begin(ctx, r.full(), until)
	if err != nil {
		return Page{}, err
	}
	defer s.end()
	defer s.blame(&err)
	defer recovered("searching", &err)
	defer catchFaults()()
	if r.Order == Relevance {
		return s.ranked(r, c)
	}
	return s.dated(r, c)
}
