package crawler

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
)

// filter selects the documents of a stream that belong to one source.
type filter struct {
	source string
	words  []string // of the query, folded; a document must contain all of them besides a brand
}

// newFilters returns a filter for each source.
func newFilters(sources []feeds.Source) []filter {
	out := make([]filter, len(sources))
	for i, s := range sources {
		out[i] = filter{s.ID, foldedWords(s.Query)}
	}
	return out
}

// matchingSources returns the ids of the sources that a document belongs to: those whose words
// it contains, all of them and in any order. A document that can't name a brand belongs to no
// source. It is called for everything that a network publishes, before anything is stored, so
// the brands are checked first: that rejects almost all documents without building the set of
// words.
func (c *Crawler) matchingSources(ctx context.Context, filters []filter, d *feeds.Document) []string {
	text := strings.Join([]string{d.Title, d.Notes, d.Body()}, "\n")
	set, err := c.opts.Names.Recent(ctx)
	if err != nil {
		c.opts.Logger.Error("brands unavailable, documents dropped", "error", err)
		return nil
	}
	if !set.Detector.Contains(text) {
		return nil
	}
	in := map[string]bool{}
	for _, word := range foldedWords(text) {
		in[word] = true
	}
	var out []string
	for _, f := range filters {
		if !slices.ContainsFunc(f.words, func(word string) bool { return !in[word] }) {
			out = append(out, f.source)
		}
	}
	return out
}

// dropUnnamed removes the documents that can't name a brand from what a search or a forum listed. Those that
// are stored named one before they were edited, and are removed.
func (c *Crawler) dropUnnamed(ctx context.Context, batch *feeds.Batch) error {
	set, err := c.opts.Names.Recent(ctx)
	if err != nil {
		return fmt.Errorf("loading brands: %w", err)
	}
	batch.Listed = cmp.Or(batch.Listed, len(batch.Documents))
	batch.Documents = slices.DeleteFunc(batch.Documents, func(i feeds.Item) bool {
		named := set.Detector.Contains(strings.Join([]string{i.Title, i.Notes, i.Body()}, "\n"))
		if !named {
			batch.Gone = append(batch.Gone, feeds.Removal{Network: i.Network, Key: i.Key})
		}
		return !named
	})
	return nil
}

// foldedWords returns the words of a text in lower case. A word is a run of letters and digits.
func foldedWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
