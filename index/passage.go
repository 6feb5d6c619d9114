package index

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Passage is 30 to 60 seconds of cues, or a paragraph or two of written text. It is the unit
// that is indexed, searched and quoted.
type Passage struct {
	ID       string // document id, "-", number
	Document string
	Number   int // 0 is the head: title, notes and chapters
	Start    int // code-point offset into the document's body
	End      int
	From     float64 // seconds; zero when the document has no times
	To       float64
	Speakers []string
	Language string // of the passage if it is clear, else of the document
	Text     string
}

// Entry is a document in the form that the search index takes: the fields that all its
// passages share, and the passages.
type Entry struct {
	Document  string
	Cluster   string // id that it shares with its near-duplicates; empty means that it has none
	Revision  string
	Month     string // partition, "2026-11" or "undated"
	Kind      feeds.Kind
	Network   string
	Sources   []string
	Show      string // name of the first source
	Site      string // host of the document's address
	Title     string
	URL       string
	Audio     string // address of the recording, for deep links
	People    []string
	Published time.Time
	Brands    []EntryBrand // brands mentioned, per passage number
	Passages  []Passage
	Seq       uint64 // stream sequence of the event that the entry came from
}

// EntryBrand records that a passage mentions a brand, and with what confidence.
type EntryBrand struct {
	Brand      string
	Passage    int
	Confidence float64
	Type       MentionType
}
