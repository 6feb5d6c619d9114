package podcast

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds/plain"
)

var (
	atomTitle = regexp.MustCompile(`(?is)<((?:[\w-]+:)?)title((?:\s[^<>]*["'])?\s*)>(.*?)</(?:[\w-]+:)?title\s*>`)
	atomType  = regexp.MustCompile(`(?i)\stype\s*=\s*["']\s*([^"']*?)\s*["']`)
	bracket   = regexp.MustCompile(`&(?:lt|#0*60|#[xX]0*3[cC]);`)
)

// literalTitles escapes the titles of an Atom feed that are plain text once more: the parser unescapes
// titles of every type, and what it returns is read as HTML. Plain text is what the type says, and what a
// title without a type is by the standard; but many programs leave out the type of titles with markup, so
// one without a type that has whole elements of HTML is read as such.
func literalTitles(s []byte, root string) []byte {
	prefix := strings.TrimSuffix(root, local(root))
	if !strings.EqualFold(local(root), "feed") {
		return s
	}
	return atomTitle.ReplaceAllFunc(s, func(element []byte) []byte {
		m := atomTitle.FindSubmatchIndex(element)
		if string(element[m[2]:m[3]]) != prefix {
			return element // Media RSS
		}
		kind, inner := "", element[m[6]:m[7]]
		if t := atomType.FindSubmatch(element[m[4]:m[5]]); t != nil {
			kind = strings.ToLower(string(t[1]))
		}
		if bytes.Contains(element[m[4]:m[5]], []byte("mode=")) { // of Atom 0.3, which the parser reads in another way
			return element
		}
		switch text := html.UnescapeString(string(inner)); {
		case bytes.Contains(inner, []byte("&lt;![CDATA[")): // nobody means that
			return element
		case kind == "text" || kind == "text/plain":
			inner = literal(inner, true)
		case kind == "" && !(strings.Contains(text, "</") && plain.HasTags(text)):
			inner = literal(inner, false)
		default:
			return element
		}
		return bytes.Join([][]byte{element[:m[6]], inner, element[m[7]:]}, nil)
	})
}

var cdata = regexp.MustCompile(`(?s)<!\[CDATA\[(.*?)\]\]>`)

// literal escapes a title once more: its brackets, and its entities too where all is set. Some programs
// escape entities twice without meaning it.
func literal(inner []byte, all bool) []byte {
	if !bytes.ContainsAny(inner, "&<") {
		return inner
	}
	var out []byte
	last := 0
	text := func(s []byte) {
		if all {
			s = bytes.ReplaceAll(s, []byte("&"), []byte("&amp;"))
		} else {
			s = bracket.ReplaceAll(s, []byte("&amp;lt;"))
		}
		out = append(out, s...)
	}
	for _, m := range cdata.FindAllSubmatchIndex(inner, -1) {
		text(inner[last:m[0]])
		verbatim := inner[m[2]:m[3]]
		if all {
			verbatim = bytes.ReplaceAll(verbatim, []byte("&"), []byte("&amp;"))
		}
		out = append(append(append(out, "<![CDATA["...), bytes.ReplaceAll(verbatim, []byte("<"), []byte("&lt;"))...), "]]>"...)
		last = m[1]
	}
	text(inner[last:])
	return out
}
