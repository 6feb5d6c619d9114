package crawler

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
)

// wanted is what one source of a stream takes from it.
type wanted struct {
	source string
	words  []string // of its query, folded: what must be in a document beside a brand
}

func wants(sources []feeds.Source) []wanted {
	out := make([]wanted, len(sources))
	for i, s := range sources {
		out[i] = wanted{s.ID, words(s.Query)}
	}
	return out
}

// keep returns the sources that a document belongs to: of those that listen, the ones whose
// words are all in it, and none at all where it can't name a brand. It is called for
// everything that a network publishes, before any of it is stored.
func (c *Crawler) keep(ctx context.Context, list []wanted, d *feeds.Document) []string {
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
	for _, word := range words(text) {
		in[word] = true
	}
	var out []string
	for _, w := range list {
		if !slices.ContainsFunc(w.words, func(word string) bool { return !in[word] }) {
			out = append(out, w.source)
		}
	}
	return out
}

// words are the folded words of a text.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
