package alerts

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
)

// EventName is what happened to a mention.
type EventName string

const (
	Found     EventName = "found"
	Amended   EventName = "amended"
	Dismissed EventName = "dismissed"
	Removed   EventName = "removed"
)

// Event is the mention event: CloudEvents 1.0 in structured JSON. It is the public
// contract of the stream MENTIONS and the body of the webhook; docs/events.md holds
// its schema.
type Event struct {
	SpecVersion     string    `json:"specversion"`
	ID              string    `json:"id"` // "<mention>.<revision>"
	Source          string    `json:"source"`
	Type            string    `json:"type"` // "namedrop.mention.<event>.v1"
	Time            time.Time `json:"time"`
	DataContentType string    `json:"datacontenttype"`
	Data            EventData `json:"data"`
}

// EventData is the mention at this revision.
type EventData struct {
	Workspace  string            `json:"workspace"`
	Mention    string            `json:"mention"`
	Cluster    string            `json:"cluster,omitempty"` // shared by the documents that carry the same conversation
	Revision   int64             `json:"revision"`
	Brand      EventBrand        `json:"brand"`
	Document   EventDocument     `json:"document"`
	Hits       []EventHit        `json:"hits"`                // in order of time
	Best       int               `json:"best"`                // index of the hit to show where only one is shown
	HitsTotal  int               `json:"hits_total,omitzero"` // number of hits, where Hits holds only those with the highest confidence
	Type       index.MentionType `json:"type"`
	Confidence float64           `json:"confidence"`
	Unsure     bool              `json:"unsure"`
	State      index.State       `json:"state"`
	Backfill   bool              `json:"backfill"`
	Link       string            `json:"link"`             // the mention's page in the desk
	Copies     []EventCopy       `json:"copies,omitempty"` // all documents of the cluster that name the brand, this one included; none where it is the only one
}

// EventCopy is a document that carries the same conversation, and the brand's mention in it.
// Link opens that mention at its first second.
type EventCopy struct {
	ID      string     `json:"id"`
	Mention string     `json:"mention"`
	Kind    feeds.Kind `json:"kind"`
	Network string     `json:"network"`
	URL     string     `json:"url"`
	Source  string     `json:"source"` // its name
	Link    string     `json:"link"`
}

type EventBrand struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Own  bool   `json:"own"`
}

type EventDocument struct {
	ID      string      `json:"id"`
	Kind    feeds.Kind  `json:"kind"`
	Network string      `json:"network"`
	URL     string      `json:"url"`
	Title   string      `json:"title"`
	Author  string      `json:"author"`
	Source  EventSource `json:"source"`
	// Sources are all sources that the document came by, the first one included; none where it is
	// the only one.
	Sources   []EventSource `json:"sources,omitempty"`
	Published time.Time     `json:"published"`
	Language  string        `json:"language"`
}

type EventSource struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// EventHit is a hit as it is published. Link opens the mention at the hit's second.
type EventHit struct {
	Field      index.Field `json:"field"`
	Second     *float64    `json:"second"`
	Speaker    string      `json:"speaker"`
	Quote      string      `json:"quote"`
	Surface    string      `json:"surface"`
	Confidence float64     `json:"confidence"`
	Reason     string      `json:"reason"`
	Link       string      `json:"link"`
}

// BestHit returns the hit to show where only one is shown, or nil if there are none.
func (d *EventData) BestHit() *EventHit {
	if d.Best < 0 || d.Best >= len(d.Hits) {
		return nil
	}
	return &d.Hits[d.Best]
}

// total returns the number of hits where a mention doesn't hold all of them, and 0 otherwise.
func total(m index.Mention) int {
	if m.Total > len(m.Hits) {
		return m.Total
	}
	return 0
}

// NewEvent returns the event of a mention in its present state, without copies. sources are those
// of the document, the first one first. at is when it happened; desk is the public address of the
// desk, without a trailing slash.
func NewEvent(name EventName, m index.Mention, b index.Brand, d feeds.Document, sources []feeds.Source, desk string, at time.Time) Event {
	var from []EventSource
	for _, s := range sources {
		from = append(from, EventSource{ID: s.ID, Name: s.Name})
	}
	var first EventSource
	if len(from) > 0 {
		first = from[0]
	}
	if len(from) < 2 {
		from = nil
	}
	data := EventData{
		Workspace: m.Workspace,
		Mention:   m.ID,
		Cluster:   cmp.Or(m.Cluster, d.ID),
		Revision:  m.Revision,
		Brand:     EventBrand{ID: b.ID, Name: b.Name, Own: b.Own},
		Document: EventDocument{
			ID: d.ID, Kind: d.Kind, Network: d.Network, URL: d.URL, Title: d.Title, Author: d.Author,
			Source: first, Sources: from, Published: d.Published.UTC(), Language: d.Language,
		},
		Hits:       make([]EventHit, 0, len(m.Hits)),
		Best:       index.Best(m.Hits),
		HitsTotal:  total(m),
		Type:       m.Type,
		Confidence: m.Confidence,
		Unsure:     m.Unsure,
		State:      m.State,
		Backfill:   m.Backfill,
		Link:       desk + "/mentions/" + m.ID,
	}
	for _, h := range m.Hits {
		link := linkAt(data.Link, h)
		data.Hits = append(data.Hits, EventHit{
			Field: h.Field, Second: h.Second, Speaker: h.Speaker, Quote: h.Quote,
			Surface: h.Surface, Confidence: h.Confidence, Reason: h.Reason, Link: link,
		})
	}
	return Event{
		SpecVersion:     "1.0",
		ID:              fmt.Sprintf("%s.%d", m.ID, m.Revision),
		Source:          "/workspaces/" + m.Workspace,
		Type:            EventType(name),
		Time:            at.UTC(),
		DataContentType: "application/json",
		Data:            data,
	}
}

// NewCopy returns an entry of an event's copies.
func NewCopy(m index.Mention, network, url, source, desk string) EventCopy {
	link := desk + "/mentions/" + m.ID
	for _, h := range m.Hits {
		if h.Second != nil {
			link = linkAt(link, h)
			break
		}
	}
	return EventCopy{ID: m.Document, Mention: m.ID, Kind: m.Kind, Network: network, URL: url, Source: source, Link: link}
}

func linkAt(page string, h index.Hit) string {
	if h.Second == nil {
		return page
	}
	return fmt.Sprintf("%s?t=%d", page, int(*h.Second))
}

const typePrefix, typeVersion = "namedrop.mention.", ".v1"

// EventType returns the CloudEvents type of events of that name.
func EventType(name EventName) string { return typePrefix + string(name) + typeVersion }

// Name returns the event's name, from its type.
func (e Event) Name() EventName {
	return EventName(strings.TrimSuffix(strings.TrimPrefix(e.Type, typePrefix), typeVersion))
}

// Subject returns the subject under which the event is published on the bus.
func (e Event) Subject(name EventName) string {
	return fmt.Sprintf("mention.%s.%s.%s.%s", name, e.Data.Workspace, e.Data.Brand.ID, e.Data.Document.Kind)
}
