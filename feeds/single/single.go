// Package single is the source of posts and pages that are read once: those that a person adds by their address or
// pastes, and those that other sources mention.
//
// Who reads an address is decided by the specs: the first whose Opens knows it. The page of any web site is the
// last resort.
package single

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/plain"
	"github.com/namedrop/namedrop/feeds/social/timeline"
)

// Spec returns the spec of single posts and pages.
func Spec() feeds.Spec {
	return feeds.Spec{
		Type:    feeds.SingleSource,
		Name:    "Single posts and pages",
		Summary: "One post or page, read once by its address, or pasted.",
		Limits: "It isn't read again, so edits and deletions aren't seen. LinkedIn and others show most posts to people only: paste their text. " +
			"Replies and comments below a post aren't read.",
		Kinds: []feeds.Kind{feeds.Post, feeds.Page},
		Fields: []feeds.Field{
			{Name: feeds.URLField, Kind: feeds.FieldURL, Required: true, Label: "Address",
				Help: "Of one post on LinkedIn, X, Mastodon, Bluesky, Reddit, Hacker News, Lemmy, Discourse or Telegram, or of a page.", Example: "https://www.linkedin.com/posts/ada_larkmeter-activity-7300000000000000000-AbCd"},
			{Name: "text", Kind: feeds.FieldLines, Label: "Text", Help: "Pasted, for a post that can't be fetched. Leave it empty to have the address read."},
			{Name: "author", Kind: feeds.FieldText, Label: "Author", Help: "Of a pasted post.", Example: "Ada Lark"},
			{Name: "published", Kind: feeds.FieldText, Label: "Date", Help: "Of a pasted post. The numbers of posts on LinkedIn and X hold it already.", Example: "2026-11-23"},
		},
		Check: func(s feeds.Source) error { _, err := Read(s); return err },
	}
}

// maxText is how long a pasted text may be, in bytes.
const maxText = 100_000

// Pasted is what a person knows of a post beside its address.
type Pasted struct {
	Text      string `json:"text,omitempty"`
	Author    string `json:"author,omitempty"`
	Published string `json:"published,omitempty"`
}

// Read returns what was pasted, from the settings of a source.
func Read(s feeds.Source) (p Pasted, err error) {
	if len(s.Settings) > 0 && json.Unmarshal(s.Settings, &p) != nil {
		return p, &feeds.FieldError{Field: "text", Code: "single_text", Reason: "The text, author and date must be texts."}
	}
	if _, ok := moment(p.Published); !ok {
		return p, &feeds.FieldError{Field: "published", Code: "single_date", Reason: "The date must look like 2026-11-23 or 2026-11-23T09:00:00Z."}
	}
	if len(p.Text) > maxText {
		return p, &feeds.FieldError{Field: "text", Code: "single_long", Reason: "The text is longer than 100,000 characters."}
	}
	return p, nil
}

// FieldCodes returns the codes of what is wrong with a source.
func FieldCodes() []string { return []string{"single_text", "single_date", "single_long"} }

func moment(s string) (time.Time, bool) {
	if s = strings.TrimSpace(s); s == "" {
		return time.Time{}, true
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02 15:04", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1990 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}

// Dropped is the warning that addresses that a source found were left out.
func Dropped(n int) feeds.Warning {
	return feeds.Warn("addresses_dropped", "Addresses that were not read, because too many wait already or they are none: {n}.", "n", strconv.Itoa(n))
}

// Opener returns the spec that reads an address, with what the address says by itself.
func Opener(specs []feeds.Spec, address string) (feeds.Spec, feeds.Document, bool) {
	for _, s := range specs {
		if s.Opens == nil {
			continue
		}
		if d, ok := s.Opens(address); ok {
			return s, d, true
		}
	}
	return feeds.Spec{}, feeds.Document{}, false
}

// IsPost reports whether an address is that of one post of a network, and not of just any page.
func IsPost(specs []feeds.Spec, address string) bool {
	_, d, ok := Opener(specs, address)
	return ok && d.Kind == feeds.Post
}

// Document returns a pasted post: what its address says, with what the person typed.
func (p Pasted) Document(of feeds.Document) feeds.Document {
	d := of
	d.Text, d.Author, d.Origin = plain.Tidy(timeline.Clip(p.Text, maxText)), plain.Line(timeline.Clip(p.Author, 300)), feeds.Publisher
	if at, ok := moment(p.Published); ok && !at.IsZero() {
		d.Published = at
	}
	d.Author = cmp.Or(d.Author, d.Handle)
	d.ID = feeds.DocumentID(d.Network, d.Key)
	d.Revision = d.ComputeRevision()
	return d
}
