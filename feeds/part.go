package feeds

import (
	"context"
	"encoding/json"
	"time"
)

// Part is a piece of a document that is filled in later: the listing only names its file, or
// it has to be made.
type Part string

const (
	PartTranscript Part = "transcript" // by the publisher
	PartChapters   Part = "chapters"
	PartCaptions   Part = "captions" // by the platform, automatic or not
	PartSpeech     Part = "speech"   // by our own speech recognition
	PartText       Part = "text"     // of the page that the listing links to
)

// Offer is a file that a listing names. Type is the declared media type: a hint that is
// never trusted. Timed is set where the listing promises time codes.
type Offer struct {
	Part     Part   `json:"part,omitempty"`
	URL      string `json:"url"`
	Type     string `json:"type,omitempty"`
	Language string `json:"language,omitempty"`
	Timed    bool   `json:"captions,omitempty"`

	// Of a recording that was recognised: its SHA-256, and its length. The times belong to this file.
	Hash    string  `json:"hash,omitempty"`
	Seconds float64 `json:"seconds,omitempty"`
}

// Filler fills one part of documents. The cheapest filler is tried first. Once a part has
// brought a text, dearer parts that would bring one too are cancelled.
type Filler interface {
	Part() Part
	Cost() int       // 0 for fetching a file; 100 and more for minutes of computing
	Can(t Task) bool // reports whether the filler can do anything for the task
	Fill(ctx context.Context, t Task) (Filled, error)
}

// Task is a part to be filled.
type Task struct {
	Document Document
	Source   Source
	Offers   []Offer    // of this part
	Twins    []Document // other copies of the same episode or video
	Names    []string   // names that are likely to be spoken in it

	// State is what the last attempt saved, so that an hour of work is not started over.
	State json.RawMessage
	Save  func(state json.RawMessage, progress float64) error
}

// Filled is the result of a task. With Retry set, the text is usable but a better one is
// expected at that time. With an error beside it, what it holds is kept and the part is tried
// again.
type Filled struct {
	Text     string
	Cues     []Cue
	Chapters []Chapter
	Origin   Origin // of Text or Cues
	Language string
	Duration float64 // of the recording in seconds, where it became known; it is kept without a text too
	File     Offer   // the offer that it came from, with the language that its listing says
	From     string  // id of the twin that it was taken from; empty if it is the document's own
	Retry    time.Time
}

// HasText reports whether there is a text, with times or without.
func (f Filled) HasText() bool { return len(f.Cues) > 0 || f.Text != "" }

// BringsText reports whether the part becomes the document's text. One such part is enough.
func (p Part) BringsText() bool { return p != PartChapters }
