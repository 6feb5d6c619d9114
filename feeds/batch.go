package feeds

import (
	"encoding/json"
	"time"
)

// Position is how far a source or a stream has been read, in the adapter's own terms:
// validators, the last id, a host and a cursor. Nobody else looks inside.
type Position = json.RawMessage

// Batch is what one read of a source, or one stretch of a stream, brought.
type Batch struct {
	Source    *Source // what the network says of the source now, its new address included; nil if nothing
	Position  Position
	Documents []Item    // newest first
	Gone      []Removal // what the network says was deleted
	Nudged    []string  // ids of sources to read now
	Found     []string  // addresses to read once

	Live        bool // just published: alerts go out even at a source's first read
	NotModified bool
	More        bool     // there is more to read beyond Position, at once
	Warnings    []string // what was repaired or left out, a sentence each
	Listed      int      // items that the source lists; zero means len(Documents)
}

// Item is a document and what its network tells of it beside the text.
type Item struct {
	Document
	Sources []string // ids of the sources it belongs to; none means the source that was read
	Offers  []Offer
}

// Removal is something that a network says is gone. Author alone means that the account
// is gone, with all of its documents.
type Removal struct {
	Network string
	Key     string // the document's key
	Author  string // the author's handle
	At      time.Time
}

// Docs returns the documents of a batch.
func (b Batch) Docs() []Document {
	docs := make([]Document, len(b.Documents))
	for i := range b.Documents {
		docs[i] = b.Documents[i].Document
	}
	return docs
}
