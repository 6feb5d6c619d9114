package captions

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// parseHTML reads HTML as the podcast namespace defines it: <cite> is the speaker, <time> the second,
// and paragraphs hold the words. Otherwise it is text, in which times may be written. Navigation and
// footer are left out.
func parseHTML(s string) Result {
	s = plain.EscapeStray(s)
	h := reader{}
	z := html.NewTokenizer(strings.NewReader(s))
	skip := atom.Atom(0)
	var page strings.Builder
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		source := string(z.Raw())
		raw, _ := z.TagName()
		tag := atom.Lookup(raw)
		begins := kind == html.StartTagToken && (tag == atom.Script || tag == atom.Style || tag == atom.Head || tag == atom.Nav || tag == atom.Footer)
		if skip == 0 && !begins {
			page.WriteString(source)
			if kind == html.EndTagToken && (tag == atom.Td || tag == atom.Th || tag == atom.Dt) {
				page.WriteString(cellEnd)
			}
		}
		switch {
		case skip != 0:
			if kind == html.EndTagToken && tag == skip || tag == atom.Body {
				skip = 0
			}
		case kind == html.TextToken:
			h.b.WriteString(string(z.Text()))
		case begins:
			if tag == atom.Nav || tag == atom.Footer {
				h.flush()
			}
			skip = tag
		case tag == atom.Cite || tag == atom.Time:
			if kind == html.StartTagToken {
				h.flush()
				h.when = datetime(z)
				continue
			}
			h.endTag(tag)
		case tag == atom.Br:
			h.b.WriteByte(' ')
		case isBlock(tag):
			h.flush()
		}
	}
	h.flush()
	if h.timed {
		return Result{Cues: h.cues, Format: HTML}
	}
	text := plain.FromHTML(page.String())
	if cues := timedText(strings.ReplaceAll(text, cellEnd, "\t"), true); len(cues) > 0 {
		return Result{Cues: cues, Format: HTML}
	}
	return Result{Text: parseText(strings.ReplaceAll(text, cellEnd, " ")), Format: HTML}
}

// cellEnd is put behind the cells of tables, so that a name and a time in cells of their own are seen
// as such. It is a character that no text has.
const cellEnd = "\ue0fe"

// datetime returns the attribute of a <time>.
func datetime(z *html.Tokenizer) string {
	for {
		key, value, more := z.TagAttr()
		if string(key) == "datetime" {
			return string(value)
		}
		if !more {
			return ""
		}
	}
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Hr, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Body:
		return true
	}
	return false
}

type reader struct {
	b       strings.Builder
	at      float64
	when    string // the datetime of the <time> that is open
	speaker string
	timed   bool
	cues    []feeds.Cue
}

// endTag handles the end of a <cite> or <time>. Its content is the speaker or the time; a <time> that
// isn't one is part of the words.
func (h *reader) endTag(tag atom.Atom) {
	text := plain.Line(h.b.String())
	if tag == atom.Cite {
		h.speaker = speakerName(text)
		h.b.Reset()
		return
	}
	from, _, _ := strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(strings.Trim(text, "[]()")), "-") // "0:00 - 0:05"
	at, ok := Clock(from)
	if ok = ok && strings.ContainsAny(from, ":hms"); !ok && strings.HasPrefix(h.when, "P") {
		at, ok = Clock(h.when)
	}
	if ok {
		h.at, h.timed = at, true
		h.b.Reset()
	}
}

func (h *reader) flush() {
	text := strings.TrimPrefix(plain.Line(h.b.String()), ": ") // of "<cite>Anna</cite>: Hello"
	h.b.Reset()
	if text != "" && text != ":" {
		h.cues = append(h.cues, feeds.Cue{Start: h.at, End: h.at, Untimed: !h.timed, Speaker: h.speaker, Text: text})
	}
}
