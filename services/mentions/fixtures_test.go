package mentions_test

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// noon is the current time in most tests.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// write runs do in a transaction that must succeed.
func write(t testing.TB, l *ledger.Ledger, do func(*ledger.Tx) error) {
	t.Helper()
	if err := l.Write(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func show(name string) feeds.Source {
	return feeds.Source{
		Key: "https://" + name + ".example/feed", Type: feeds.PodcastSource,
		URL: "https://" + name + ".example/feed", Name: name,
	}
}

func addSource(t testing.TB, l *ledger.Ledger, name string) feeds.Source {
	t.Helper()
	var s feeds.Source
	write(t, l, func(tx *ledger.Tx) (err error) {
		s, _, err = archive.AddSource(t.Context(), tx, show(name))
		return err
	})
	return s
}

func episode(key, title, transcript string) *feeds.Document {
	d := &feeds.Document{
		ID: feeds.DocumentID("podcast", key), Kind: feeds.Podcast, Network: "podcast", Key: key,
		URL: "https://pod.example/" + key, Title: title, Author: "Ann Example",
		People:    []feeds.Person{{Name: "Ann Example", Role: "host"}},
		Chapters:  []feeds.Chapter{{Start: 0, Title: "Intro"}},
		Published: noon.Add(-24 * time.Hour), Fetched: noon, Duration: 1800.5, Origin: feeds.None,
		Audio: "https://pod.example/" + key + ".mp3", AudioType: "audio/mpeg",
		Alternates: []string{"audio:https://pod.example/" + key + ".mp3"},
	}
	if transcript != "" {
		d.Origin = feeds.Publisher
		d.Cues = []feeds.Cue{{Start: 0, End: 2.5, Speaker: "Ann", Text: transcript}}
	}
	return d
}

func save(t testing.TB, l *ledger.Ledger, source string, docs ...*feeds.Document) []archive.Saved {
	t.Helper()
	drafts := make([]*archive.Draft, len(docs))
	for i, d := range docs {
		drafts[i] = archive.NewDraft(*d)
	}
	var saved []archive.Saved
	write(t, l, func(tx *ledger.Tx) (err error) {
		saved, err = archive.SaveDocuments(t.Context(), tx, drafts, source)
		return err
	})
	for i, s := range saved {
		*docs[i] = *s.Document
	}
	return saved
}
