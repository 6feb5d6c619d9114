package captions_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

// The transcripts of the public cases: the name is in the words, at its second and by its speaker.
func TestCasesOfTranscripts(t *testing.T) {
	dir := feedstest.Data(t, "cases/feeds")
	types := map[string]string{".html": "text/html", ".txt": "text/plain", ".vtt": "text/vtt", ".json": "application/json"}
	for pattern, want := range map[string]struct {
		second  float64
		speaker string
		not     string // words that must not be there
	}{
		"13/*.vtt": {second: 5, not: "5f0c|middle part|outro| 2| 3"}, "14/*.vtt": {second: 5},
		"15/*.[sjv][rst]*": {second: 75}, "16/*.srt": {second: 75}, "17/*.vtt": {second: 75, not: "color|made by|Zephyrionz|-->"},
		"18/*.srt":      {second: 75, speaker: "bo|bo jones|speaker 1|speaker_01"},
		"22/*.json":     {second: 75},
		"23/*":          {second: 75, not: "0:05|1:15|01:15"},
		"34/*.html":     {second: -1, not: "<|https"},
		"35/t.*":        {second: 5},
		"39/[!fs]*.xml": {second: 75}, "39/frames.xml": {second: 75}, "39/span.xml": {second: 75}, "39/agent.xml": {second: 75, speaker: "bo jones"},
	} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			name := filepath.Base(file)
			if name == "feed.xml" || name == "README" || name == "serve.json" {
				continue
			}
			want := want
			switch filepath.Base(filepath.Dir(file)) + "/" + name {
			case "16/offset.srt":
				want.second = 3675
			case "13/emptycue.vtt":
				want.second = 9
			}
			t.Run(strings.TrimPrefix(file, dir+"/"), func(t *testing.T) {
				body, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				r, err := captions.Parse(body, types[filepath.Ext(name)])
				if err != nil {
					t.Fatal(err)
				}
				all := r.Text
				found := false
				for _, c := range r.Cues {
					all += " " + c.Text
					if !strings.Contains(c.Text, "Zephyrion") {
						continue
					}
					if !found && (c.Untimed || math.Abs(c.Start-want.second) > 1.5) {
						t.Errorf("%+v", c)
					}
					if want.speaker != "" && !strings.Contains("|"+want.speaker+"|", "|"+strings.ToLower(c.Speaker)+"|") {
						t.Errorf("spoken by %q", c.Speaker)
					}
					found = true
				}
				if joined(r.Cues) == 0 && want.second >= 0 {
					t.Errorf("no times: %q", r.Text)
				}
				if !strings.Contains(all, "Zephyrion") && !strings.Contains(strings.Join(strings.Fields(all), ""), "Zephyrion") && name != "oneword.json" {
					t.Errorf("no name in %q", all)
				}
				for not := range strings.SplitSeq(want.not, "|") {
					if not != "" && strings.Contains(all, not) {
						t.Errorf("%q in %q", not, all)
					}
				}
			})
		}
	}
}

func joined(cues []feeds.Cue) int {
	n := 0
	for _, c := range cues {
		if !c.Untimed {
			n++
		}
	}
	return n
}
