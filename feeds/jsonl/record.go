// Package jsonl reads documents handed over as JSON Lines: by `namedrop detect`, by an
// import and by tests. A line is an object with text or cues; fields it doesn't know
// are ignored.
package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Record is one line.
type Record struct {
	ID        json.RawMessage `json:"id"` // echoed as it came
	Kind      string          `json:"kind"`
	Language  string          `json:"language"`
	Title     string          `json:"title"`
	Notes     string          `json:"notes"`
	Author    word            `json:"author"`
	URL       word            `json:"url"`
	Published word            `json:"published"` // a day or an RFC 3339 moment
	Source    word            `json:"source"`
	People    []Person        `json:"people"`
	Chapters  chapters        `json:"chapters"`
	Origin    feeds.Origin    `json:"origin"` // absent: detection judges from the text
	Text      string          `json:"text"`
	Cues      []feeds.Cue     `json:"cues"`
}

// Read reads a line. An error says in plain words what is wrong with it; what could be read
// all the same, the id above all, comes with it.
func Read(line []byte) (Record, error) {
	var r Record
	err := json.Unmarshal(line, &r)
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mistyped) && mistyped.Field != "":
		return r, fmt.Errorf("%s must not be %s", mistyped.Field, indefinite(mistyped.Value))
	case mistyped != nil:
		return r, fmt.Errorf("this is no JSON object but %s", indefinite(mistyped.Value))
	case err != nil:
		return r, fmt.Errorf("this is no JSON object: %w", err)
	}
	return r, nil
}

func indefinite(value string) string {
	kind, _, _ := strings.Cut(value, " ") // "number 1.5"
	switch kind {
	case "object", "array":
		return "an " + kind
	case "bool":
		return "true or false"
	}
	return "a " + kind
}

// word is a text that other programs' lines may hold something else in: detection reads none
// of these, and must not fail over one.
type word string

func (w *word) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case json.Unmarshal(b, &s) == nil:
		*w = word(s)
	case b[0] != '{' && b[0] != '[':
		*w = word(b)
	}
	return nil
}

// chapters of another shape than ours are none.
type chapters []feeds.Chapter

func (c *chapters) UnmarshalJSON(b []byte) error {
	var list []feeds.Chapter
	if json.Unmarshal(b, &list) == nil {
		*c = list
	}
	return nil
}

// Person is a name, or an object with a name and a role.
type Person feeds.Person

// UnmarshalJSON takes either form.
func (p *Person) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte(`"`)) {
		return json.Unmarshal(b, &p.Name)
	}
	return json.Unmarshal(b, (*feeds.Person)(p))
}

// Document is the record as a document, as far as its text goes: id, network and key
// are the importer's to give.
func (r *Record) Document() feeds.Document {
	d := feeds.Document{
		Kind: kind(r.Kind), Language: r.Language, Title: r.Title, Notes: r.Notes, Author: string(r.Author), URL: string(r.URL),
		Chapters: r.Chapters, Origin: r.Origin, Text: r.Text, Cues: r.Cues,
	}
	for _, p := range r.People {
		d.People = append(d.People, feeds.Person(p))
	}
	return d
}

// kind is the document's kind; words of other programs for a transcript mean a podcast,
// and what is unknown a post.
func kind(s string) feeds.Kind {
	switch k := feeds.Kind(s); k {
	case feeds.Podcast, feeds.Video, feeds.Post, feeds.Page:
		return k
	}
	switch s {
	case "captions", "asr", "speech", "transcript":
		return feeds.Podcast
	}
	return feeds.Post
}

// Network is what imported documents come by.
const Network = "import"

// Imported is the record as a document of the archive, back catalogue, with the name
// of the source it belongs to. now stands in where it has no date.
func (r *Record) Imported(now time.Time) (d feeds.Document, source string, err error) {
	d = r.Document()
	if source = string(r.Source); source == "" {
		source = "Import"
	}
	id := r.name()
	if id == "" {
		return d, source, errors.New("it has neither id nor url: one of them tells documents apart")
	}
	d.Network, d.Key = Network, source+"\n"+id
	d.ID = feeds.DocumentID(d.Network, d.Key)
	d.Backfill, d.Fetched = true, now
	if d.Text == "" && len(d.Cues) == 0 {
		d.Origin = feeds.None
	}
	if u, err := url.Parse(d.URL); d.URL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return d, source, fmt.Errorf("url %q is no web address; it should look like https://example.com/page", d.URL)
	}
	d.Published, d.Undated = now, true
	if r.Published != "" {
		d.Undated = false
		if d.Published, err = moment(string(r.Published)); err != nil {
			return d, source, err
		}
	}
	return d, source, nil
}

// name is the id, a string or any other value, else the address.
func (r *Record) name() string {
	var s string
	if json.Unmarshal(r.ID, &s) == nil && s != "" {
		return s
	}
	if id := string(bytes.TrimSpace(r.ID)); id != "" && id != "null" && id != `""` {
		return id
	}
	return string(r.URL)
}

func moment(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("published %q is no date; write 2026-11-23 or 2026-11-23T09:00:00Z", s)
}
