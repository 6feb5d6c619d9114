package api

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// placeholder is a parameter in a text.
var placeholder = regexp.MustCompile(`\{(\w+)\}`)

func placeholders(text string) []string {
	var names []string
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, found[1])
	}
	return slices.Compact(slices.Sorted(slices.Values(names)))
}

// dictionary reads the texts of one of the desk's files, by their keys. A long text may be
// split over lines.
func dictionary(t *testing.T, file string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../web/src/i18n/" + file)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(data), "' +\n    '", "")
	out := map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^  (\w+):\s+'(.*)',$`).FindAllStringSubmatch(text, -1) {
		out[line[1]] = strings.ReplaceAll(line[2], `\'`, `'`)
	}
	return out
}

func TestTheDeskPhrasesEveryProblem(t *testing.T) {
	texts := map[string]string{}
	for _, r := range reasons {
		if _, twice := texts[r.name]; twice {
			t.Errorf("%s is defined twice", r.name)
		}
		texts[r.name] = r.text
	}
	wrong := map[string]string{}
	for _, m := range mistakes {
		if got := placeholders(m.text); !cmp.Equal(got, placeholders("{"+strings.Join(m.params, "}{")+"}")) && m.name != "missing" {
			t.Errorf("%s: the text has the parameters %v, huma fills in %v", m.name, got, m.params)
		}
		wrong[m.name] = m.text + " {field}"
	}
	for _, c := range []struct {
		file string
		want map[string]string
	}{
		{"problems.en.ts", texts}, {"problems.nl.ts", texts}, {"mistakes.en.ts", wrong}, {"mistakes.nl.ts", wrong},
	} {
		have := dictionary(t, c.file)
		for _, name := range slices.Sorted(maps.Keys(c.want)) {
			text, ok := have[name]
			if !ok {
				t.Errorf("%s has no text for %s", c.file, name)
			}
			for _, param := range placeholders(text) {
				if !slices.Contains(placeholders(c.want[name]), param) {
					t.Errorf("%s: %s has a parameter {%s} that the API doesn't send", c.file, name, param)
				}
			}
		}
	}
}

// The codes of failed deliveries are read off the adapters' source.
func TestTheDeskPhrasesEveryFailedDelivery(t *testing.T) {
	var codes []string
	for file, pattern := range map[string]string{
		"../../alerts/send/post/status.go":  `"([a-z_]+)", fmt\.Errorf`,
		"../../alerts/send/post/failure.go": `(?:code, params = |code, err = alerts\.\w+, |code = alerts\.\w+, |code, params = alerts\.\w+, |code, err = )"([a-z_]+)"`,
		"../../alerts/send/post/client.go":  `Code: "([a-z_]+)"`,
		"../../alerts/send/slack/judge.go":  `(?m)(?:^\s+|Code: )"([a-z_]+)"(?::|, Err)`,
	} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(pattern).FindAllStringSubmatch(string(data), -1)
		if len(found) == 0 {
			t.Errorf("no codes in %s", file)
		}
		for _, f := range found {
			code := f[1]
			if strings.HasSuffix(file, "judge.go") && !strings.HasPrefix(code, "slack_") {
				code = "slack_" + code
			}
			codes = append(codes, code)
		}
	}
	for _, file := range []string{"failures.en.ts", "failures.nl.ts"} {
		have := dictionary(t, file)
		for _, code := range codes {
			if code != "slack_" && have[code] == "" {
				t.Errorf("%s has no text for %s", file, code)
			}
		}
	}
	t.Logf("%d codes", len(codes))
}
