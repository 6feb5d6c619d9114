// Package jsonl reads documents from JSON Lines, for `namedrop detect`, imports and tests. A line is an
// object with text or cues; unknown fields are ignored.
package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
)

// Record is one line.
type Record struct {
	ID        json.RawMessage `json:"id"` // returned unchanged
	Kind      string          `json:"kind"`
	Language  string          `json:"language"`
	Title     string          `json:"title"`
	Notes     string          `json:"notes"`
	Author    word            `json:"author"`
	URL       word            `json:"url"`
	Published word            `json:"published"` // a day, an RFC 3339 moment or a date as in feeds
	Source    word            `json:"source"`
	People    []Person        `json:"people"`
	Chapters  chapters        `json:"chapters"`
	Origin    feeds.Origin    `json:"origin"` // if absent, detection decides from the text
	Text      string          `json:"text"`
	Duration  word            `json:"duration"` // of the recording
	Cues      []cue           `json:"cues"`
}

// cue is a cue whose times may be written in any way. One that can't be read is unknown.
type cue struct {
	Start   any    `json:"start"`
	End     any    `json:"end"`
	Speaker word   `json:"speaker"`
	Text    string `json:"text"`
}

// cues returns the record's cues in the order of their times. Times are never negative.
func (r *Record) cues() []feeds.Cue {
	out := make([]feeds.Cue, 0, len(r.Cues))
	for _, c := range r.Cues {
		start, ok := captions.Seconds(c.Start)
		end, _ := captions.Seconds(c.End)
		out = append(out, feeds.Cue{Start: start, End: end, Speaker: string(c.Speaker), Text: c.Text, Untimed: !ok})
	}
	duration, _ := captions.Clock(string(r.Duration))
	return captions.Within(captions.Ordered(out), duration)
}

// Read reads a line. The error is a [*Mistake]. The record that comes with it holds what could be read
// all the same, above all the id.
func Read(line []byte) (Record, error) {
	var r Record
	line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff")))
	err := json.Unmarshal(line, &r)
	if err == nil && r.Text == "" && len(r.Cues) == 0 {
		r.otherNames(line)
	}
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mistyped) && mistyped.Field != "":
		return r, mistake("line_field_type", "field", mistyped.Field, "type", jsonType(mistyped.Value))
	case mistyped != nil:
		return r, mistake("line_not_object", "type", jsonType(mistyped.Value))
	case err != nil:
		return r, mistake("line_not_json")
	}
	return r, nil
}

// otherNames fills in the words of a line in which they have the names of another program: segments,
// utterances, transcript.
func (r *Record) otherNames(line []byte) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(line, &fields) != nil {
		return
	}
	for _, known := range []string{"id", "kind", "language", "title", "notes", "author", "url", "published", "source", "people", "chapters", "origin", "text", "cues"} {
		delete(fields, known)
	}
	rest, err := json.Marshal(fields)
	if err != nil || len(fields) == 0 {
		return
	}
	found, err := captions.Parse(rest, "application/json")
	if err != nil || found.Format != captions.JSON {
		return
	}
	r.Text = found.Text
	for _, c := range found.Cues {
		one := cue{Start: c.Start, End: c.End, Speaker: word(c.Speaker), Text: c.Text}
		if c.Untimed {
			one.Start, one.End = nil, nil
		}
		r.Cues = append(r.Cues, one)
	}
}

// jsonType returns JSON's name of a type that encoding/json found.
func jsonType(value string) string {
	kind, _, _ := strings.Cut(value, " ") // "number 1.5"
	if kind == "bool" {
		return "boolean"
	}
	return kind
}

// word is a text field in which the lines of other programs may have another type. Detection doesn't
// read these fields and must not fail because of them.
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

// chapters are empty where they have another form than ours.
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

// Document returns the text of the record as a document, without id, network and key, which the
// import sets.
func (r *Record) Document() feeds.Document {
	d := feeds.Document{
		Kind: kind(r.Kind), Language: r.Language, Title: r.Title, Notes: r.Notes, Author: string(r.Author), URL: string(r.URL),
		Chapters: r.Chapters, Origin: r.Origin, Text: r.Text, Cues: r.cues(),
	}
	for _, p := range r.People {
		d.People = append(d.People, feeds.Person(p))
	}
	return d
}

// kind returns the document's kind. Other programs' words for a transcript mean a podcast; unknown words
// mean a post.
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

// Network is the network of imported documents.
const Network = "import"

// Imported returns the record as a document of the back catalogue, with the name of its source. Its date
// is now where it has none. The error is a [*Mistake].
func (r *Record) Imported(now time.Time) (d feeds.Document, source string, err error) {
	d = r.Document()
	if source = string(r.Source); source == "" {
		source = "Import"
	}
	id := r.name()
	if id == "" {
		return d, source, mistake("line_unidentified")
	}
	d.Network, d.Key = Network, source+"\n"+id
	d.ID = feeds.DocumentID(d.Network, d.Key)
	d.Backfill, d.Fetched = true, now
	if d.Text == "" && len(d.Cues) == 0 {
		d.Origin = feeds.None
	}
	if u, err := url.Parse(d.URL); d.URL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return d, source, mistake("line_url", "url", shortened(d.URL))
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

// name returns the id, whatever its type, or the address.
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
	if t, err := mail.ParseDate(s); err == nil { // as in feeds and mail: Mon, 03 Aug 2026 06:00:00 GMT
		return t, nil
	}
	return time.Time{}, mistake("line_date", "date", shortened(s))
}
