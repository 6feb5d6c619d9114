package webmention

import (
	"encoding/json"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

// domains returns the domains of brands and sites, and those that the source names.
func domains(src feeds.Source, own []string) []string {
	var settings struct {
		Hosts string `json:"hosts"`
	}
	_ = json.Unmarshal(src.Settings, &settings) // what can't be read names none
	var out []string
	for _, d := range append(strings.Split(settings.Hosts, ","), own...) {
		d = strings.ToLower(strings.TrimSpace(d))
		d = strings.TrimPrefix(strings.TrimPrefix(d, "https://"), "http://")
		d, _, _ = strings.Cut(d, "/")
		// A domain of one word would make all of a top level ours.
		if d = strings.Trim(strings.TrimPrefix(d, "www."), "."); strings.Contains(d, ".") {
			out = append(out, d)
		}
	}
	return out
}
