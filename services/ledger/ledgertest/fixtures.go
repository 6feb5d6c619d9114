package ledgertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// Noon is when most tests happen.
var Noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// At returns a clock that doesn't move.
func At(now time.Time) func() time.Time { return func() time.Time { return now } }

// Write runs do in a transaction that must succeed.
func Write(t testing.TB, l *ledger.Ledger, do func(*ledger.Tx) error) {
	t.Helper()
	if err := l.Write(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// Must returns a result that may not fail.
func Must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// Show returns a podcast.
func Show(name string) feeds.Source {
	return feeds.Source{
		Key: "https://" + name + ".example/feed", Type: feeds.PodcastSource,
		URL: "https://" + name + ".example/feed", Name: name,
	}
}

// AddSource adds the podcast that [Show] returns.
func AddSource(t testing.TB, l *ledger.Ledger, name string) feeds.Source {
	t.Helper()
	var s feeds.Source
	Write(t, l, func(tx *ledger.Tx) (err error) {
		s, _, err = archive.AddSource(t.Context(), tx, Show(name))
		return err
	})
	return s
}

// Episode returns an episode with one cue, or without a transcript if the text is empty.
func Episode(key, title, text string) *feeds.Document {
	d := &feeds.Document{
		ID: feeds.DocumentID("podcast", key), Kind: feeds.Podcast, Network: "podcast", Key: key,
		URL: "https://pod.example/" + key, Title: title, Author: "Ann Example",
		People:    []feeds.Person{{Name: "Ann Example", Role: "host"}},
		Chapters:  []feeds.Chapter{{Start: 0, Title: "Intro"}},
		Published: Noon.Add(-24 * time.Hour), Fetched: Noon, Duration: 1800.5, Origin: feeds.None,
		Audio: "https://pod.example/" + key + ".mp3", AudioType: "audio/mpeg",
		Alternates: []string{"audio:https://pod.example/" + key + ".mp3"},
	}
	if text != "" {
		d.Origin = feeds.Publisher
		d.Cues = []feeds.Cue{{Start: 0, End: 2.5, Speaker: "Ann", Text: text}}
	}
	return d
}

// Save saves documents, and updates them to what was stored.
func Save(t testing.TB, l *ledger.Ledger, source string, docs ...*feeds.Document) []archive.Saved {
	t.Helper()
	drafts := make([]*archive.Draft, len(docs))
	for i, d := range docs {
		drafts[i] = archive.NewDraft(*d)
	}
	var saved []archive.Saved
	Write(t, l, func(tx *ledger.Tx) (err error) {
		saved, err = archive.SaveDocuments(t.Context(), tx, drafts, source)
		return err
	})
	for i, s := range saved {
		*docs[i] = *s.Document
	}
	return saved
}

// Mention returns a mention with one hit.
func Mention(brand string, d *feeds.Document) index.Mention {
	second := 1.5
	return index.Mention{
		ID: index.MentionID("default", brand, d.ID), Workspace: "default", Brand: brand, Document: d.ID, Revision: 1,
		Type: index.Discussed, Confidence: 0.9, State: index.New, Kind: d.Kind, Published: d.Published,
		Hits: []index.Hit{{Brand: brand, Field: index.InText, Surface: "Acme", Start: 3, End: 7, Second: &second, Quote: "so Acme then"}},
	}
}

// Delivery returns the delivery of mention number n.
func Delivery(channel string, n int) alerts.Delivery {
	m := fmt.Sprint("mention", n)
	return alerts.Delivery{
		ID: feeds.ID("delivery", channel, m), Channel: channel, Rules: []string{"r1"},
		Items: []alerts.Item{{Kind: alerts.MentionItem, Subject: m, Event: alerts.Found, Revision: 1}}, Purpose: alerts.NewMessage,
		MediaType: "application/json", Body: []byte(`{"n":` + fmt.Sprint(n) + `}`), NotBefore: Noon.Add(time.Duration(n) * time.Millisecond),
	}
}

// Transcript returns a transcript of about that many bytes, of varied invented words.
func Transcript(seed, size int) []feeds.Cue {
	words := strings.Fields(`so we moved the whole pipeline over in march and honestly the numbers looked different at once
		customers asked about pricing onboarding attribution budgets quarterly reviews partners webinars podcasts demand
		nobody believed the dashboard until sales heard the same story from buyers three times in a week`)
	var cues []feeds.Cue
	var b strings.Builder
	x := uint32(seed*2654435761 + 12345)
	for at, n := 0.0, 0; n < size; at += 3.2 {
		b.Reset()
		for range 9 {
			x = x*1664525 + 1013904223
			b.WriteString(words[x>>8%uint32(len(words))])
			fmt.Fprintf(&b, "%c ", 'a'+rune(x>>24%26))
		}
		cues = append(cues, feeds.Cue{Start: at, End: at + 3, Speaker: "Ann", Text: strings.TrimSpace(b.String())})
		n += b.Len()
	}
	return cues
}
