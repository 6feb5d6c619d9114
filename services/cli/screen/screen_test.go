package screen

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func written(t testing.TB, k Kind, parts ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := New(&out, nil)
	w.Writes(k)
	for _, p := range parts {
		if n, err := w.Write([]byte(p)); n != len(p) || err != nil {
			t.Fatalf("wrote %d of %d: %v", n, len(p), err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"a\tb\nc":                            "a\tb\nc",
		"\x1b[31mRED\x1b]0;owned\x07\x1b[2J": "[31mRED]0;owned[2J",
		"back\b\rover\x7f\x00":               "backover",
		"\u009b31m\u0085\u0090":              "31m",
		"\u202e\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061c x":                                               " x",
		"a\u200b\u2060\ufeff\u00ad\u180e\u2061\u2064\u206a\u206f\ufff9\ufffb\u034f\u3164\U000e0001\U000e0041\U000e007f\U0001d173b": "ab",
		"a\u2028b\u2029c": "a b c",
		"می\u200cخواهم 👩\u200d🚀 ❤\ufe0f é ﷽": "می\u200cخواهم 👩\u200d🚀 ❤\ufe0f é ﷽",
		"\xff\xc0\xaf\xed\xa0\x80":           strings.Repeat("\ufffd", 6),
		"\x9b31m":                            "\ufffd31m", // a C1 byte by itself, as Latin-1 terminals know it
		"\u0600\u06dd":                       "\u0600\u06dd",
	} {
		if got := written(t, Text, in); got != want {
			t.Errorf("%q is written as %q, want %q", in, got, want)
		}
		var bytewise []string
		for i := range len(in) {
			bytewise = append(bytewise, in[i:i+1])
		}
		if got := written(t, Text, bytewise...); got != want {
			t.Errorf("%q byte by byte is written as %q, want %q", in, got, want)
		}
		if got := written(t, Data, bytewise...); got != in {
			t.Errorf("in a pipe the data %q becomes %q", in, got)
		}
	}
}

func TestAnIncompleteEnd(t *testing.T) {
	if got := written(t, Text, "a\xe2\x80"); got != "a\ufffd" {
		t.Errorf("%q", got)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestAnErrorIsHandedOn(t *testing.T) {
	if _, err := New(failing{}, nil).Write([]byte("x")); err == nil {
		t.Error("no error")
	}
}

func TestLine(t *testing.T) {
	if got := Line("a\nb\tc\x1b\r\u202e\u2028d\xff"); got != "a b c d\ufffd" {
		t.Errorf("%q", got)
	}
}

// FuzzWriter: for any bytes in any pieces, nothing unsafe is written, and JSON keeps its value.
func FuzzWriter(f *testing.F) {
	f.Add("a\x1b[31m\u202e\U000e0041", 3)
	f.Add("\xe2\x80\xae\x9b", 2)
	f.Fuzz(func(t *testing.T, in string, at int) {
		at = max(0, min(at, len(in)))
		for _, k := range []Kind{Text, JSON} {
			out := written(t, k, in[:at], in[at:])
			if !utf8.ValidString(out) {
				t.Fatalf("%q is not UTF-8", out)
			}
			for _, r := range out {
				if unsafe(r) {
					t.Fatalf("%q holds %U", out, r)
				}
			}
			if whole := written(t, k, in); whole != out {
				t.Fatalf("in two pieces %q, in one %q", out, whole)
			}
		}
		want := strings.ToValidUTF8(in, "\ufffd")
		text, err := json.Marshal(map[string]string{"v": want})
		if err != nil {
			t.Fatal(err)
		}
		at = min(at, len(text))
		var got map[string]string
		shown := written(t, JSON, string(text[:at]), string(text[at:]))
		if err := json.Unmarshal([]byte(shown), &got); err != nil || got["v"] != want {
			t.Fatalf("%q became %q: %v", want, got["v"], err)
		}
	})
}

// On a terminal data is filtered too, and progress is drawn with the one sequence of ours.
func TestOnATerminal(t *testing.T) {
	var out bytes.Buffer
	w := New(&out, nil)
	w.terminal = true
	w.Writes(Data)
	if _, err := w.Write([]byte("a\x1b[2J\u202e,b\r\n")); err != nil {
		t.Fatal(err)
	}
	w.Progress("3 of 4\x1b\n")
	if got, want := out.String(), "a[2J,b\n\r\x1b[K3 of 4 "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
