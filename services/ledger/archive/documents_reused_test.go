package archive

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// A guid that comes with another title, date and recording is another document. One that lacks any of the
// three differences is a correction.
func TestADocumentThatReusesAGuid(t *testing.T) {
	day := time.Date(2026, 8, 3, 6, 0, 0, 0, time.UTC)
	old := storedDocument{title: "News of day 1", published: day, audio: "https://cdn.example/day1.mp3", url: "https://a.example/1"}
	for name, c := range map[string]struct {
		d    feeds.Document
		want bool
	}{
		"the next edition":       {feeds.Document{Title: "News of day 2", Published: day.AddDate(0, 0, 1), Audio: "https://cdn.example/day2.mp3"}, true},
		"another title and date": {feeds.Document{Title: "News, corrected", Published: day.AddDate(0, 0, 1), Audio: "https://cdn.example/day1.mp3?token=2"}, false},
		"another host":           {feeds.Document{Title: "News, corrected", Published: day.AddDate(0, 0, 1), Audio: "https://count.example/e/cdn.example/day1.mp3"}, false},
		"the same title":         {feeds.Document{Title: "News of day 1", Published: day.AddDate(0, 0, 1), Audio: "https://cdn.example/day2.mp3"}, false},
		"the same date":          {feeds.Document{Title: "News of day 2", Published: day, Audio: "https://cdn.example/day2.mp3"}, false},
		"no date":                {feeds.Document{Title: "News of day 2", Published: day.AddDate(0, 0, 1), Undated: true, Audio: "https://cdn.example/day2.mp3"}, false},
		"no recording yet":       {feeds.Document{Title: "News of day 2", Published: day.AddDate(0, 0, 1)}, false},
	} {
		if got := replaces(&c.d, old); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
