package plain

import "testing"

// What is never closed is no markup in a title.
func TestTitlesKeepWordsInBrackets(t *testing.T) {
	for in, want := range map[string]string{
		"When to use <table>":                "When to use <table>",
		"What </body> ends":                  "What </body> ends",
		"<B>Bold</b> and <i>slanted</i>":     "Bold and slanted",
		"One<br>two<br/>three":               "One two three",
		"<p>A paragraph":                     "A paragraph",
		"<span class=x>Half</span> a title":  "Half a title",
		"List<String> &amp; <3":              "List<String> & <3",
		"No brackets &amp; all":              "No brackets & all",
		"a < b":                              "a < b",
		"<a href=\"https://a.example\">Link": "Link",
	} {
		if got := Title(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}
