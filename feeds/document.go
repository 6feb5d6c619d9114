package feeds

import "time"

// Kind is what a document is to its audience.
type Kind string

const (
	Podcast Kind = "podcast"
	Video   Kind = "video"
	Post    Kind = "post"
	Page    Kind = "page"
)

// Kinds lists every kind, in the order the interface shows them.
var Kinds = []Kind{Podcast, Video, Post, Page}

// Origin is where a document's text came from. It decides whether names may have
// been misheard by a machine.
type Origin string

const (
	Publisher Origin = "publisher" // written or checked by people
	Captions  Origin = "captions"  // automatic captions of the platform
	Speech    Origin = "speech"    // our own speech recognition
	None      Origin = "none"      // no text: title, notes and chapters only
)

// Chapter is a titled point in a recording; Start is in seconds. Untimed is set where the second is
// not known; Start is then that of the chapter before.
type Chapter struct {
	Start   float64 `json:"start"`
	Title   string  `json:"title"`
	URL     string  `json:"url,omitempty"`
	Untimed bool    `json:"untimed,omitempty" doc:"The second is not known; start only keeps the order."`
}

// Person took part in a document. Role is the feed's own word in lower case: host, guest, author.
type Person struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
	URL  string `json:"url,omitempty"`
}

// Engagement counts what the network showed when the document was last read.
// These counts are not part of a revision: an item whose counts changed is not stored again.
type Engagement struct {
	Likes   int64 `json:"likes,omitempty"`
	Reposts int64 `json:"reposts,omitempty"`
	Replies int64 `json:"replies,omitempty"`
	Views   int64 `json:"views,omitempty"`
}

// Document is one episode, video, post or page.
//
// Title, Notes, Text and cue texts are plain text whatever the source sent.
// A document has either Text or Cues; with neither, Origin is None.
type Document struct {
	ID       string   `json:"id"`
	Revision string   `json:"revision"`
	Kind     Kind     `json:"kind"`
	Network  string   `json:"network"`           // podcast, web, youtube, bluesky, …
	Key      string   `json:"key"`               // natural key inside the network
	Sources  []string `json:"sources,omitempty"` // ids of the sources that list it

	// Alternates are other keys of the same item, best first. They find the stored document
	// when a publisher changes its guid. A reader leaves out keys that two items share.
	Alternates []string `json:"-"`

	URL      string    `json:"url,omitempty"`
	Title    string    `json:"title"`
	Notes    string    `json:"notes,omitempty"`
	Chapters []Chapter `json:"chapters,omitempty"`
	Author   string    `json:"author,omitempty"`
	Handle   string    `json:"handle,omitempty"`  // the author's name on the network: @ann@social.example
	Thread   string    `json:"thread,omitempty"`  // key of the first post of the thread that it is a reply in
	Cluster  string    `json:"cluster,omitempty"` // shared by near-duplicates and by copies of one conversation
	People   []Person  `json:"people,omitempty"`
	Language string    `json:"language,omitempty"` // BCP 47 as declared, or empty

	Published time.Time `json:"published"`
	Undated   bool      `json:"undated,omitempty"` // the publisher gave no date: Published is when it was first read
	Fetched   time.Time `json:"fetched"`
	Duration  float64   `json:"duration,omitempty"` // seconds

	Audio     string `json:"audio,omitempty"` // URL of the recording
	AudioType string `json:"audio_type,omitempty"`

	Text   string `json:"text,omitempty"`
	Cues   []Cue  `json:"cues,omitempty"`
	Origin Origin `json:"origin"`

	From string `json:"from,omitempty"` // id of the copy that the text was taken from; empty if it is the document's own

	// Synthetic is the evidence that a machine made it; empty where there is none.
	Synthetic string `json:"synthetic,omitempty"`

	Engagement Engagement `json:"engagement,omitzero"`

	// Backfill is set for the back catalogue: what a source lists at its first read, and
	// what is imported. It is never alerted.
	Backfill bool `json:"backfill,omitempty"`
}

// DocumentID returns the id of the document with that natural key in that network.
func DocumentID(network, key string) string { return ID("document", network, key) }

// Body returns the text of a document: its cues joined, or its text.
func (d *Document) Body() string {
	if len(d.Cues) > 0 {
		return JoinCues(d.Cues)
	}
	return d.Text
}
