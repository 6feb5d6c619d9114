package demo

import (
	"strings"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/index"
)

// OwnBrand is the id of the brand whose team uses the demo.
const OwnBrand = "larkmeter"

// Brands returns the invented brands: ours, a competitor whose name is an ordinary word, one
// that speech recognition gets right, and one with a special character.
func (w *World) Brands() []index.Brand {
	return []index.Brand{
		{
			ID: OwnBrand, Name: "Larkmeter", Aliases: []string{"Larkmeter Pulse", "LarkPulse"}, Handles: []string{"@larkmeter"},
			Domains: []string{"larkmeter.example"}, Context: []string{"attribution", "dark social", "analytics", "pipeline"},
			Own: true, Active: true,
		},
		{
			ID: "beacon", Name: "Beacon", Aliases: []string{"Beacon Analytics"}, Handles: []string{"@beacon_hq"},
			Domains: []string{"beacon-analytics.example"},
			Context: []string{"attribution", "dashboard", "analytics", "CRM", "licence", "licentie", "tool", "vendor", "rapport"},
			Exclude: []string{"lighthouse", "harbour", "hope", "GPS"}, CompetesWith: OwnBrand, Active: true,
		},
		{
			ID: "quillroute", Name: "Quillroute", Aliases: []string{"Quill Route"}, Handles: []string{"@quillroute"},
			Domains: []string{"quillroute.example"}, CompetesWith: OwnBrand, Active: true,
		},
		{
			ID: "fenn-loom", Name: "Fenn & Loom", Aliases: []string{"Fenn and Loom", "Fenn en Loom"}, Handles: []string{"@fennloom"},
			Domains: []string{"fennloom.example"}, CompetesWith: OwnBrand, Active: true,
		},
	}
}

// Channels returns the demo's own receiver, at the address where the world is served.
func (w *World) Channels(base string) []alerts.Channel {
	return []alerts.Channel{webhook.Channel("demo-receiver", "Demo receiver", strings.TrimSuffix(base, "/")+"/webhook", w.Secret())}
}

// Rules returns the rules: our own name always, competitors only with high confidence.
func (w *World) Rules() []alerts.Rule {
	return []alerts.Rule{
		{ID: "our-name", Name: "Our name, anywhere", Brands: []string{OwnBrand}, Channels: []string{"demo-receiver"}, Active: true},
		{
			ID: "rivals-sure", Name: "Rivals, when sure", Brands: []string{"beacon", "quillroute", "fenn-loom"},
			MinConfidence: 0.8, Channels: []string{"demo-receiver"}, Active: true,
		},
	}
}
