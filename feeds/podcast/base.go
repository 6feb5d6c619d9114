package podcast

import (
	"bytes"
	"cmp"
	"net/url"
	"regexp"

	"github.com/mmcdole/gofeed"
)

var (
	// ownBase finds the xml:base of a feed's root or channel, which the parser applies to links
	// only.
	ownBase = regexp.MustCompile(`(?is)^[^<]*<(?:rss|rdf:rdf)\b[^>]*?(?:>\s*<channel\b[^>]*?)?\sxml:base\s*=\s*["']([^"'<>]+)`)
	// ownLanguage finds the language of a feed's root or channel, which the parser knows of Atom only.
	ownLanguage = regexp.MustCompile(`(?is)^[^<]*<(?:rss|rdf:rdf)\b[^>]*?(?:>\s*<channel\b[^>]*?)?\sxml:lang\s*=\s*["']([^"'<>]+)`)
	// itemTag finds the beginning of an item, and textTag that of what it says.
	itemTag = regexp.MustCompile(`(?i)<(?:[\w-]+:)?(?:item|entry)\s[^<>]*\bxml:[^<>]*["']\s*>`)
	textTag = regexp.MustCompile(`(?i)<(?:[\w-]+:)?(?:content|summary)(?::encoded)?\s[^<>]*\bxml:lang\s*=\s*["']([^"'<>]+)["'][^<>]*>`)
	baseOf  = regexp.MustCompile(`(?i)\sxml:base\s*=\s*["']([^"'<>]+)["']`)
	langOf  = regexp.MustCompile(`(?i)\sxml:lang\s*=\s*["']([^"'<>]+)["']`)
)

// These elements of our own carry the xml:base and the xml:lang of an item and of its text through the
// parser: it drops these attributes, but keeps unknown elements.
const (
	baseElement         = "nd-item-base"
	languageElement     = "nd-item-language"
	textLanguageElement = "nd-text-language"
)

func keepAttributes(s []byte) []byte {
	if bytes.Contains(s, []byte("xml:lang")) {
		s = textTag.ReplaceAll(s, []byte(kept(textLanguageElement, "$1")+"$0"))
	} else if !bytes.Contains(s, []byte("xml:base")) {
		return s
	}
	return itemTag.ReplaceAllFunc(s, func(tag []byte) []byte {
		out := bytes.Clone(tag)
		if m := baseOf.FindSubmatch(tag); m != nil {
			out = append(out, kept(baseElement, string(m[1]))...)
		}
		if m := langOf.FindSubmatch(tag); m != nil {
			out = append(out, kept(languageElement, string(m[1]))...)
		}
		return out
	})
}

func kept(name, value string) string {
	return "<nd:" + name + ` xmlns:nd="urn:namedrop">` + value + "</nd:" + name + ">"
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

// languageOf returns the language that an item declares: its own, that of its text, or the feed's.
func (c *converter) languageOf(it *gofeed.Item) string {
	said := ""
	if it.DublinCoreExt != nil && len(it.DublinCoreExt.Language) > 0 {
		said = language(it.DublinCoreExt.Language[0])
	}
	for _, name := range []string{languageElement, textLanguageElement} {
		for _, e := range named(it.Extensions, name) {
			said = cmp.Or(said, language(e.Value))
		}
	}
	return cmp.Or(said, language(c.feed.Language))
}
