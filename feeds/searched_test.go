package feeds

import (
	"strings"
	"testing"
)

func TestTerms(t *testing.T) {
	for want, s := range map[string]Searched{
		"Larkmeter|LarkPulse|larkmeterlabs.example": {Names: []string{"Larkmeter", "Larkmeter Pulse", "LarkPulse"}, Domains: []string{"larkmeter.example", "larkmeterlabs.example"}},
		"Fenn & Loom|fennloom.example":              {Names: []string{"Fenn & Loom", "fenn loom", " "}, Domains: []string{"fennloom.example"}},
		"":                                          {},
	} {
		if got := strings.Join(s.Terms(), "|"); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	for in, want := range map[string]string{"Larkmeter": "Larkmeter", "Fenn & Loom": `"Fenn & Loom"`, `a"b c`: `"ab c"`, "x.example": `"x.example"`} {
		if got := Quoted(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	for in, want := range map[string]string{"Fenn & Loom": "fennloom", "42": "", "Café": "café"} {
		if got := Tag(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
