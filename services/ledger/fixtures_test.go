package ledger_test

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

// noon is when most tests happen.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// at is a clock that doesn't move.
func at(now time.Time) func() time.Time { return func() time.Time { return now } }

// write runs do in a transaction that must succeed.
func write(t testing.TB, l *ledger.Ledger, do func(*ledger.Tx) error) {
	t.Helper()
	if err := l.Write(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// must unwraps a result that may not fail.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
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

func episode(key, title, said string) *feeds.Document {
	d := &feeds.Document{
		ID: feeds.DocumentID("podcast", key), Kind: feeds.Podcast, Network: "podcast", Key: key,
		URL: "https://pod.example/" + key, Title: title, Author: "Ann Example",
		People:    []feeds.Person{{Name: "Ann Example", Role: "host"}},
		Chapters:  []feeds.Chapter{{Start: 0, Title: "Intro"}},
		Published: noon.Add(-24 * time.Hour), Fetched: noon, Duration: 1800.5, Origin: feeds.None,
		Audio: "https://pod.example/" + key + ".mp3", AudioType: "audio/mpeg",
		Alternates: []string{"audio:https://pod.example/" + key + ".mp3"},
	}
	if said != "" {
		d.Origin = feeds.Publisher
		d.Cues = []feeds.Cue{{Start: 0, End: 2.5, Speaker: "Ann", Text: said}}
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

func mention(brand string, d *feeds.Document) index.Mention {
	second := 1.5
	return index.Mention{
		ID: index.MentionID("default", brand, d.ID), Workspace: "default", Brand: brand, Document: d.ID, Revision: 1,
		Type: index.Discussed, Confidence: 0.9, State: index.New, Kind: d.Kind, Published: d.Published,
		Hits: []index.Hit{{Brand: brand, Field: index.InText, Surface: "Acme", Start: 3, End: 7, Second: &second, Quote: "so Acme then"}},
	}
}

func delivery(channel string, n int) alerts.Delivery {
	m := fmt.Sprint("mention", n)
	return alerts.Delivery{
		ID: feeds.ID("delivery", channel, m), Channel: channel, Rules: []string{"r1"},
		Items: []alerts.Item{{Kind: alerts.MentionItem, Subject: m, Event: alerts.Found, Revision: 1}}, Purpose: alerts.NewMessage,
		MediaType: "application/json", Body: []byte(`{"n":` + fmt.Sprint(n) + `}`), NotBefore: noon.Add(time.Duration(n) * time.Millisecond),
	}
}

// transcript is a body of about that many bytes, of varied invented words.
func transcript(seed, size int) []feeds.Cue {
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
