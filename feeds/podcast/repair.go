package podcast

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// shape is the format of a body.
type shape string

const (
	xmlFeed   shape = "xml"
	jsonFeed  shape = "json"
	webPage   shape = "web page"
	otherXML  shape = "other XML"
	otherJSON shape = "other JSON"
	nothing   shape = "nothing"
	unknown   shape = "unknown"
)

// repaired is a body ready for the parser: from its root element on, in UTF-8, without the
// characters that XML forbids.
type repaired struct {
	shape    shape
	root     string // name of the root element as written
	text     []byte
	warnings []feeds.Warning
}

// junkBefore is how far into a body the root of a feed is searched behind other markup. PHP, for
// example, prints its warnings there.
const junkBefore = 64 << 10

// jsonWord is in every JSON feed, and in few other JSON answers.
var jsonWord = regexp.MustCompile(`jsonfeed\.org|"items"\s*:`)

var feedRoot = regexp.MustCompile(`(?i)<(rss|feed|rdf|[\w-]+:(?:rdf|feed|rss))[\s>]`)

func repair(body []byte, contentType string) repaired {
	text, warnings := plain.Decode(body, contentType)
	r := repaired{warnings: warnings}
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 0 {
		r.shape = nothing
		return r
	}
	if trimmed[0] == '{' {
		if feed, ok := feedWithin(trimmed, 0); ok {
			trimmed = feed
		} else if !jsonWord.Match(trimmed) {
			r.shape = otherJSON
			return r
		}
		r.shape, r.text = jsonFeed, tidyJSON(trimmed)
		return r
	}
	if trimmed[0] == '[' {
		if feed, ok := bareItems(trimmed); ok {
			r.shape, r.text = jsonFeed, tidyJSON(feed)
			return r
		}
		if json.Valid(trimmed) {
			r.shape = otherJSON
			return r
		}
	}
	name, at := rootElement(text)
	if at < 0 {
		r.shape = unknown
		return r
	}
	if !isFeedRoot(name) {
		switch strings.ToLower(name) {
		case "html", "head", "body", "!doctype html":
			r.shape = webPage
			return r
		}
		m := feedRoot.FindSubmatchIndex(text[:min(len(text), junkBefore)])
		if m == nil {
			r.shape, r.root = otherXML, name
			return r
		}
		name, at = string(text[m[2]:m[3]]), m[0]
	}
	if junk := bytes.IndexByte(text, '<'); junk > 0 && len(bytes.TrimSpace(text[:junk])) > 0 {
		r.warnings = append(r.warnings, feeds.Warn("feed_text_before", "There was other text before the feed."))
	}
	text, dropped := legal(canonical(ownNamespace(text[at:], name)))
	if dropped {
		r.warnings = append(r.warnings, feeds.Warn("feed_characters_removed", "The feed had characters that XML forbids; they were removed."))
	}
	r.shape, r.root, r.text = xmlFeed, name, keepAttributes(literalTitles(text, name))
	return r
}

func isFeedRoot(name string) bool {
	switch strings.ToLower(local(name)) {
	case "rss", "feed", "rdf":
		return true
	}
	return false
}

func local(name string) string {
	if i := strings.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// rootElement finds the first element after comments, instructions and the document type. The
// entities that the document type declares are dropped with it and never expanded, since
// expanding them can fill the memory or read local files.
func rootElement(s []byte) (name string, at int) {
	unclosed := false // a document type without an end was seen: searching the rest once is enough
	for i := 0; i < len(s); {
		open := bytes.IndexByte(s[i:], '<')
		if open < 0 {
			return "", -1
		}
		i += open
		rest := s[i:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			i += past(rest, "-->")
		case bytes.HasPrefix(rest, []byte("<?")):
			i += past(rest, "?>")
		case bytes.HasPrefix(rest, []byte("<!")):
			if isHTMLDoctype(rest) {
				return "!doctype html", i
			}
			n := 0
			if !unclosed {
				n = pastDoctype(rest)
			}
			unclosed = n == 0
			i += max(n, 2)
		case len(rest) > 1 && letter(rest[1]):
			end := bytes.IndexAny(rest[1:], " \t\r\n/>")
			if end < 0 {
				end = len(rest) - 1
			}
			return string(rest[1 : 1+end]), i
		default:
			i++
		}
	}
	return "", -1
}

func isHTMLDoctype(s []byte) bool {
	f := bytes.Fields(bytes.ToLower(s[:min(len(s), 64)]))
	if len(f) < 2 || string(f[0]) != "<!doctype" {
		return false
	}
	word, _, ended := bytes.Cut(f[1], []byte(">"))
	return string(word) == "html" && ended
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

func past(s []byte, end string) int {
	if i := bytes.Index(s, []byte(end)); i >= 0 {
		return i + len(end)
	}
	return len(s)
}

// pastDoctype returns the length of <!DOCTYPE … [ … ]> with its quotes and nested declarations, or
// zero where it has no end.
func pastDoctype(s []byte) int {
	depth, quote := 0, byte(0)
	subset := false
	for i, c := range s {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && depth > 0:
			quote = c
		case c == '[':
			subset = true
		case c == ']':
			subset = false
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth <= 0 && !subset {
				return i + 1
			}
		}
	}
	return 0
}

var itunesNamespace = regexp.MustCompile(`(?i)https?://(?:www\.)?itunes\.com/dtds/podcast-1\.0\.dtd/?`)

var firstItem = regexp.MustCompile(`(?i)<(?:item|entry)[\s>]`)

// canonical replaces the spellings of Apple's namespace by the one that the parser knows, so that
// it recognizes Apple's elements under any prefix.
func canonical(s []byte) []byte {
	end := min(len(s), junkBefore)
	if first := firstItem.FindIndex(s[:end]); first != nil {
		end = first[0] // the text of an item may mention the namespace
	}
	if !itunesNamespace.Match(s[:end]) {
		return s
	}
	head := itunesNamespace.ReplaceAll(s[:end], []byte("http://www.itunes.com/DTDs/PodCast-1.0.dtd"))
	return append(head, s[end:]...)
}

var (
	// defaultNamespace finds the default namespace of the elements of RSS, which has none.
	defaultNamespace = regexp.MustCompile(`(?is)(<(?:rss|channel|item)\b[^<>]*?)\sxmlns\s*=\s*(?:"[^"<>]*"|'[^'<>]*')`)
	// atomNamespace finds that of an Atom feed.
	atomNamespace = regexp.MustCompile(`(?is)^(<feed\b[^<>]*?\sxmlns\s*=\s*)("[^"<>]*"|'[^'<>]*')`)
)

// ownNamespace removes the default namespace from the elements of RSS: with that of Atom or Apple the
// parser takes them for extensions and returns a feed without items. An Atom feed with a default
// namespace that isn't Atom's gets Atom's.
func ownNamespace(s []byte, root string) []byte {
	switch strings.ToLower(root) {
	case "rss":
		if bytes.Contains(s, []byte("xmlns=")) || bytes.Contains(s, []byte("xmlns =")) {
			return defaultNamespace.ReplaceAll(s, []byte("$1"))
		}
	case "feed":
		if m := atomNamespace.FindSubmatch(s[:min(len(s), 8<<10)]); m != nil && !bytes.Contains(bytes.ToLower(m[2]), []byte("atom")) {
			return append([]byte(string(m[1])+`"http://www.w3.org/2005/Atom"`), s[len(m[0]):]...)
		}
	}
	return s
}

// legal removes the control characters that XML 1.0 forbids, and references to them. The parser
// rejects the whole feed for one of them.
func legal(s []byte) (out []byte, dropped bool) {
	bad := func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff'
	}
	if bytes.IndexFunc(s, bad) >= 0 {
		s = bytes.Map(func(r rune) rune {
			if bad(r) {
				return -1
			}
			return r
		}, s)
		dropped = true
	}
	if forbiddenRef.Match(s) {
		s = forbiddenRef.ReplaceAll(s, nil)
		dropped = true
	}
	return s, dropped
}

var forbiddenRef = regexp.MustCompile(`&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|[xX]0*[fF]{3}[eEfF]|0*6553[45]);`)
