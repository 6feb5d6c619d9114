package captions

import (
	"regexp"

	"golang.org/x/net/html"

	"github.com/namedrop/namedrop/feeds/plain"
)

var (
	boldName = regexp.MustCompile(`(?m)^[ \t]*\*\*([^*\n]{1,60}?):?\*\*:?\s`)
	escaped  = regexp.MustCompile(`\\([\[\]_*#])`)
	link     = regexp.MustCompile(`\[([^\[\]\n]{1,200})\]\(https?://[^()\s]{1,500}\)`)
	entity   = regexp.MustCompile(`&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});`)
)

// parseText returns a plain text without the Markdown and the HTML entities that publishers leave in
// it.
func parseText(s string) string {
	s = boldName.ReplaceAllString(s, "$1: ")
	s = escaped.ReplaceAllString(s, "$1")
	s = link.ReplaceAllString(s, "$1")
	s = entity.ReplaceAllStringFunc(s, html.UnescapeString)
	return plain.Tidy(s)
}
