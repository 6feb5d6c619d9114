package plain

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// elements are the names of HTML that count as markup wherever they are. Any other name in angle
// brackets is a word in brackets ("List<String>"), unless it has attributes or an end tag.
var elements = names(`a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button
	canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure
	font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map
	mark marquee menu meta meter nav nobr noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script
	section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title
	tr track tt u ul var video wbr`)

// flags are attributes that have no value.
var flags = names(`allowfullscreen async autofocus autoplay border checked compact contenteditable controls default defer disabled download
	draggable formnovalidate hidden ismap itemscope loop multiple muted nomodule noshade novalidate nowrap open playsinline readonly required
	reversed selected`)

func names(list string) map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(list) {
		out[name] = true
	}
	return out
}

// HasTags reports whether a text has HTML markup.
func HasTags(s string) bool {
	for i := 0; i < len(s); {
		at := strings.IndexByte(s[i:], '<')
		if at < 0 {
			return false
		}
		i += at
		if n := tagLength(s[i:]); n > 0 && !strings.HasPrefix(s[i:], "<!") && !strings.HasPrefix(s[i:], "<?") {
			return true
		}
		if strings.HasPrefix(strings.ToLower(s[i:min(len(s), i+14)]), "<!doctype html") {
			return true
		}
		i++
	}
	return false
}

// EscapeStray escapes every < that begins no tag, so that a parser of HTML keeps what follows it:
// "a<b and more", "<3", "List<String>". Of CDATA sections that were escaped with the text it keeps the
// content.
func EscapeStray(s string) string {
	if strings.IndexByte(s, '<') < 0 {
		return s
	}
	var b strings.Builder
	last := 0
	closed := -1 // where the last --> is, once it is needed
	for i := 0; i < len(s); {
		at := strings.IndexByte(s[i:], '<')
		if at < 0 {
			break
		}
		i += at
		switch {
		case strings.HasPrefix(s[i:], "<![CDATA["):
			b.WriteString(s[last:i])
			i += len("<![CDATA[")
			last = i
			continue
		case strings.HasPrefix(s[i:], "<!--"):
			if closed < 0 {
				closed = strings.LastIndex(s, "-->")
			}
			if closed > i { // a comment
				i += 4 + max(strings.Index(s[i+4:], "-->"), 0)
				continue
			}
			b.WriteString(s[last:i] + "&lt;")
			last = i + 1
		case tagLength(s[i:]) == 0 && !hasEnd(s[i:]):
			b.WriteString(s[last:i] + "&lt;")
			last = i + 1
		}
		i++
	}
	out := s
	if last > 0 {
		b.WriteString(s[last:])
		out = b.String()
	}
	if strings.Contains(s, "<![CDATA[") {
		out = strings.ReplaceAll(out, "]]>", "")
	}
	return out
}

// maxTagLength is how far the end of a tag is searched: data in an attribute makes them long.
const maxTagLength = 64 << 10

// maxAttributes keeps a text of nothing but the beginnings of tags from taking quadratic time.
const maxAttributes = 100

// tagLength returns the length of the tag at the beginning of s, or 0 if there is none: the name is not
// HTML's and there are no attributes, or something else than attributes follows the name.
func tagLength(s string) int {
	if len(s) < 3 {
		return 0
	}
	switch s[1] {
	case '?':
		return strings.IndexByte(s[:min(len(s), maxTagLength)], '>') + 1
	case '!':
		if c := s[2] | 0x20; c == '-' || c >= 'a' && c <= 'z' {
			return strings.IndexByte(s[:min(len(s), maxTagLength)], '>') + 1
		}
		return 0
	}
	i := 1
	closing := s[i] == '/'
	if closing {
		i++
	}
	from := i
	for i < len(s) && nameByte(s[i]) {
		i++
	}
	name := strings.ToLower(s[from:i])
	if name == "" || name[0] < 'a' || name[0] > 'z' || len(name) > 60 || i == len(s) {
		return 0
	}
	known := elements[name[strings.IndexByte(name, ':')+1:]] || strings.Contains(name, ":") && atom.Lookup([]byte(name)) == 0
	n, attributes := attributesEnd(s[i:min(len(s), maxTagLength)])
	if n == 0 || !known && !attributes {
		return 0
	}
	return i + n
}

func nameByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == ':' || c == '-' || c == '_'
}

// attributesEnd returns the length of attributes up to and with the > behind them, and whether there
// are any with a value. It returns 0 where something else follows.
func attributesEnd(s string) (n int, values bool) {
	i := 0
	for count := 0; i < len(s); {
		switch c := s[i]; {
		case c == '>':
			return i + 1, values
		case c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '"' || c == '\'':
			i++
			continue
		case c == '<':
			return 0, false
		}
		from := i
		for i < len(s) && strings.IndexByte(" \t\r\n\f=<>/\"'", s[i]) < 0 {
			i++
		}
		if i == from {
			i++
			continue
		}
		if count++; count > maxAttributes {
			return 0, false
		}
		name := strings.ToLower(s[from:i])
		for i < len(s) && strings.IndexByte(" \t\r\n\f", s[i]) >= 0 {
			i++
		}
		if i == len(s) {
			return 0, false
		}
		if s[i] != '=' {
			if !flags[name] && !values {
				return 0, false // words, not attributes
			}
			continue
		}
		values = true
		i++
		for i < len(s) && strings.IndexByte(" \t\r\n\f", s[i]) >= 0 {
			i++
		}
		if i == len(s) {
			return 0, false
		}
		if quote := s[i]; quote == '"' || quote == '\'' {
			end := strings.IndexByte(s[i+1:], quote)
			if end < 0 { // the quote is never closed: the tag ends at the next >, or with a text that was cut off
				switch end = strings.IndexByte(s[i:], '>'); {
				case end >= 0:
					return i + end + 1, true
				case !strings.ContainsAny(s[i:], " \n"):
					return len(s), true
				}
				return 0, false
			}
			i += end + 2
			continue
		}
		for i < len(s) && strings.IndexByte(" \t\r\n\f><", s[i]) < 0 {
			i++
		}
		if i == len(s) {
			return i, true
		}
	}
	return 0, false
}

// hasEnd reports whether a name in angle brackets that HTML doesn't know has an end tag within the next
// few thousand characters, or is one: then it is markup.
func hasEnd(s string) bool {
	i := 1
	closing := len(s) > 1 && s[1] == '/'
	if closing {
		i++
	}
	from := i
	for i < len(s) && i < 60 && nameByte(s[i]) {
		i++
	}
	if i == from || i == len(s) || s[i] != '>' {
		return false
	}
	return closing || strings.Contains(s[i:min(len(s), i+4096)], "</"+s[from:i]+">")
}
