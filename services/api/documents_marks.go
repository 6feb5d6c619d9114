package api

import (
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/search"
)

// Marks are the places in a document that a search matches, as code-point offsets: first, and the one
// after the last.
type Marks struct {
	Title [][2]int `json:"title"`
	Notes [][2]int `json:"notes"`
	Text  [][2]int `json:"text" doc:"Offsets into the whole text: the cues joined by one character each, or the text."`
}

// maxMarks is how many matches in one text are marked; a frequent word has thousands.
const maxMarks = 1000

func markDocument(d *feeds.Document, r search.Request) *Marks {
	in := func(text string) [][2]int {
		if len(text) > answerText {
			text = text[:answerText] // cut within a letter, the last word is not marked
		}
		marks := r.Highlight(text, d.Language).Marks
		if marks == nil {
			return [][2]int{}
		}
		return marks[:min(len(marks), maxMarks)]
	}
	return &Marks{Title: in(d.Title), Notes: in(d.Notes), Text: in(d.Body())}
}
