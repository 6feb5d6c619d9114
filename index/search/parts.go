package search

import (
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/passage"
	"github.com/namedrop/namedrop/index/search/query"
)

// Part is where in a document a passage is.
type Part string

const (
	InTitle   Part = "title"
	InNotes   Part = "notes"
	InChapter Part = "chapter"
	InText    Part = "text"
	InHead    Part = "head" // title, notes or chapters; which one is not known
)

// headPart is a part of the head of a document.
type headPart struct {
	part   Part
	text   string
	second *float64
}

func headParts(d *feeds.Document) []headPart {
	parts := []headPart{{part: InTitle, text: d.Title}, {part: InNotes, text: d.Notes}}
	for i := range d.Chapters {
		c := &d.Chapters[i]
		p := headPart{part: InChapter, text: c.Title}
		if !c.Untimed {
			p.second = &c.Start
		}
		parts = append(parts, p)
	}
	return parts
}

// foundInHead returns the parts of the head that match, at most limit; base is what they share. If
// none matches by itself, such as when the query has only a date, it returns the notes or the title.
func (h highlighter) foundInHead(d *feeds.Document, base Found, limit int) []Found {
	var out []Found
	other := Found{}
	for _, p := range headParts(d) {
		if p.text == "" {
			continue
		}
		marks := h.spans(query.NewView(p.text, base.Language))
		f := base
		f.Part, f.Second, f.Fragment = p.part, p.second, fragment(p.text, marks, fragmentBytes)
		if len(marks) > 0 && len(out) < limit {
			out = append(out, f)
		}
		if len(marks) == 0 && (other.Part == "" || p.part == InNotes) {
			other = f
		}
	}
	if len(out) == 0 && other.Part != "" {
		out = append(out, other)
	}
	return out
}

// secondOf returns when the first of the marks in a passage is spoken, nil if the passage has no
// times. Without the document it is the passage's beginning.
func secondOf(d *feeds.Document, p index.Passage, marks [][2]int) *float64 {
	if p.To <= 0 {
		return nil
	}
	second := p.From
	if d != nil && len(marks) > 0 {
		at := p.Start + utf8.RuneCountInString(p.Text[:marks[0][0]])
		// A document that changed after it was indexed may have other words at that place.
		if s, known := passage.SecondAt(d.Cues, at); known && s >= p.From && s <= p.To {
			second = s
		}
	}
	return &second
}

// load returns the document if the request can load it, else nil.
func (r *Request) load(id string) *feeds.Document {
	if r.Document == nil {
		return nil
	}
	return r.Document(id)
}
