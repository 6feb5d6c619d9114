package feeds

import (
	"bytes"
	"encoding/json"
)

// SourceType says which reader understands a source.
type SourceType string

const (
	PodcastSource SourceType = "podcast" // RSS with audio
	FeedSource    SourceType = "feed"    // RSS, Atom or JSON Feed without audio
	ImportSource  SourceType = "import"  // documents handed over in a file; never crawled
)

// Source is something to crawl. Its Key is fixed when it is first read and survives
// a moved feed; document ids hang on the key, not on the address.
type Source struct {
	ID       string     `json:"id"`
	Key      string     `json:"key"`
	Type     SourceType `json:"type"`
	URL      string     `json:"url"`
	Name     string     `json:"name"`
	Title    string     `json:"title,omitempty"` // what the feed calls itself; the name is the user's own where they differ
	Site     string     `json:"site,omitempty"`
	Language string     `json:"language,omitempty"`
	Author   string     `json:"author,omitempty"`
	Image    string     `json:"image,omitempty"`
	Paused   bool       `json:"paused,omitempty"`

	Workspace string          `json:"workspace,omitempty"` // of a search; a feed belongs to everybody
	Query     string          `json:"query,omitempty"`     // what to search for, or whom to follow
	Settings  json.RawMessage `json:"settings,omitempty"`  // the adapter's own: an object with a member per field
	Account   string          `json:"account,omitempty"`   // id of shared credentials
	Secret    Secret          `json:"-"`                   // no answer ever shows it
}

// Equal reports whether two sources are the same in everything.
func (s Source) Equal(o Source) bool {
	return s.ID == o.ID && s.Key == o.Key && s.Type == o.Type && s.URL == o.URL && s.Name == o.Name && s.Title == o.Title &&
		s.Site == o.Site && s.Language == o.Language && s.Author == o.Author && s.Image == o.Image && s.Paused == o.Paused &&
		s.Workspace == o.Workspace && s.Query == o.Query && s.Account == o.Account && s.Secret == o.Secret &&
		bytes.Equal(s.Settings, o.Settings)
}

// SetTitle takes what the feed calls itself. A name of the user's own stays.
func (s *Source) SetTitle(title string) {
	if s.Name == s.Title {
		s.Name = title
	}
	s.Title = title
}

// Health is how a source is doing, in the words the interface uses.
type Health string

const (
	Waiting   Health = "waiting"   // not read yet
	Healthy   Health = "healthy"   // last read went well
	Failing   Health = "failing"   // transient errors, retried with back-off
	Throttled Health = "throttled" // the host asked for a pause
	Blocked   Health = "blocked"   // the host refuses us; asked again much later
	Gone      Health = "gone"      // the feed says it is no more
	Broken    Health = "broken"    // answers, but with nothing that can be read
	NeedsKey  Health = "needs_key" // asks for credentials
)
