package crawler

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
)

// filter is what one source of a stream takes from it.
type filter struct {
	source string
	words  []string // of its query, folded: what must be in a document beside a brand
}

func newFilters(sources []feeds.Source) []filter {
	out := make([]filter, len(sources))
	for i, s := range sources {
		out[i] = filter{s.ID, foldedWords(s.Query)}
	}
	return out
}

// keep returns the sources that a document belongs to: of those that listen, the ones whose
// words are all in it, and none at all where it can't name a brand. It is called for
// everything that a network publishes, before any of it is stored.
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

// words are the folded words of a text.
func foldedWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
