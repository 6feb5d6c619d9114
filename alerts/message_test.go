package alerts_test

import (
	"testing"

	"github.com/namedrop/namedrop/alerts"
)

// A visit that begins with a link of a message is not counted where the link leads to an own page.
func TestForTeam(t *testing.T) {
	for address, want := range map[string]string{
		"https://shop.example/blog/a":            "https://shop.example/blog/a?nd-team=1",
		"https://www.shop.example/a?x=1&y=%20#z": "https://www.shop.example/a?x=1&y=%20&nd-team=1#z",
		"http://docs.shop.example:8080/":         "http://docs.shop.example:8080/?nd-team=1",
		"https://shop.example/?nd-team=1":        "https://shop.example/?nd-team=1",
		"https://notshop.example/a":              "https://notshop.example/a",
		"https://shop.example.evil.example/a":    "https://shop.example.evil.example/a",
		"https://shop.example@evil.example/a":    "https://shop.example@evil.example/a",
		"javascript://shop.example/a":            "javascript://shop.example/a",
		"https://pod.example/41":                 "https://pod.example/41",
		"":                                       "",
		"%":                                      "%",
	} {
		ev := alerts.Event{Data: alerts.EventData{Document: alerts.EventDocument{URL: address}, Copies: []alerts.EventCopy{{URL: address}}}}
		m := alerts.Message{Events: []alerts.Event{ev}, OwnDomains: []string{"shop.example"}}
		d := m.ForTeam().Events[0].Data
		if d.Document.URL != want || d.Copies[0].URL != want {
			t.Errorf("%s: %s and %s, want %s", address, d.Document.URL, d.Copies[0].URL, want)
		}
		if d := m.Events[0].Data; d.Document.URL != address || d.Copies[0].URL != address {
			t.Errorf("%s: the message itself was changed", address)
		}
	}
}
