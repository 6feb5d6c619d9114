package captions

import (
	"regexp"
	"strings"

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
// it. A replacement copies the text even if nothing matches, so each is made only where its sign occurs.
func parseText(s string) string {
	if strings.Contains(s, "**") {
		s = boldName.ReplaceAllString(s, "$1: ")
	}
	if strings.Contains(s, `\`) {
		s = escaped.ReplaceAllString(s, "$1")
	}
	if strings.Contains(s, "](") {
		s = link.ReplaceAllString(s, "$1")
	}
	if strings.Contains(s, "&") {
		s = entity.ReplaceAllStringFunc(s, html.UnescapeString)
	}
	return plain.Tidy(s)
}
