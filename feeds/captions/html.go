package captions

import (
	"encoding/xml"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
)

// parseHTML reads HTML as the podcast namespace defines it: <cite> is the speaker, <time> the second,
// and paragraphs hold the words. Without any time it is text. Navigation and footer are left out.
func parseHTML(s string) Result {
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
	return Result{Text: parseText(plain.FromHTML(page.String())), Format: HTML}
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
	speaker string
	timed   bool
	cues    []feeds.Cue
}

// endTag handles the end of a <cite> or <time>. Its content is the speaker or the time; a <time> that
// isn't one is part of the words.
func (h *reader) endTag(tag atom.Atom) {
	text := plain.Line(h.b.String())
	if tag == atom.Cite {
		h.speaker = strings.TrimSpace(strings.TrimSuffix(text, ":"))
		h.b.Reset()
		return
	}
	from, _, _ := strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(strings.Trim(text, "[]()")), "-") // "0:00 - 0:05"
	if at, ok := clock(from); ok && strings.Contains(from, ":") {
		h.at, h.timed = at, true
		h.b.Reset()
	}
}

func (h *reader) flush() {
	text := strings.TrimPrefix(plain.Line(h.b.String()), ": ") // of "<cite>Anna</cite>: Hello"
	h.b.Reset()
	if text != "" && text != ":" {
		h.cues = append(h.cues, feeds.Cue{Start: h.at, End: h.at, Speaker: h.speaker, Text: text})
	}
}

// parseTTML reads the paragraphs of a timed text file.
func parseTTML(s string) []feeds.Cue {
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var cues []feeds.Cue
	var c *feeds.Cue
	last := 0.0
	var b strings.Builder
	for {
		t, err := d.Token()
		if err != nil {
			return prefixes(cues)
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "p":
				c = &feeds.Cue{Start: last} // a paragraph without a time has that of the one before
				length := 0.0
				b.Reset()
				for _, a := range t.Attr {
					switch v, ok := ttmlTime(a.Value); {
					case a.Name.Local == "begin" && ok:
						c.Start = v
					case a.Name.Local == "end" && ok:
						c.End = v
					case a.Name.Local == "dur" && ok:
						length = v
					case a.Name.Local == "agent":
						c.Speaker = a.Value
					}
				}
				if last = c.Start; c.End == 0 {
					c.End = c.Start + length
				}
			case "br":
				b.WriteByte(' ')
			}
		case xml.CharData:
			if c != nil {
				b.Write(t)
			}
		case xml.EndElement:
			if t.Name.Local == "p" && c != nil {
				if c.Text = plain.Line(b.String()); c.Text != "" {
					cues = append(cues, *c)
				}
				c = nil
			}
		}
	}
}

// ttmlTime reads clock times and offsets like 12.5s. A fourth part, the number of frames, is ignored.
func ttmlTime(s string) (float64, bool) {
	if strings.Count(s, ":") == 3 {
		s = s[:strings.LastIndexByte(s, ':')]
	}
	if ms, ok := strings.CutSuffix(s, "ms"); ok {
		v, ok := clock(ms)
		return v / 1000, ok
	}
	return clock(strings.TrimSuffix(s, "s"))
}
