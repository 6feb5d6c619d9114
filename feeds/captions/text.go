package captions

import (
	"regexp"

	"github.com/namedrop/namedrop/feeds/plain"
)

var (
	boldName = regexp.MustCompile(`(?m)^[ \t]*\*\*([^*\n]{1,60}?):?\*\*:?\s`)
	escaped  = regexp.MustCompile(`\\([\[\]_*#])`)
)

// parseText tidies prose, with the little Markdown that publishers leave in it.
func parseText(s string) string {
	s = boldName.ReplaceAllString(s, "$1: ")
	s = escaped.ReplaceAllString(s, "$1")
	return plain.Tidy(s)
}
