package config

import (
	"net/netip"
	"os"
	"strings"
	"testing"
)

// The examples of the documentation can be copied into a file as they are.
func TestTheExamplesOfTheDocumentation(t *testing.T) {
	for file, want := range map[string]int{"../../README.md": 1, "../../deploy/README.md": 0} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for i, block := range strings.Split(string(text), "```yaml\n") {
			if i == 0 {
				continue
			}
			example, _, _ := strings.Cut(block, "```")
			c, err := Parse([]byte(example), t.TempDir())
			if err == nil {
				err = c.Validate()
			}
			if err != nil {
				t.Errorf("an example in %s: %v\n%s", file, err, example)
			}
			if found++; file != "../../README.md" {
				continue
			}
			if c.Desk.Listen == Default().Desk.Listen || c.Desk.URL == "" || len(c.Fetch.AllowPrivate) != 1 || c.Fetch.AllowPrivate[0] != netip.MustParsePrefix("10.1.0.0/16") {
				t.Errorf("the example of the README sets listen %q, url %q, allow_private %v", c.Desk.Listen, c.Desk.URL, c.Fetch.AllowPrivate)
			}
		}
		if found < want {
			t.Errorf("%s has %d examples", file, found)
		}
	}
}
