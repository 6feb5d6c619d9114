package crawler

import (
	"context"
	"strings"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
)

// wanted is what one source of a stream takes from it.
type wanted struct {
	source string
	words  []string // of its query, folded; none takes what names a brand
}

func wants(sources []feeds.Source) []wanted {
	out := make([]wanted, len(sources))
	for i, s := range sources {
		out[i] = wanted{s.ID, words(s.Query)}
	}
	return out
}

// keep returns the sources that a document belongs to: those whose query's words are all in
// it, and those without a query where it may name a brand. It is called for everything that
// a network publishes, before any of it is stored.
func (c *Crawler) keep(ctx context.Context, list []wanted, d *feeds.Document) []string {
	var out []string
	text := strings.Join([]string{d.Title, d.Notes, d.Body()}, "\n")
	named := 0 // 1 yes, -1 no, 0 not looked yet
	var said map[string]bool
	for _, w := range list {
		if len(w.words) == 0 {
			if named == 0 {
				named = -1
				if set, err := c.Names.Recent(ctx); err != nil {
					c.Logger.Error("brands unavailable, documents dropped", "error", err)
				} else if set.Detector.Contains(text) {
					named = 1
				}
			}
			if named == 1 {
				out = append(out, w.source)
			}
			continue
		}
		if said == nil {
			said = map[string]bool{}
			for _, word := range words(text) {
				said[word] = true
			}
		}
		all := true
		for _, word := range w.words {
			all = all && said[word]
		}
		if all {
			out = append(out, w.source)
		}
	}
	return out
}

// words are the folded words of a text.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
