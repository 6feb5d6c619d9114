package detectcmd

import (
	"bytes"
	"encoding/json"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// input is one line of standard input. Fields it does not name are ignored.
type input struct {
	ID       json.RawMessage `json:"id"`
	Kind     string          `json:"kind"`
	Language string          `json:"language"`
	Title    string          `json:"title"`
	Notes    string          `json:"notes"`
	Author   string          `json:"author"`
	URL      string          `json:"url"`
	People   []person        `json:"people"`
	Chapters []feeds.Chapter `json:"chapters"`
	Origin   feeds.Origin    `json:"origin"`
	Text     string          `json:"text"`
	Cues     []feeds.Cue     `json:"cues"`
}

// person is a name, or an object with a name and a role.
type person feeds.Person

func (p *person) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte(`"`)) {
		return json.Unmarshal(b, &p.Name)
	}
	return json.Unmarshal(b, (*feeds.Person)(p))
}

func (in *input) document() *feeds.Document {
	doc := &feeds.Document{
		Kind: feeds.Kind(in.Kind), Language: in.Language, Title: in.Title, Notes: in.Notes, Author: in.Author, URL: in.URL,
		Chapters: in.Chapters, Origin: in.Origin, Text: in.Text, Cues: in.Cues,
	}
	for _, p := range in.People {
		doc.People = append(doc.People, feeds.Person(p))
	}
	return doc
}

// answer is one line of standard output.
type answer struct {
	ID    json.RawMessage `json:"id"`
	Hits  []hit           `json:"hits"`
	Error string          `json:"error,omitempty"`
}

type hit struct {
	Brand      string      `json:"brand"`
	Field      index.Field `json:"field,omitempty"`
	Surface    string      `json:"surface"`
	Start      int         `json:"start"`
	End        int         `json:"end"`
	Second     *float64    `json:"second"`
	Speaker    string      `json:"speaker"`
	Quote      string      `json:"quote"`
	Confidence float64     `json:"confidence"`
	Reason     string      `json:"reason"`
	Unsure     bool        `json:"unsure,omitempty"`
}

func hitOf(h index.Hit, withField bool) hit {
	out := hit{
		Brand: h.Brand, Surface: h.Surface, Start: h.Start, End: h.End, Second: h.Second, Speaker: h.Speaker,
		Quote: h.Quote, Confidence: h.Confidence, Reason: h.Reason, Unsure: h.Unsure,
	}
	if withField {
		out.Field = h.Field
	}
	return out
}
