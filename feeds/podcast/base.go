package podcast

import (
	"bytes"
	"net/url"
	"regexp"

	"github.com/mmcdole/gofeed"
)

var (
	// ownBase finds the xml:base of a feed's root or channel, which the parser applies to links
	// only.
	ownBase = regexp.MustCompile(`(?is)^[^<]*<(?:rss|rdf:rdf)\b[^>]*?(?:>\s*<channel\b[^>]*?)?\sxml:base\s*=\s*["']([^"'<>]+)`)
	// itemBase finds that of an item.
	itemBase = regexp.MustCompile(`(?i)<(?:item|entry)\b[^<>]*?\sxml:base\s*=\s*["']([^"'<>]+)["'][^<>]*>`)
)

// baseElement is an element of our own that carries an item's xml:base through the parser: the
// parser drops the attributes of items, but keeps unknown elements.
const baseElement = "nd-item-base"

func keepItemBases(s []byte) []byte {
	if !bytes.Contains(s, []byte("xml:base")) {
		return s
	}
	return itemBase.ReplaceAll(s, []byte(`$0<nd:`+baseElement+` xmlns:nd="urn:namedrop">$1</nd:`+baseElement+`>`))
}

// within returns the converter for the addresses of an item, which may have its own base.
func (c *converter) within(it *gofeed.Item) *converter {
	for _, e := range named(it.Extensions, baseElement) {
		if base, err := url.Parse(absolute(c.base, e.Value)); err == nil && base.Host != "" {
			own := *c
			own.base = base
			return &own
		}
	}
	return c
}
