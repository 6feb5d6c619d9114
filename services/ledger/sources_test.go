package ledger_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestAddingASourceTwiceIsAddingItOnce(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		first := addSource(t, l, "alpha")
		if first.ID != feeds.ID("source", first.Key) {
			t.Errorf("id %s", first.ID)
		}
		for _, again := range []feeds.Source{
			{URL: "https://alpha.example/feed", Type: feeds.PodcastSource},
			{URL: "http://ALPHA.example:80/feed/#top", Type: feeds.FeedSource},
			{URL: "https://elsewhere.example/feed", Key: first.Key},
		} {
			write(t, l, func(tx *ledger.Tx) error {
				got, created, err := tx.AddSource(t.Context(), again)
				if created || got.ID != first.ID || got.Name != "alpha" {
					t.Errorf("%s: created %t, %+v", again.URL, created, got)
				}
				return err
			})
		}
		write(t, l, func(tx *ledger.Tx) error {
			got, created, err := tx.AddSource(t.Context(), feeds.Source{URL: "https://alpha.example/feed?show=2"})
			if !created || got.Key != "alpha.example/feed?show=2" {
				t.Errorf("another feed of the same host: %t %+v", created, got)
			}
			return err
		})
	})
}

func TestAMovedFeedKeepsItsKey(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		s, other := addSource(t, l, "alpha"), addSource(t, l, "beta")
		s.URL, s.Name = "https://new.example/feed", "Alpha, renamed"
		write(t, l, func(tx *ledger.Tx) error { return tx.UpdateSource(t.Context(), s) })
		got := must(l.GetSource(t.Context(), s.ID))(t)
		if diff := cmp.Diff(s, got.Source); diff != "" {
			t.Error(diff)
		}
		other.URL = "https://new.example/feed/"
		err := l.Write(t.Context(), func(tx *ledger.Tx) error { return tx.UpdateSource(t.Context(), other) })
		if !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("two sources with one address: %v", err)
		}
	})
}

func TestDueSourcesAreClaimedOnce(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		a, b, c := addSource(t, l, "alpha"), addSource(t, l, "beta"), addSource(t, l, "gamma")
		write(t, l, func(tx *ledger.Tx) error {
			if _, _, err := tx.AddSource(ctx, feeds.Source{Key: "import:x", Type: feeds.ImportSource}); err != nil {
				return err
			}
			c.Paused = true
			if err := tx.UpdateSource(ctx, c); err != nil {
				return err
			}
			return tx.SaveCursor(ctx, b.ID, feeds.Cursor{Due: now.Add(time.Hour), Health: feeds.Healthy, ETag: `"x"`, Interval: time.Minute})
		})
		got := must(l.ClaimDue(ctx, now, 10, "one", time.Minute))(t)
		if len(got) != 1 || got[0].ID != a.ID {
			t.Fatalf("claimed %+v", got)
		}
		if got := must(l.ClaimDue(ctx, now, 10, "two", time.Minute))(t); len(got) != 0 {
			t.Errorf("claimed twice: %+v", got)
		}
		if due := must(l.NextDue(ctx, now))(t); !due.Equal(now.Add(time.Hour)) {
			t.Errorf("next due %s", due)
		}
		// The holder died: its claim ends.
		later := now.Add(2 * time.Minute)
		if got := must(l.ClaimDue(ctx, later, 10, "two", time.Minute))(t); len(got) != 1 {
			t.Errorf("after the lease: %+v", got)
		}
		if err := errors.Join(l.ReleaseClaims(ctx, "one"), l.Renew(ctx, ledger.Sources, "one", []string{a.ID}, now)); err != nil {
			t.Fatal(err)
		}
		if got := must(l.ClaimDue(ctx, later, 10, "three", time.Minute))(t); len(got) != 0 {
			t.Errorf("released by one who had lost it: %+v", got)
		}
		// A claim that is renewed outlives its lease; one given up is free at once.
		if err := l.Renew(ctx, ledger.Sources, "two", []string{a.ID}, later.Add(2*time.Minute)); err != nil {
			t.Fatal(err)
		}
		later = later.Add(90 * time.Second)
		if got := must(l.ClaimDue(ctx, later, 10, "three", time.Minute))(t); len(got) != 0 {
			t.Errorf("claimed though renewed: %+v", got)
		}
		if err := l.ReleaseClaims(ctx, "two"); err != nil {
			t.Fatal(err)
		}
		if got := must(l.ClaimDue(ctx, later, 10, "three", time.Minute))(t); len(got) != 1 {
			t.Errorf("after the release: %+v", got)
		}
		if err := l.ClearLeases(ctx); err != nil {
			t.Fatal(err)
		}
		if got := must(l.ClaimDue(ctx, now.Add(time.Hour), 10, "four", time.Minute))(t); len(got) != 2 || got[1].Cursor.ETag != `"x"` || got[1].Cursor.Interval != time.Minute {
			t.Errorf("all due: %+v", got)
		}
	})
}

func TestCursorsAreWrittenInOneGo(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		a, b := addSource(t, l, "alpha"), addSource(t, l, "beta")
		want := feeds.Cursor{Health: feeds.Failing, Failures: 3, Error: "the host is away", Due: noon, LastRead: noon.Add(-time.Hour)}
		write(t, l, func(tx *ledger.Tx) error {
			return tx.SaveCursors(ctx, map[string]feeds.Cursor{a.ID: want, b.ID: {Health: feeds.Healthy}, "deleted": {}})
		})
		got := must(l.GetSource(ctx, a.ID))(t).Cursor
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.SetDue(ctx, a.ID, noon.Add(time.Minute)) })
		if got := must(l.GetSource(ctx, a.ID))(t).Cursor; !got.Due.Equal(noon.Add(time.Minute)) || got.Failures != 3 {
			t.Errorf("made due: %+v", got)
		}
		// A read that is under way meanwhile puts nothing off that was asked for since.
		claimed := must(l.ClaimDue(ctx, noon.Add(time.Hour), 10, "one", time.Minute))(t)
		asked := noon.Add(time.Second)
		write(t, l, func(tx *ledger.Tx) error { return tx.SetDue(ctx, a.ID, asked) })
		for _, s := range claimed {
			c := s.Cursor
			c.Due = noon.Add(6 * time.Hour)
			write(t, l, func(tx *ledger.Tx) error { return tx.SaveCursor(ctx, s.ID, c) })
			due := c.Due
			if s.ID == a.ID {
				due = asked
			}
			if got := must(l.GetSource(ctx, s.ID))(t).Cursor; !got.Due.Equal(due) {
				t.Errorf("after the read %s is due at %s, want %s", s.Name, got.Due, due)
			}
		}
		health := must(l.SourceHealth(ctx))(t)
		if diff := cmp.Diff(map[string]int{"failing": 1, "healthy": 1}, health); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSourcesAreListedByPage(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		for _, name := range []string{"show3", "Show2", "show1", "Alpha", "beta", "SHOW4"} {
			addSource(t, l, name)
		}
		twin := show("twin")
		twin.Name = "beta"
		write(t, l, func(tx *ledger.Tx) error { _, _, err := tx.AddSource(t.Context(), twin); return err })
		var names []string
		seen := map[string]bool{}
		f := ledger.SourceFilter{Page: ledger.Page{Limit: 3}}
		pages := 0
		for {
			items, next, err := l.ListSources(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			pages++
			for _, s := range items {
				if seen[s.ID] {
					t.Errorf("%s twice", s.Name)
				}
				seen[s.ID] = true
				names = append(names, s.Name)
			}
			if f.Page.After = next; next == "" {
				break
			}
		}
		if len(seen) != 7 || pages != 3 {
			t.Errorf("%d sources on %d pages", len(seen), pages)
		}
		if want := []string{"Alpha", "beta", "beta", "show1", "Show2", "show3", "SHOW4"}; !slices.Equal(names, want) {
			t.Errorf("listed %v", names)
		}
		items, _, err := l.ListSources(t.Context(), ledger.SourceFilter{Query: "SHOW3", Types: []string{"podcast"}, Health: []string{"waiting", "failing", "gone"}})
		if err != nil || len(items) != 1 || items[0].Name != "show3" {
			t.Errorf("%v %+v", err, items)
		}
		if _, _, err := l.ListSources(t.Context(), ledger.SourceFilter{Page: ledger.Page{After: "%%%"}}); !errors.Is(err, ledger.ErrCursor) {
			t.Error(err)
		}
		if items, _, err := l.ListSources(t.Context(), ledger.SourceFilter{Query: "100%_"}); err != nil || len(items) != 0 {
			t.Errorf("signs are no wildcards: %v %+v", err, items)
		}
	})
}

func TestDeletedSourceLeavesItsDocuments(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		d := episode("one", "Title", "words")
		save(t, l, src.ID, d)
		write(t, l, func(tx *ledger.Tx) error { return tx.DeleteSource(t.Context(), src.ID) })
		must(l.GetDocument(t.Context(), d.ID))(t)
		if s := must(l.SourceOf(t.Context(), d.ID))(t); s.ID != "" {
			t.Errorf("source %+v", s)
		}
		if _, err := l.GetSource(t.Context(), src.ID); !errors.Is(err, ledger.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestTranscriptsToFetch(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		refs := []feeds.TranscriptRef{{URL: "https://pod.example/1.srt"}}
		write(t, l, func(tx *ledger.Tx) error {
			if err := tx.QueueText(ctx, "d1", "s1", refs, noon); err != nil {
				return err
			}
			return tx.QueueText(ctx, "d2", "s1", refs, noon.Add(time.Hour))
		})
		got := must(l.ClaimTexts(ctx, noon, 5, "one", time.Minute))(t)
		want := []ledger.Text{{Document: "d1", Source: "s1", Refs: refs, Created: noon}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		if got := must(l.ClaimTexts(ctx, noon, 5, "two", time.Minute))(t); len(got) != 0 {
			t.Errorf("claimed twice: %+v", got)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.RetryText(ctx, "d1", noon.Add(30*time.Minute), "away") })
		got = must(l.ClaimTexts(ctx, noon.Add(time.Hour), 5, "two", time.Minute))(t)
		if len(got) != 2 {
			t.Fatalf("an hour later: %+v", got)
		}
		write(t, l, func(tx *ledger.Tx) error {
			if err := tx.FinishText(ctx, "d1", "gave up"); err != nil {
				return err
			}
			return tx.FinishText(ctx, "d2", "")
		})
		if diff := cmp.Diff(map[string]int{"failed": 1}, must(l.TextCounts(ctx))(t)); diff != "" {
			t.Error(diff)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.QueueText(ctx, "d1", "s1", refs, noon) })
		if got := must(l.ClaimTexts(ctx, noon.Add(2*time.Hour), 5, "three", time.Minute))(t); len(got) != 1 || got[0].Attempts != 0 {
			t.Errorf("asked for again: %+v", got)
		}
	})
}

// The search index knows a show by what it was called: its documents go there once more
// under another name, but for those that are still on their way.
func TestARenamedSourceAnnouncesItsDocuments(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src, other := addSource(t, l, "alpha"), addSource(t, l, "beta")
		read, older, unread, theirs := episode("read", "Read", ""), episode("older", "Older", ""), episode("unread", "Unread", ""), episode("theirs", "Theirs", "")
		older.Published = read.Published.Add(-time.Hour)
		save(t, l, src.ID, older, read, unread)
		save(t, l, other.ID, theirs)
		write(t, l, func(tx *ledger.Tx) error {
			for _, d := range []*feeds.Document{read, older, theirs} {
				if err := tx.SetDetected(ctx, d.ID, d.Revision, 1); err != nil {
					return err
				}
			}
			return nil
		})
		before := len(must(l.Unpublished(ctx, 100))(t))
		rename := func(name string) {
			src.Name = name
			write(t, l, func(tx *ledger.Tx) error { return tx.UpdateSource(ctx, src) })
		}
		rename(src.Name)
		rename("Alpha, renamed")
		var announced []ledger.Reference
		for _, m := range must(l.Unpublished(ctx, 100))(t)[before:] {
			if m.Stream != ledger.StreamDocuments || m.Subject != "doc.detected.podcast."+src.ID {
				t.Errorf("%+v", m)
			}
			announced = append(announced, *m.Ref)
		}
		want := []ledger.Reference{{ID: read.ID, Revision: read.Revision}, {ID: older.ID, Revision: older.Revision}}
		if diff := cmp.Diff(want, announced); diff != "" {
			t.Error(diff)
		}
	})
}

// In a restored ledger the next read is the first again; what was fetched last stays known.
func TestARestoredLedgersSourcesAreReadAnew(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		write(t, l, func(tx *ledger.Tx) error {
			return tx.SaveCursor(t.Context(), src.ID, feeds.Cursor{ETag: `"a"`, FirstRead: noon.Add(-time.Hour), LastRead: noon, Health: feeds.Healthy})
		})
		if err := l.Restored(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := must(l.GetSource(t.Context(), src.ID))(t).Cursor
		if !got.FirstRead.IsZero() || got.ETag != `"a"` || !got.LastRead.Equal(noon) || got.Health != feeds.Healthy {
			t.Errorf("%+v", got)
		}
	})
}

// Transcripts may have come and been told of since the backup, and detection may have read on.
func TestWhatARestoredLedgerStillWaitsForIsNoNews(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "alpha")
		waits, read, unread := episode("waits", "Acme", ""), episode("read", "Acme", "words"), episode("unread", "Acme", "words")
		save(t, l, src.ID, waits, read, unread)
		write(t, l, func(tx *ledger.Tx) error {
			var errs []error
			for _, d := range []*feeds.Document{waits, read} {
				errs = append(errs, tx.SetDetected(ctx, d.ID, d.Revision, 0), tx.SaveMention(ctx, mention("acme", d)))
			}
			refs := []feeds.TranscriptRef{{URL: "https://pod.example/waits.vtt", Type: "text/vtt"}}
			return errors.Join(append(errs, tx.QueueText(ctx, waits.ID, src.ID, refs, noon))...)
		})
		if err := l.Restored(ctx); err != nil {
			t.Fatal(err)
		}
		for d, want := range map[*feeds.Document]bool{waits: true, read: false, unread: true} {
			if got := must(l.DocumentMeta(ctx, d.ID))(t); got.Backfill != want {
				t.Errorf("%s: backfill %t", d.Key, got.Backfill)
			}
			for _, m := range must(l.MentionsOf(ctx, d.ID))(t) {
				if m.Backfill != want {
					t.Errorf("the mention in %s: backfill %t", d.Key, m.Backfill)
				}
			}
		}
	})
}
