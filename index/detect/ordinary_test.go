package detect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

func TestOrdinaryNames(t *testing.T) {
	for _, c := range []struct {
		brand    index.Brand
		language string // of the texts
		want     []detect.OrdinaryName
	}{
		{index.Brand{Name: "Monday"}, "", []detect.OrdinaryName{{"Monday", true, "en"}}},
		{index.Brand{Name: "Linear"}, "", []detect.OrdinaryName{{"Linear", false, "en"}}},
		{index.Brand{Name: "Larkmeter"}, "", nil},
		{index.Brand{Name: "Larkmeter", Aliases: []string{"People", "Linear"}}, "", []detect.OrdinaryName{{"People", true, "en"}, {"Linear", false, "en"}}},
		{index.Brand{Name: "Ooievaar"}, "", nil},
		{index.Brand{Name: "Ooievaar"}, "fr", nil},
		{index.Brand{Name: "Ooievaar"}, "nl-NL", []detect.OrdinaryName{{"Ooievaar", false, "nl"}}},
		{index.Brand{Name: "Ooievaar", Language: "en"}, "", nil},
		{index.Brand{Name: "Ooievaar", Language: "nl-BE"}, "", []detect.OrdinaryName{{"Ooievaar", false, "nl"}}},
		{index.Brand{Name: "People Analytics"}, "", nil}, // two words are a name more often
		{index.Brand{Name: "Quillroute", Handles: []string{"@people"}, Domains: []string{"people.example"}}, "", nil},
	} {
		if diff := cmp.Diff(c.want, detect.OrdinaryNames(c.brand, c.language)); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", c.brand.Name, c.brand.Aliases, diff)
		}
	}
}

func TestOrdinaryNamesHaveCodes(t *testing.T) {
	for _, c := range []struct {
		name       detect.OrdinaryName
		code, said string
	}{
		{detect.OrdinaryName{"Monday", true, "en"}, "name_everyday", "“Monday” is an everyday English word."},
		{detect.OrdinaryName{"Ooievaar", false, "nl"}, "name_dictionary", "“Ooievaar” is a word of the Dutch dictionary."},
	} {
		code, params, said := c.name.Coded()
		if code != c.code || said != c.said || params["text"] != c.name.Text || params["language"] != c.name.Language {
			t.Errorf("%+v: %s %v %q", c.name, code, params, said)
		}
		if _, ok := detect.OrdinaryCodes()[code]; !ok {
			t.Errorf("%s is not listed", code)
		}
	}
}
