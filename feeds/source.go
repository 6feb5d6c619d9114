package feeds

import (
	"bytes"
	"encoding/json"
)

// SourceType names the adapter that reads a source.
type SourceType string

const (
	PodcastSource SourceType = "podcast" // RSS with audio
	FeedSource    SourceType = "feed"    // RSS, Atom or JSON Feed without audio
	ImportSource  SourceType = "import"  // documents imported from a file; never read again
	SingleSource  SourceType = "single"  // posts and pages that are read once, by their address
)

// Source is a feed, a search or a channel that is followed. Its Key is set when the source is
// first read and stays when the feed moves, because document ids are made from the key and
// not from the address.
type Source struct {
	ID       string     `json:"id"`
	Key      string     `json:"key"`
	Type     SourceType `json:"type"`
	URL      string     `json:"url"`
	Name     string     `json:"name"`
	Title    string     `json:"title,omitempty"` // as the feed names itself; where Name differs, the user chose it
	Site     string     `json:"site,omitempty"`
	Language string     `json:"language,omitempty"`
	Author   string     `json:"author,omitempty"`
	Image    string     `json:"image,omitempty"`
	Paused   bool       `json:"paused,omitempty"`

	Workspace string          `json:"workspace,omitempty"` // of a search; feeds are shared by all workspaces
	Query     string          `json:"query,omitempty"`     // what to search for, or whom to follow
	Settings  json.RawMessage `json:"settings,omitempty"`  // the adapter's own: an object with a member per field
	Account   string          `json:"account,omitempty"`   // id of shared credentials
	Secret    Secret          `json:"-"`                   // no answer ever shows it
}

// Equal reports whether two sources are the same in every field.
func (s Source) Equal(o Source) bool {
	return s.ID == o.ID && s.Key == o.Key && s.Type == o.Type && s.URL == o.URL && s.Name == o.Name && s.Title == o.Title &&
		s.Site == o.Site && s.Language == o.Language && s.Author == o.Author && s.Image == o.Image && s.Paused == o.Paused &&
		s.Workspace == o.Workspace && s.Query == o.Query && s.Account == o.Account && s.Secret == o.Secret &&
		bytes.Equal(s.Settings, o.Settings)
}

// SetTitle sets the title, and the name too unless the user chose one.
func (s *Source) SetTitle(title string) {
	if s.Name == s.Title {
		s.Name = title
	}
	s.Title = title
}

// Health is how a source is doing.
type Health string

const (
	Waiting   Health = "waiting"   // not read yet
	Healthy   Health = "healthy"   // the last read succeeded
	Failing   Health = "failing"   // transient errors; retried with back-off
	Throttled Health = "throttled" // the host asked for a pause
	Blocked   Health = "blocked"   // the host refuses to answer us; retried much later
	Gone      Health = "gone"      // the host says that the feed no longer exists
	Broken    Health = "broken"    // the answer can't be read
	NeedsKey  Health = "needs_key" // the host asks for credentials
)
