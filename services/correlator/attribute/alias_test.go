package attribute_test

import (
	"testing"

	"github.com/namedrop/namedrop/services/correlator/attribute"
)

// A wording that was confirmed means its show, where the answer doesn't deny it; without the alias it means nothing.
func TestAliases(t *testing.T) {
	at := noon.AddDate(0, 0, -10)
	mentions := []attribute.Mention{
		{ID: "m1", Brand: "larkmeter", Kind: "podcast", Show: "Square Talk", Title: "#13: The lease", People: []string{"Ada Quill"}, Published: at},
		{ID: "m2", Brand: "larkmeter", Kind: "podcast", Show: "Tide Tables", Title: "Ports", People: []string{"Omar Venn"}, Published: at},
	}
	plain := attribute.New(mentions)
	with := attribute.New(mentions, attribute.Alias{Wording: "the fish podcast", Show: "tide tables"}, attribute.Alias{Wording: "Biggie", Person: "Omar Venn"},
		attribute.Alias{Wording: "podcast", Show: "Square Talk"}, attribute.Alias{Wording: "the lost one", Show: "A show that is gone"})
	for text, want := range map[string]string{
		"The fish podcast":                    "m2",
		"heard it on the fish podcast, loved": "m2",
		"that podcast with Biggie":            "m2",
		"not the fish podcast, a colleague":   "",
		"the fish monger":                     "",
		"a podcast":                           "",
		"Square Talk":                         "m1",
		"the lost one":                        "",
	} {
		a := attribute.Answer{ID: "a", Text: text, At: noon}
		if got := with.Match(a); got.Mention != want {
			t.Errorf("%q: %+v, want %q", text, got, want)
		}
		if got := plain.Match(a); want == "m2" && got.Mention != "" {
			t.Errorf("%q means %q without an alias", text, got.Mention)
		}
	}
}

func TestTelling(t *testing.T) {
	for wording, want := range map[string]bool{
		"the fish podcast": true, "Jan's show": true, "podcast": false, "a podcast": false, "Google": false, "": false, "idk": false, "de": false, "that one show": false,
		"my colleague": false, "one two three four five six seven eight nine fish": false, "🐟🐟": false, "LinkedIn post": false,
	} {
		if got := attribute.Telling(wording); got != want {
			t.Errorf("%q: %v", wording, got)
		}
	}
}
