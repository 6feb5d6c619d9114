package search

import (
	"cmp"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/search/query"
)

// Fragment is the part of a passage worth showing. Text is plain text as it was written.
// HTML is the same text, escaped, with <mark> around the matches and an ellipsis where it
// was cut. Marks are code points in Text.
type Fragment struct {
	Text  string   `json:"text"`
	HTML  string   `json:"html"`
	Marks [][2]int `json:"marks,omitempty"`
}

// fragmentBytes is about how much of a passage is shown.
const fragmentBytes = 320

// highlighter knows which parts of a query to mark. One goroutine may use it.
type highlighter struct {
	nodes []query.Node
}

func newHighlighter(q query.Query, names []string) highlighter {
	var h highlighter
	query.Walk(q.Root, func(n query.Node, positive bool) bool {
		switch n.(type) {
		case query.And, query.Or, query.Not, query.Near, query.Words, query.MinimumMatch:
			return true
		case query.Word, query.Phrase, query.Prefix, query.Fuzzy, query.Raw:
			if positive && len(h.nodes) < 200 {
				h.nodes = append(h.nodes, n)
			}
		}
		return false
	})
	for _, name := range names {
		if n := query.Spelled(name); n != nil {
			h.nodes = append(h.nodes, n)
		}
	}
	return h
}

// spans returns the bytes of v to mark, in order, without overlap.
func (h highlighter) spans(v *query.View) [][2]int {
	var out [][2]int
	for _, n := range h.nodes {
		for _, s := range v.Spans(n) {
			out = append(out, [2]int{s.Start, s.End})
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(b[1], a[1])) })
	merged := out[:0]
	for _, s := range out {
		if n := len(merged); n > 0 && s[0] < merged[n-1][1] {
			merged[n-1][1] = max(merged[n-1][1], s[1])
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// fragment cuts the part of text with the most marks. A text of more than maxBytes is cut;
// maxBytes 0 leaves it whole.
func fragment(text string, marks [][2]int, maxBytes int) Fragment {
	from, to := 0, len(text)
	if maxBytes > 0 && len(text) > maxBytes {
		from, to = window(text, marks, maxBytes)
	}
	var f Fragment
	f.Text = text[from:to]
	var b strings.Builder
	if from > 0 {
		b.WriteString("… ")
	}
	at, runes := from, 0
	for _, m := range marks {
		if m[0] < from || m[1] > to {
			continue
		}
		runes += utf8.RuneCountInString(text[at:m[0]])
		n := utf8.RuneCountInString(text[m[0]:m[1]])
		f.Marks = append(f.Marks, [2]int{runes, runes + n})
		runes += n
		b.WriteString(escape(text[at:m[0]]))
		b.WriteString("<mark>")
		b.WriteString(escape(text[m[0]:m[1]]))
		b.WriteString("</mark>")
		at = m[1]
	}
	b.WriteString(escape(text[at:to]))
	if to < len(text) {
		b.WriteString(" …")
	}
	f.HTML = b.String()
	return f
}

// shown returns those of the marks that [fragment] shows.
func shown(text string, marks [][2]int, maxBytes int) [][2]int {
	if len(text) <= maxBytes {
		return marks
	}
	from, to := window(text, marks, maxBytes)
	return slices.DeleteFunc(slices.Clone(marks), func(m [2]int) bool { return m[0] < from || m[1] > to })
}

// window chooses where to cut: between words, around the place with the most marks.
func window(text string, marks [][2]int, maxBytes int) (from, to int) {
	best, count := 0, 0
	for i := range marks {
		n := 0
		for j := i; j < len(marks) && marks[j][1]-marks[i][0] <= maxBytes*3/4; j++ {
			n++
		}
		if n > count {
			best, count = i, n
		}
	}
	if count > 0 {
		last := marks[best+count-1][1]
		from = max(0, marks[best][0]-max(0, maxBytes-(last-marks[best][0]))/2)
		to = min(len(text), max(from+maxBytes, marks[best][1]))
		from = max(0, min(from, to-maxBytes))
	} else {
		to = min(len(text), maxBytes)
	}
	keep := [2]int{from, to}
	if count > 0 {
		keep = marks[best]
	}
	// Outwards to whole runes, then inwards to whole words where there is one near.
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	if from > 0 {
		if i := strings.IndexFunc(text[from:min(len(text), from+40)], unicode.IsSpace); i >= 0 && (count == 0 || from+i < keep[0]) {
			from += i
			from += len(text[from:]) - len(strings.TrimLeftFunc(text[from:], unicode.IsSpace))
		}
	}
	if to < len(text) {
		start := max(from, to-40)
		for start < to && !utf8.RuneStart(text[start]) {
			start++
		}
		if i := strings.LastIndexFunc(text[start:to], unicode.IsSpace); i >= 0 && (count == 0 || start+i >= keep[1]) {
			to = start + i
		}
	}
	return from, max(from, to)
}

// escape makes text safe inside HTML. It replaces control characters and invalid UTF-8.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return html.EscapeString(s)
}

// Highlight marks what q matches in a text that is not in the index.
func Highlight(q query.Query, text, language string) Fragment {
	return fragment(text, newHighlighter(q, nil).spans(query.NewView(text, language)), 0)
}

// Highlight marks what the request looks for in a text: its query and its names.
func (r Request) Highlight(text, language string) Fragment {
	return fragment(text, newHighlighter(r.Query, r.Names).spans(query.NewView(text, language)), 0)
}

// Snippet is [Highlight] cut to about maxBytes, around the matches.
func Snippet(q query.Query, text, language string, maxBytes int) Fragment {
	return fragment(text, newHighlighter(q, nil).spans(query.NewView(text, language)), maxBytes)
}
