package archive_test

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// If a show moves to another host, its old episodes are played from there, although their content
// didn't change. No event is sent.
func TestRecordingsThatMoved(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		at := func(audio, page string) feeds.Document {
			t.Helper()
			d := episode("one", "Title", "words")
			d.Audio, d.AudioType, d.URL = audio, "audio/mpeg", page
			if s := save(t, l, src.ID, d)[0]; s.Changed {
				t.Errorf("%s: %+v", audio, s)
			}
			return must(archive.GetDocument(t.Context(), l, d.ID))(t)
		}
		at("https://old.example/1.mp3?token=a", "https://old.example/1")
		if d := at("https://old.example/1.mp3?token=b", "https://old.example/1"); d.Audio != "https://old.example/1.mp3?token=a" {
			t.Errorf("written for a token: %s", d.Audio)
		}
		if d := at("https://new.example/a/1.mp3", "https://new.example/1"); d.Audio != "https://new.example/a/1.mp3" || d.URL != "https://new.example/1" {
			t.Errorf("played from %s, shown at %s", d.Audio, d.URL)
		}
		if d := at("", ""); d.Audio != "https://new.example/a/1.mp3" || d.AudioType != "audio/mpeg" || d.URL != "https://new.example/1" {
			t.Errorf("forgotten: %s %s %s", d.Audio, d.AudioType, d.URL)
		}
		if got := must(l.Unpublished(t.Context(), 10))(t); len(got) != 1 {
			t.Errorf("%d messages, want one", len(got))
		}
	})
}

// An unchanged episode keeps all its ids, so that it is recognized when all but one of them change,
// in any order.
func TestNamesOfAnUnchangedEpisode(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		first := ""
		for i, v := range []struct{ guid, audio, title, alternate string }{
			{"one", "https://a.example/1.mp3", "Title", "enclosure-a"},
			{"two", "https://a.example/1.mp3", "Title", "enclosure-a"},
			{"two", "https://b.example/1.mp3", "Better title", "enclosure-b"},
			{"two", "https://c.example/1.mp3", "Better title", "enclosure-c"},
			{"three", "https://c.example/1.mp3", "Best title", "enclosure-c"},
		} {
			d := episode(v.guid, v.title, "words")
			d.Audio, d.Alternates = v.audio, []string{v.alternate}
			s := save(t, l, src.ID, d)[0]
			if i == 0 {
				first = s.ID
			}
			if s.ID != first || s.New != (i == 0) {
				t.Errorf("%+v is %s, new: %t", v, s.ID, s.New)
			}
		}
	})
}
