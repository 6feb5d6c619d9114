package plain

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// FromHTML returns the text that a reader sees of a piece of HTML: with entities resolved, without
// script and style, with blocks on lines of their own and runs of spaces reduced to one.
func FromHTML(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return Tidy(s)
	}
	if strings.Contains(s, ";&#") { // again, since in a feed they may have been escaped twice
		s = string(joinSurrogates([]byte(s)))
	}
	var w writer
	z := html.NewTokenizer(strings.NewReader(EscapeStray(s)))
	hidden := atom.Atom(0) // the element whose content isn't shown
	depth := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return w.String()
		}
		name, _ := z.TagName()
		tag := atom.Lookup(name[bytes.IndexByte(name, ':')+1:]) // <xhtml:p> is a <p>
		switch kind {
		case html.TextToken:
			if hidden == 0 {
				w.text(Reread(string(z.Text()))) // unescaped by the tokenizer
			}
		case html.StartTagToken:
			if tag == atom.Body && hidden == atom.Head { // a head that was never closed
				hidden, depth = 0, 0
			}
			if hidden == 0 && isHidden(tag) {
				hidden = tag
			}
			if tag == hidden && hidden != 0 {
				depth++
			}
			w.tag(tag)
		case html.EndTagToken:
			if hidden != 0 && tag == hidden {
				if depth--; depth <= 0 {
					hidden, depth = 0, 0
				}
			}
			w.tag(tag)
		case html.SelfClosingTagToken:
			w.tag(tag)
		}
	}
}

func isHidden(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe, atom.Svg:
		return true
	}
	return false
}

// writer writes text with the right space between words and lines between blocks.
type writer struct {
	b     strings.Builder
	lines int // line ends to write before the next word
	space bool
}

func (w *writer) text(s string) {
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			w.space = true
		case invisible(r):
		default:
			w.owed()
			w.b.WriteRune(r)
		}
	}
}

func (w *writer) owed() {
	switch {
	case w.b.Len() == 0:
	case w.lines > 1:
		w.b.WriteString("\n\n")
	case w.lines == 1:
		w.b.WriteByte('\n')
	case w.space:
		w.b.WriteByte(' ')
	}
	w.lines, w.space = 0, false
}

func (w *writer) tag(a atom.Atom) {
	switch a {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Table, atom.Ul, atom.Ol, atom.Dl:
		w.lines = max(w.lines, 2)
	case atom.Br, atom.Div, atom.Li, atom.Tr, atom.Hr, atom.Dt, atom.Dd, atom.Section, atom.Article, atom.Header, atom.Footer,
		atom.Figure, atom.Figcaption, atom.Title, atom.Main, atom.Aside, atom.Nav, atom.Form:
		w.lines = max(w.lines, 1)
	case atom.Td, atom.Th:
		w.space = true
	}
}

func (w *writer) String() string { return w.b.String() }

// invisible reports whether a character is invisible. Such characters inside a name would keep it from
// being found. Joiners are not among them, since scripts and emoji need them.
func invisible(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\ufeff', '\u2060', '\ufffe', '\uffff':
		return true
	}
	return unicode.IsControl(r)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Tidy returns plain text, read again as it was meant ([Reread]), without invisible characters, with runs of spaces reduced to one and at most
// one empty line in a row.
func Tidy(s string) string {
	s = Reread(s)
	if strings.Contains(s, "\r") {
		s = lineEnds.Replace(s)
	}
	var w writer
	w.b.Grow(len(s))
	for line := range strings.Lines(s) {
		w.text(line)
		if strings.HasSuffix(line, "\n") {
			w.lines = min(w.lines+1, 2)
		}
	}
	return w.String()
}

// Line returns the text tidied and on one line, for titles and names.
func Line(s string) string {
	s = Tidy(s)
	if len(s) < 64<<10 {
		return strings.Join(strings.Fields(s), " ")
	}
	var b strings.Builder // a list of all words would be larger than the text
	b.Grow(len(s))
	for word := range strings.FieldsSeq(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}
