package archive_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

func TestDocumentComesBackAsItWasSaved(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		d := episode("one", "Ünïcode & <b>", "we use Acme\u00a0now")
		d.Notes, d.Language, d.Engagement = "notes\nmore", "en-GB", feeds.Engagement{Likes: 3}
		d.Handle, d.Thread, d.From, d.Synthetic = "@anna", "t1", "twin", "a voice known to be made"
		saved := save(t, l, src.ID, d)
		if !saved[0].New || saved[0].Changed || saved[0].ID != d.ID {
			t.Errorf("first save: %+v", saved[0])
		}
		got := must(archive.GetDocument(t.Context(), l, d.ID))(t)
		want := *d
		want.Sources, want.Alternates = []string{src.ID}, nil
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		meta := must(archive.GetDocumentMeta(t.Context(), l, d.ID))(t)
		if meta.Month != "2026-11" || meta.Cues != nil || meta.BodySize != len("we use Acme\u00a0now") || !meta.Created.Equal(noon) {
			t.Errorf("meta: %+v", meta)
		}
		if n := must(archive.CountDocuments(t.Context(), l))(t); n != 1 {
			t.Errorf("%d documents", n)
		}
	})
}

func TestTextFromOutsideThatPostgresRefuses(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		d := episode("one", "bad \xff utf and \x00 zero", "said \x00 and \xfe")
		save(t, l, src.ID, d)
		got := must(archive.GetDocument(t.Context(), l, d.ID))(t)
		if got.Title != "bad \uFFFD utf and  zero" {
			t.Errorf("title %q", got.Title)
		}
	})
}

func TestUnchangedDocumentIsNotWrittenAgain(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		save(t, l, src.ID, episode("one", "Title", "words"))
		again := episode("one", "Title", "words")
		again.Engagement.Likes = 900
		if s := save(t, l, src.ID, again)[0]; s.New || s.Changed || s.Arrival == 0 {
			t.Errorf("%+v", s)
		}
		if s := save(t, l, src.ID, episode("one", "Title, corrected", "words"))[0]; s.New || !s.Changed {
			t.Errorf("%+v", s)
		}
		if got := must(l.Unpublished(t.Context(), 10))(t); len(got) != 2 {
			t.Errorf("%d messages, want one for each revision", len(got))
		}
	})
}

func TestTextIsKeptWhenTheFeedComesWithoutIt(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		save(t, l, src.ID, episode("one", "Title", ""))
		d := must(archive.GetDocument(t.Context(), l, feeds.DocumentID("podcast", "one")))(t)
		d.Cues, d.Origin = []feeds.Cue{{Text: "late words"}}, feeds.Publisher // its revision is left as it was
		if s := save(t, l, src.ID, &d)[0]; !s.Changed {
			t.Errorf("a transcript that comes later changes nothing: %+v", s)
		}
		if s := save(t, l, src.ID, episode("one", "Title", ""))[0]; s.Changed || !s.KeptText {
			t.Errorf("the next read of the feed: %+v", s)
		}
		renamed := episode("one", "New title", "")
		if s := save(t, l, src.ID, renamed)[0]; !s.Changed || !s.KeptText || renamed.Origin != feeds.Publisher {
			t.Errorf("a new title: %+v, origin %s", s, renamed.Origin)
		}
		got := must(archive.GetDocument(t.Context(), l, d.ID))(t)
		if got.Title != "New title" || got.Body() != "late words" || got.Revision != got.ComputeRevision() {
			t.Errorf("kept %q %q", got.Title, got.Body())
		}
	})
}

func TestChangedGuidFindsTheOldDocument(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		old := episode("one", "Title", "words")
		save(t, l, src.ID, old)
		moved := episode("one", "Title", "words")
		moved.ID, moved.Key = feeds.DocumentID("podcast", "guid-2"), "guid-2"
		if s := save(t, l, src.ID, moved)[0]; s.New || s.Changed || s.ID != old.ID || moved.ID != old.ID {
			t.Errorf("unchanged but for its guid: %+v", s)
		}
		edited := episode("one", "Better title", "words")
		edited.ID, edited.Key = feeds.DocumentID("podcast", "guid-2"), "guid-2"
		if s := save(t, l, src.ID, edited)[0]; s.New || !s.Changed || s.ID != old.ID {
			t.Errorf("edited too: %+v", s)
		}
		// From now on the new guid itself is known: the audio may move as well.
		edited = episode("one", "Third title", "words")
		edited.ID, edited.Alternates = feeds.DocumentID("podcast", "guid-2"), nil
		if s := save(t, l, src.ID, edited)[0]; s.New || s.ID != old.ID {
			t.Errorf("audio moved: %+v", s)
		}
		other := addSource(t, l, "beta")
		foreign := episode("one", "Title", "words")
		foreign.ID = feeds.DocumentID("podcast", "foreign")
		if s := save(t, l, other.ID, foreign)[0]; !s.New {
			t.Errorf("another source's alternates were used: %+v", s)
		}
	})
}

func TestTwoItemsOfOneReadAreNeverOneDocument(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		first := episode("one", "Title", "words")
		save(t, l, src.ID, first)
		second := episode("two", "Title", "other words")
		second.Alternates = first.Alternates
		saved := save(t, l, src.ID, episode("one", "Title", "words"), second)
		if saved[0].New || !saved[1].New {
			t.Errorf("%+v", saved)
		}
	})
}

func TestWhatIsFixedAtFirstSight(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		d := episode("one", "Title", "")
		d.Undated, d.Published, d.Backfill = true, noon.Add(-48*time.Hour), true
		save(t, l, src.ID, d)
		again := episode("one", "Title 2", "")
		again.Undated, again.Published = true, noon
		save(t, l, src.ID, again)
		got := must(archive.GetDocumentMeta(t.Context(), l, d.ID))(t)
		if !got.Published.Equal(noon.Add(-48*time.Hour)) || !got.Backfill || got.Month != "2026-11" {
			t.Errorf("published %s, backfill %t, month %s", got.Published, got.Backfill, got.Month)
		}
		moved := episode("one", "Title 3", "")
		moved.Published = noon.AddDate(0, -5, 0)
		save(t, l, src.ID, moved)
		got = must(archive.GetDocumentMeta(t.Context(), l, d.ID))(t)
		if got.Month != "2026-11" || !got.Published.Equal(moved.Published) {
			t.Errorf("published %s, month %s", got.Published, got.Month)
		}
	})
}

func TestMonth(t *testing.T) {
	for published, want := range map[string]string{
		"2026-11-20": "2026-11", "2026-12-31": "2026-12", "2027-01-01": "undated", "2099-01-01": "undated",
		"2024-12-01": "2024-12", "2024-11-21": "2024-11", "2024-11-19": "2024", "2019-05-05": "2019", "2005-01-01": "2005",
		"2004-12-31": "undated", "0001-01-01": "undated",
	} {
		when, err := time.Parse(time.DateOnly, published)
		if err != nil {
			t.Fatal(err)
		}
		if got := archive.Month(when, noon); got != want {
			t.Errorf("%s: %s, want %s", published, got, want)
		}
	}
}

func TestOneDocumentBySeveralSources(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		a, b := addSource(t, l, "alpha"), addSource(t, l, "beta")
		save(t, l, a.ID, episode("one", "Title", "words"))
		if s := save(t, l, b.ID, episode("one", "Title", "words"))[0]; s.New || s.Changed {
			t.Errorf("%+v", s)
		}
		got := must(archive.GetDocument(t.Context(), l, feeds.DocumentID("podcast", "one")))(t)
		if diff := cmp.Diff([]string{a.ID, b.ID}, got.Sources); diff != "" {
			t.Error(diff)
		}
		if s := must(archive.SourceOf(t.Context(), l, "", got.ID))(t); s.ID != a.ID {
			t.Errorf("first source %s, want %s", s.ID, a.ID)
		}
		if s := must(archive.GetSource(t.Context(), l, b.ID))(t); s.Documents != 1 {
			t.Errorf("beta has %d documents", s.Documents)
		}
	})
}

func TestWalkingTheArchiveCanBeTakenUpAgain(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		var docs []*feeds.Document
		var want []string
		for i := range 25 {
			docs = append(docs, episode(fmt.Sprint(i), "Title", "words"))
			want = append(want, docs[i].ID)
		}
		save(t, l, src.ID, docs...)
		var got []string
		var last int64
		stop := errors.New("stop")
		err := archive.EachDocument(t.Context(), l, 0, 7, func(batch []archive.DocumentMeta) error {
			if len(got) >= 14 {
				return stop
			}
			for _, d := range batch {
				got, last = append(got, d.ID), d.Arrival
			}
			return nil
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		err = archive.EachDocument(t.Context(), l, last, 7, func(batch []archive.DocumentMeta) error {
			for _, d := range batch {
				if d.Body() != "words" {
					t.Errorf("%s has text %q", d.ID, d.Body())
				}
				got = append(got, d.ID)
			}
			return nil
		})
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
		var ids []string
		for after := int64(0); ; {
			piece, next, err := archive.DocumentIDs(t.Context(), l, "", after, 10)
			if err != nil {
				t.Fatal(err)
			}
			if len(piece) == 0 {
				break
			}
			ids, after = append(ids, piece...), next
		}
		if diff := cmp.Diff(want, ids); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDeletedDocumentLeavesNothing(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		d := episode("one", "Title", "words")
		save(t, l, src.ID, d)
		write(t, l, func(tx *ledger.Tx) error {
			if err := record.SaveMention(t.Context(), tx, mention("acme", d)); err != nil {
				return err
			}
			return mentions.DeleteDocument(t.Context(), tx, d.ID, "")
		})
		if _, err := archive.GetDocument(t.Context(), l, d.ID); !errors.Is(err, ledger.ErrNotFound) {
			t.Error(err)
		}
		if got := must(record.MentionsOf(t.Context(), l, d.ID))(t); len(got) != 0 {
			t.Errorf("%d mentions left", len(got))
		}
		if s := save(t, l, src.ID, episode("one", "Title", "words"))[0]; !s.New {
			t.Errorf("read again: %+v", s)
		}
		err := l.Write(t.Context(), func(tx *ledger.Tx) error { return mentions.DeleteDocument(t.Context(), tx, "none", "") })
		if !errors.Is(err, ledger.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestDetectionIsRecorded(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		d := episode("one", "Title", "words")
		save(t, l, src.ID, d)
		write(t, l, func(tx *ledger.Tx) error {
			got, err := archive.LockDetected(t.Context(), tx, d.ID)
			if got.Current != d.Revision || got.Revision != "" || got.Brands != 0 {
				t.Errorf("before: %+v", got)
			}
			if err != nil {
				return err
			}
			return archive.SetDetected(t.Context(), tx, d.ID, d.Revision, 7)
		})
		if got := must(archive.GetDocumentMeta(t.Context(), l, d.ID))(t).Detected; got.Revision != d.Revision || got.Brands != 7 {
			t.Errorf("after: %+v", got)
		}
	})
}

// All fields of a document are read as they were saved, and saving it twice changes nothing.
func TestSavingIsFaithfulAndIdempotent(t *testing.T) {
	ledgertest.Each(t, savingIsFaithful)
}

func savingIsFaithful(t *testing.T, l *ledger.Ledger) {
	src := addSource(t, l, "alpha")
	text := rapid.StringMatching(`[^\x00\x{FFFD}]{0,40}`)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		d := episode(fmt.Sprint("r", n), text.Draw(r, "title"), "")
		d.Notes = text.Draw(r, "notes")
		d.Text = text.Draw(r, "text")
		if d.Text == "" {
			d.Cues = rapid.SliceOfN(rapid.Custom(func(r *rapid.T) feeds.Cue {
				return feeds.Cue{Start: rapid.Float64Range(0, 1e5).Draw(r, "start"), Text: text.Draw(r, "cue")}
			}), 0, 5).Draw(r, "cues")
		}
		if d.Body() != "" {
			d.Origin = feeds.Captions
		}
		want := *d
		if s := save(t, l, src.ID, d)[0]; !s.New {
			r.Fatalf("%+v", s)
		}
		again := want
		if s := save(t, l, src.ID, &again)[0]; s.New || s.Changed {
			r.Fatalf("%+v", s)
		}
		got := must(archive.GetDocument(t.Context(), l, want.ID))(t)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(feeds.Document{}, "Sources", "Alternates", "Revision"), cmpopts.EquateEmpty()); diff != "" && got.Body() != "" {
			r.Fatal(diff)
		}
	})
}
