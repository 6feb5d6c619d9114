package adapters_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/adapters"
)

// Forms, commands and docs are generated from the specs and rely on this.
func TestChannelSpecsAreComplete(t *testing.T) {
	specs := adapters.ChannelSpecs()
	if len(specs) != len(adapters.Channels(nil)) || len(specs) < 2 {
		t.Fatalf("%d specs: two adapters have one type", len(specs))
	}
	name := regexp.MustCompile(`^[a-z][a-z_]*$`)
	for _, s := range specs {
		if !name.MatchString(string(s.Type)) || s.Name == "" || s.Summary == "" || s.Limits == "" || s.Address == nil {
			t.Errorf("%s: type, name, summary, limits or address is missing: %+v", s.Type, s)
		}
		var seen []string
		for _, f := range s.Fields {
			if !name.MatchString(f.Name) || slices.Contains(seen, f.Name) || slices.Contains([]string{"name", "topics", "events", "active", "type"}, f.Name) {
				t.Errorf("%s: a field can't be called %q", s.Type, f.Name)
			}
			seen = append(seen, f.Name)
			if f.Label == "" || f.Help == "" || f.Kind == feeds.FieldChoice && len(f.Choices) == 0 {
				t.Errorf("%s.%s: label, help or choices are missing", s.Type, f.Name)
			}
		}
		if s.Signing != nil && !slices.ContainsFunc(s.Fields, func(f feeds.Field) bool { return f.Name == s.Signing.Field && f.Kind == feeds.FieldSecret }) {
			t.Errorf("%s signs with a secret that it has no field for", s.Type)
		}
	}
}
