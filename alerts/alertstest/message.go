package alertstest

import (
	"bytes"
	"maps"
	"slices"
)

// Message is all that came in under one webhook-id.
type Message struct {
	ID        string
	Body      []byte // of the first request
	Requests  int
	Accepted  int
	SameBytes bool // every request carried the bytes of the first
	Verified  bool // every request was well signed
}

// Messages are the requests by webhook-id, in id order. A message that was sent more
// than once is no fault, as delivery is at least once; one whose bytes changed is.
func Messages(requests []Request) []Message {
	byID := map[string]*Message{}
	for _, r := range requests {
		m := byID[r.ID]
		if m == nil {
			m = &Message{ID: r.ID, Body: r.Body, SameBytes: true, Verified: true}
			byID[r.ID] = m
		}
		m.Requests++
		if r.Accepted() {
			m.Accepted++
		}
		m.SameBytes = m.SameBytes && bytes.Equal(m.Body, r.Body)
		m.Verified = m.Verified && r.Signature == nil
	}
	out := make([]Message, 0, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		out = append(out, *byID[id])
	}
	return out
}

// Duplicates are the messages that came in more than once.
func Duplicates(requests []Request) []Message {
	return slices.DeleteFunc(Messages(requests), func(m Message) bool { return m.Requests < 2 })
}
