package captions

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>One\n", "1\n00:00:00,331 --> 00:00:03,750\nAnna: Go\n",
		`{"segments":[{"speaker":"A","startTime":0,"body":"x"}]}`, `[{"type":"cue","data":{"start":1,"end":2,"text":"x"}}]`,
		"<cite>A:</cite><time>0:01</time><p>x</p>", `<tt><p begin="1s">x</p></tt>`, "Anna: hello there all", "\xff\xfeW\x00E\x00",
	} {
		f.Add([]byte(s), "text/vtt")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		r, err := Parse(body, contentType)
		if err != nil {
			return
		}
		if len(r.Cues) == 0 && r.Text == "" || len(r.Cues) > 0 && r.Text != "" {
			t.Fatalf("%d cues and %q", len(r.Cues), r.Text)
		}
		last := 0.0
		for _, c := range r.Cues {
			if c.Start < last || c.End < c.Start || c.End > longest || math.IsNaN(c.Start+c.End) {
				t.Fatalf("times of %+v after %v", c, last)
			}
			last = c.Start
			if c.Text == "" || !utf8.ValidString(c.Text+c.Speaker) || strings.ContainsAny(c.Text+c.Speaker, "\n\x00") {
				t.Fatalf("text of %+v", c)
			}
		}
	})
}

func FuzzClock(f *testing.F) {
	f.Add("01:02:03,456")
	f.Fuzz(func(t *testing.T, s string) {
		if v, ok := clock(s); ok && (v < 0 || v > longest || math.IsNaN(v)) {
			t.Fatal(v)
		}
	})
}
