package feeds

import (
	"context"
	"encoding/json"
	"time"
)

// Part is a piece of a document that a listing only names, or that has to be made.
type Part string

const (
	PartTranscript Part = "transcript" // the publisher's own
	PartChapters   Part = "chapters"
	PartCaptions   Part = "captions" // the platform's, automatic or not
	PartSpeech     Part = "speech"   // made by our own recognition
	PartText       Part = "text"     // of the page behind a listing
)

// Offer is a file that a listing names. Type is the declared media type, which is a hint
// and never trusted. Timed is the listing's promise of time codes.
type Offer struct {
	Part     Part   `json:"part,omitempty"`
	URL      string `json:"url"`
	Type     string `json:"type,omitempty"`
	Language string `json:"language,omitempty"`
	Timed    bool   `json:"captions,omitempty"`
}

// Filler gets one part of documents. Fillers are tried by cost, the cheapest first: a part
// that brings a text cancels those that are dearer and would bring one too.
type Filler interface {
	Part() Part
	Cost() int       // 0 is a file to fetch; what takes minutes of this machine is 100 and more
	Can(t Task) bool // reports whether there is anything to try
	Fill(ctx context.Context, t Task) (Filled, error)
}

// Task is a part to be filled.
type Task struct {
	Document Document
	Source   Source
	Offers   []Offer    // of this part
	Twins    []Document // other copies of the same thing
	Names    []string   // that are likely to be said in it

	// State is what the last try saved, so that work of an hour isn't begun again.
	State json.RawMessage
	Save  func(state json.RawMessage, progress float64) error
}

// Filled is what became of a task. With Retry set the text is good but something better is
// expected then. With an error beside it, what it holds is kept and the part is tried again.
type Filled struct {
	Text     string
	Cues     []Cue
	Chapters []Chapter
	Origin   Origin // of Text or Cues
	Language string
	From     string // the id of the twin it came from; empty for the document's own
	Retry    time.Time
}

// HasText reports whether a text came, with times or without.
func (f Filled) HasText() bool { return len(f.Cues) > 0 || f.Text != "" }

// BringsText reports whether the part is the document's text. Of several such parts one is
// enough.
func (p Part) BringsText() bool { return p != PartChapters }
