package captions

import (
	"fmt"
	"strings"
	"testing"
)

// A transcript in more pieces than any speech is read up to a point; an honest one whole.
func TestTranscriptsOfTooManyPieces(t *testing.T) {
	for name, s := range map[string]string{
		"lines":   "WEBVTT\n\n00:00.000 --> 00:01.000\n" + strings.Repeat("some words\n", maxLines+10),
		"tags":    "<p>some words here</p>" + strings.Repeat("<p>more</p>", maxTags),
		"objects": `{"segments":[{"start":1,"end":2,"body":"some words here"}` + strings.Repeat(`,{"start":1,"end":2,"body":"more"}`, maxObjects) + `]}`,
	} {
		r, err := Parse([]byte(s), "")
		if err != nil || !strings.Contains(fmt.Sprint(r.Warnings), "is too long") {
			t.Errorf("%s: %v, warnings %q", name, err, r.Warnings)
		}
	}
	whole := "WEBVTT\n\n" + strings.Repeat("00:01.000 --> 00:02.000\nsome words here\n\n", 1000)
	if r, err := Parse([]byte(whole), ""); err != nil || len(r.Warnings) > 0 {
		t.Errorf("%v, %q", err, r.Warnings)
	}
	for in, want := range map[string]string{"a\n\nb": "a\n\nb", "a\n\n\n\n\n\nb\n\n\n": "a\n\n\nb\n\n\n"} {
		if got, cut := limited(in); got != want || cut {
			t.Errorf("%q becomes %q", in, got)
		}
	}
}
