package captions_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

// Every recorded transcript ends as that many cues with that many speakers, or as text.
func TestRecordedTranscripts(t *testing.T) {
	dir := feedstest.Data(t, "sources/transcripts")
	type outcome struct {
		format         captions.Format
		cues, speakers int
		text           bool
	}
	want := map[string]outcome{
		"LaLaLand.vtt":                           {format: captions.VTT, cues: 564},
		"astisub_broken-1-in.vtt":                {}, // a single word
		"astisub_example-in-carriage-return.srt": {format: captions.SRT, cues: 3},
		"astisub_example-in-html-entities.srt":   {format: captions.SRT, cues: 3},
		"astisub_example-in-non-utf8.vtt":        {format: captions.VTT, cues: 6, speakers: 1},
		"astisub_example-in-styled.srt":          {format: captions.SRT, cues: 10},
		"astisub_example-in.ttml":                {format: captions.TTML, cues: 6, speakers: 1},
		"buzzcast.html":                          {format: captions.HTML, cues: 34, speakers: 5},
		"buzzcast.json":                          {format: captions.JSON, cues: 959, speakers: 5},
		"buzzcast.srt":                           {format: captions.SRT, cues: 488, speakers: 5},
		"changelog_away-from-keyboard-1.txt":     {format: captions.Text, cues: 52, speakers: 2},
		"changelog_changelog--friends-57.txt":    {format: captions.Text, cues: 374, speakers: 3},
		"changelog_js-party-131.txt":             {format: captions.Text, cues: 272, speakers: 3},
		"changelog_js-party-320.txt":             {format: captions.Text, cues: 143, speakers: 3},
		"changelog_practical-ai-142.txt":         {format: captions.Text, cues: 95, speakers: 2},
		"changelog_the-changelog-505.txt":        {format: captions.Text, cues: 165, speakers: 3},
		"namespace_example.html":                 {format: captions.HTML, cues: 10, speakers: 3},
		"namespace_example.json":                 {format: captions.JSON, cues: 5, speakers: 2},
		"namespace_example.srt":                  {format: captions.SRT, cues: 222, speakers: 3},
		"namespace_example.vtt":                  {format: captions.VTT, cues: 7, speakers: 2},
		"one_word_segments.json":                 {format: captions.JSON, cues: 392, speakers: 2},
		"podcasting_20_episode_124.srt":          {format: captions.SRT, cues: 646, speakers: 3},
		"podnews_daily_2024-01-25.vtt":           {format: captions.VTT, cues: 44, speakers: 1},
		"podnews_weekly_review_2023-05-05.json":  {format: captions.JSON, cues: 122, speakers: 5},
		"test_transcript.json":                   {format: captions.JSON, cues: 3},
		"test_transcript.vtt":                    {format: captions.VTT, cues: 6, speakers: 3},
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < len(want) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			w, known := want[name]
			if !known {
				t.Fatal("no expectation for this file")
			}
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, err := captions.Parse(body, "")
			if w == (outcome{}) {
				if !errors.Is(err, captions.ErrNoWords) {
					t.Errorf("%v", err)
				}
				return
			}
			speakers := map[string]bool{}
			for _, c := range r.Cues {
				if c.Speaker != "" {
					speakers[c.Speaker] = true
				}
			}
			if got := (outcome{r.Format, len(r.Cues), len(speakers), len(r.Text) > 10_000}); err != nil || got != w {
				t.Errorf("got %+v, want %+v, %v", got, w, err)
			}
		})
	}
}
