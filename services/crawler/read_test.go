package crawler

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// The back catalogue is what the first read lists, and what an archive grows by later;
// an episode of today is news, one without a date too.
func TestPrepareTellsNewsFromBackCatalogue(t *testing.T) {
	followed := feeds.Cursor{FirstRead: now.AddDate(0, -1, 0)}
	for _, c := range []struct {
		name      string
		published time.Time
		cursor    feeds.Cursor
		backfill  bool
		undated   bool
	}{
		{"first read, today's episode", now, feeds.Cursor{}, true, false},
		{"first read, no date", time.Time{}, feeds.Cursor{}, true, true},
		{"followed, today's episode", now, followed, false, false},
		{"followed, no date", time.Time{}, followed, false, true},
		{"followed, late by a week", now.AddDate(0, 0, -7), followed, false, false},
		{"followed, from years ago", now.AddDate(-3, 0, 0), followed, true, false},
		{"first read by a clock that was years ahead", now, feeds.Cursor{FirstRead: now.AddDate(10, 0, 0)}, false, false},
		{"first read by such a clock, from years ago", now.AddDate(-3, 0, 0), feeds.Cursor{FirstRead: now.AddDate(10, 0, 0)}, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			docs := []feeds.Document{{Published: c.published}}
			prepare(docs, c.cursor, now)
			d := docs[0]
			if d.Backfill != c.backfill || d.Undated != c.undated || d.Published.IsZero() || !d.Fetched.Equal(now) {
				t.Errorf("backfill %t, undated %t, published %s, fetched %s", d.Backfill, d.Undated, d.Published, d.Fetched)
			}
		})
	}
}

func TestTheRhythmIsLearntFromTheNewest(t *testing.T) {
	var docs []feeds.Document
	for i := range 40 {
		docs = append(docs, feeds.Document{Published: now.AddDate(0, 0, -7*((i*13)%40))})
	}
	docs = append(docs, feeds.Document{Published: now.AddDate(0, 0, 1), Undated: true})
	got := newest(docs)
	if len(got) != remembered || !got[0].Equal(now) || !got[1].Equal(now.AddDate(0, 0, -7)) {
		t.Errorf("%d times, beginning with %v", len(got), got[:2])
	}
}

func TestChaptersAreFetchedOnceAndTranscriptsWhereThereAreNone(t *testing.T) {
	vtt := feeds.TranscriptRef{URL: "https://show.example/1.vtt", Type: "text/vtt"}
	file := feeds.TranscriptRef{URL: "https://show.example/1.json", Type: chapterType}
	for _, c := range []struct {
		name string
		doc  feeds.Document
		want []feeds.TranscriptRef
	}{
		{"nothing", feeds.Document{}, nil},
		{"both", feeds.Document{Transcripts: []feeds.TranscriptRef{vtt}, ChaptersURL: file.URL}, []feeds.TranscriptRef{vtt, file}},
		{"chapters are there", feeds.Document{ChaptersURL: file.URL, Chapters: []feeds.Chapter{{Title: "One"}}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, offered(&c.doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTextsAreAskedForLessAndLessOften(t *testing.T) {
	if a, b := textWait(0, 0), textWait(3, 0); a != time.Minute || b != 8*time.Minute {
		t.Errorf("waits %s, %s", a, b)
	}
	if w := textWait(30, 0); w != 12*time.Hour {
		t.Errorf("at most %s", w)
	}
	if w := textWait(0, time.Hour); w != time.Hour {
		t.Errorf("a host that asks for an hour gets %s", w)
	}
}
