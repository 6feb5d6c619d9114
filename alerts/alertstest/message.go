package alertstest

import (
	"bytes"
	"maps"
	"slices"
)

// Message is all requests with one webhook-id.
type Message struct {
	ID        string
	Body      []byte // of the first request
	Requests  int
	Accepted  int
	SameBytes bool // every request carried the bytes of the first
	Verified  bool // every request had a valid signature
}

// Messages groups requests by webhook-id, in the order of ids. A message may come more than once,
// since delivery is at least once, but its bytes must not change.
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

// Duplicates returns the messages that came more than once.
func Duplicates(requests []Request) []Message {
	return slices.DeleteFunc(Messages(requests), func(m Message) bool { return m.Requests < 2 })
}
