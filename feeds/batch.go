package feeds

import (
	"encoding/json"
	"time"
)

// Position is how far a source or a stream has been read. Its content is the adapter's own:
// HTTP validators, the last id, a host and a cursor. Only the adapter reads it.
type Position = json.RawMessage

// Batch is the result of one read of a source, or of some seconds of a stream.
type Batch struct {
	Source    *Source // the source as the network describes it now, with its new address if it moved; nil if it doesn't
	Position  Position
	Documents []Item    // newest first
	Gone      []Removal // what was deleted on the network
	Nudged    []string  // ids or addresses of sources to read at once; those that aren't followed are ignored
	Found     []string  // addresses to read once

	Hub *Hub // that tells when the source has changed; empty if there is none, nil if this read doesn't know

	Live        bool // just published: alerts are sent even at a source's first read
	NotModified bool
	More        bool      // there is more beyond Position that can be read at once
	Warnings    []Warning // what was repaired or left out
	Listed      int       // number of items that the source lists; zero means len(Documents)
	Fault       error     // what is wrong with the source although it could be read; it isn't healthy then
}

// Hub is a server that tells when a feed has changed (WebSub).
type Hub struct {
	URL   string
	Topic string // the address by which it knows the feed
}

// Item is a document with the files that its listing names.
type Item struct {
	Document
	Sources []string // ids of the sources it belongs to; empty means the source that was read
	Offers  []Offer
	Links   []string // of a page that an [Opener] read: the web addresses that it links to. They aren't stored.
}

// Removal is something that was deleted on its network. With only Author set, the whole
// account was deleted, with all of its documents.
type Removal struct {
	Network string
	Key     string // the document's key
	Author  string // the author's handle
	At      time.Time
}
