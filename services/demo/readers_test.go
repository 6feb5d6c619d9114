package demo

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/captions"
	"github.com/namedrop/namedrop/feeds/podcast"
	"github.com/namedrop/namedrop/feeds/social/mastodon"
	"github.com/namedrop/namedrop/feeds/youtube"
)

// Every transcript format must be parsed into the words that were spoken.
func TestTranscriptsAreReadAsTheyWereSpoken(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	for _, s := range w.shows {
		for _, format := range s.formats {
			for _, e := range w.back[s.slug] {
				got, err := captions.Parse(e.transcript(format), mediaType(format))
				if err != nil {
					t.Fatalf("%s.%s: %v", e.guid, format, err)
				}
				if format == "txt" {
					// Plain text has no times; its words are all that can be compared.
					text := got.Text + feeds.JoinCues(got.Cues)
					for _, turn := range e.turns {
						if !strings.Contains(text, turn.Text) {
							t.Errorf("%s.%s lost %q", e.guid, format, turn.Text)
						}
					}
					continue
				}
				want := e.cues
				if format == "html" {
					want = e.turns
				}
				if d := cmp.Diff(feeds.JoinCues(want), feeds.JoinCues(got.Cues)); d != "" {
					t.Fatalf("%s.%s reads otherwise (-said +read):\n%s", e.guid, format, d)
				}
				if got.Cues[0].Speaker != want[0].Speaker {
					t.Errorf("%s.%s: %q speaks first, not %q", e.guid, format, got.Cues[0].Speaker, want[0].Speaker)
				}
				if last := got.Cues[len(got.Cues)-1].Start; math.Abs(last-want[len(want)-1].Start) > 1 {
					t.Errorf("%s.%s ends at %v", e.guid, format, last)
				}
			}
		}
	}
}

func TestFeedsAreReadByTheProgram(t *testing.T) {
	w, _ := newTestWorld(t, 1)
	h := w.Handler()
	for _, s := range w.Sources("http://127.0.0.1:8099") {
		if strings.Contains(s.URL, "growth-hackers-diner") || s.Type == youtube.Type || s.Type == mastodon.Type {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			res := get(t, h, strings.TrimPrefix(s.URL, "http://127.0.0.1:8099"))
			batch, err := podcast.Parse(res.Body.Bytes(), res.Header().Get("Content-Type"), s)
			if err != nil {
				t.Fatal(err)
			}
			if batch.Source.Name != s.Name {
				t.Errorf("it is called %q", batch.Source.Name)
			}
			least := 3
			if s.Type == feeds.PodcastSource {
				least = 7
			}
			if strings.Contains(s.URL, archiveShow) {
				least = len(archiveDays)
			}
			if len(batch.Documents) < least {
				t.Errorf("%d documents", len(batch.Documents))
			}
			for _, d := range batch.Documents {
				if d.Title == "" || d.Undated || strings.Contains(d.Notes, "<") {
					t.Errorf("incomplete: %+v", d)
				}
				if s.Type == feeds.PodcastSource && (d.Audio == "" || len(d.People) < 2 || d.Duration < 60) {
					t.Errorf("incomplete episode: %q, %d people, %v seconds", d.Title, len(d.People), d.Duration)
				}
				if s.Type == feeds.FeedSource && d.Text == "" {
					t.Errorf("%q has no text", d.Title)
				}
			}
			if damaged := strings.Contains(s.URL, "cafe-conversie"); damaged != (len(batch.Warnings) > 0) {
				t.Errorf("warnings: %q", batch.Warnings)
			}
		})
	}
}
