package captions

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// override matches formatting codes of another subtitle format: {\an8}.
var override = regexp.MustCompile(`\{\\[a-zA-Z][^{}\n]{0,60}\}`)

// voices converts blocks to cues. It removes markup, resolves entities, and splits a block where a
// WebVTT voice span (<v Anna>) names another speaker. A span that isn't closed lasts until the next.
func voices(blocks []block) []feeds.Cue {
	var cues []feeds.Cue
	speaker := ""
	for _, b := range blocks {
		for _, part := range split(override.ReplaceAllString(strings.Join(b.lines, "\n"), ""), &speaker) {
			if text := plain.Line(html.UnescapeString(part.text)); text != "" {
				cues = append(cues, feeds.Cue{Start: b.start, End: b.end, Speaker: part.speaker, Text: text})
			}
		}
	}
	return prefixes(cues)
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
			*voice = plain.Line(html.UnescapeString(rest))
		case "/v":
			flush()
			*voice = ""
		case "br", "br/":
			b.WriteByte(' ')
		}
	}
	b.WriteString(s)
	flush()
	return parts
}

// maxTag is how far the end of a tag is searched. Without a limit a file of nothing but < would take
// quadratic time.
const maxTag = 300

// isTag reports whether the text between < and > is a tag. "a < b" and "<3" are text.
func isTag(inside string) bool {
	if inside == "" || strings.ContainsRune(inside, '<') {
		return false
	}
	c := inside[0]
	if c >= '0' && c <= '9' {
		_, ok := clock(inside)
		return ok && strings.Contains(inside, ":")
	}
	return c == '/' || c == '!' || (c|0x20 >= 'a' && c|0x20 <= 'z')
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
