package captions

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// override matches formatting codes of another subtitle format: {\an8}.
var override = regexp.MustCompile(`\{\\[a-zA-Z][^{}\n]{0,60}\}`)

// voices converts blocks to cues. It removes markup, resolves entities, and splits a block where a
// WebVTT voice span (<v Anna>) or a name at the beginning of a line names another speaker. A span that
// isn't closed lasts until the next.
func voices(blocks []block) []feeds.Cue {
	var lines []spokenLine
	speaker := ""
	for i, b := range blocks {
		for _, part := range split(override.ReplaceAllString(strings.Join(b.lines, "\n"), ""), &speaker) {
			for text := range strings.SplitSeq(html.UnescapeString(part.text), "\n") {
				if text = plain.Line(text); text != "" {
					lines = append(lines, spokenLine{Cue: feeds.Cue{Start: b.start, End: b.end, Untimed: b.untimed, Speaker: part.speaker, Text: text}, block: i})
				}
			}
		}
	}
	return bySpeaker(lines)
}

type part struct{ speaker, text string }

// split cuts a cue's payload at its voice spans and drops all other tags. voice is the speaker at the
// beginning of the cue; split sets it to the speaker at its end.
func split(s string, voice *string) []part {
	var parts []part
	var b strings.Builder
	flush := func() {
		if strings.TrimSpace(b.String()) != "" {
			parts = append(parts, part{*voice, b.String()})
		}
		b.Reset()
	}
	for s != "" {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			break
		}
		b.WriteString(s[:open])
		s = s[open:]
		end := strings.IndexByte(s[:min(len(s), maxTag)], '>')
		if end < 0 || !isTag(s[1:end]) {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		tag := s[1:end]
		s = s[end+1:]
		switch name, rest := tagName(tag); name {
		case "v":
			flush()
			*voice = speakerName(html.UnescapeString(rest))
		case "/v":
			flush()
			*voice = ""
		case "rt", "rp": // how a word is read, not a word
			end := strings.Index(s[:min(len(s), maxTag)], "</"+name)
			if end >= 0 {
				s = s[end:]
			}
		case "br", "br/":
			b.WriteByte('\n')
		}
	}
	b.WriteString(s)
	flush()
	return parts
}

// maxTag is how far the end of a tag is searched. Without a limit a file of nothing but < would take
// quadratic time.
const maxTag = 300

// isTag reports whether the text between < and > is a tag of WebVTT, SubRip or a little HTML, or a
// time. "a < b", "<3" and "<Zephyr>" are text.
func isTag(inside string) bool {
	if inside == "" || strings.ContainsRune(inside, '<') {
		return false
	}
	if c := inside[0]; c >= '0' && c <= '9' {
		_, ok := clock(inside)
		return ok && strings.Contains(inside, ":")
	}
	if inside[0] == '!' {
		return true
	}
	name, rest := tagName(inside)
	name = strings.Trim(name, "/")
	switch name {
	case "v", "lang": // their annotation is free text
		return true
	case "c", "i", "b", "u", "s", "ruby", "rt", "rp", "br", "font", "span", "p", "div", "em", "strong", "sub", "sup", "small", "big", "a", "tt", "img":
		return rest == "" || strings.TrimSpace(rest) == "/" || strings.Contains(rest, "=")
	}
	return false
}

// speakerName tidies the name of a speaker. It is empty where there is neither letter nor digit in it:
// some programs write a dash for a speaker that they don't know.
func speakerName(s string) string {
	s = strings.TrimSpace(strings.TrimSuffix(plain.Line(s), ":"))
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	return s
}

// tagName splits "v.loud Anna" into "v" and "Anna".
func tagName(tag string) (name, rest string) {
	i := strings.IndexAny(tag, " \t\n.")
	if i < 0 {
		return strings.ToLower(tag), ""
	}
	name = strings.ToLower(tag[:i])
	if j := strings.IndexAny(tag, " \t\n"); j >= 0 {
		rest = tag[j+1:]
	}
	return name, rest
}
