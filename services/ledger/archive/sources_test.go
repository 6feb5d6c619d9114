package archive_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	pace "github.com/namedrop/namedrop/feeds/schedule"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
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
				got, created, err := archive.AddSource(t.Context(), tx, again)
				if created || got.ID != first.ID || got.Name != "alpha" {
					t.Errorf("%s: created %t, %+v", again.URL, created, got)
				}
				return err
			})
		}
		write(t, l, func(tx *ledger.Tx) error {
			got, created, err := archive.AddSource(t.Context(), tx, feeds.Source{URL: "https://alpha.example/feed?show=2"})
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
		write(t, l, func(tx *ledger.Tx) error { return archive.UpdateSource(t.Context(), tx, s) })
		got := must(archive.GetSource(t.Context(), l, s.ID))(t)
		if diff := cmp.Diff(s, got.Source); diff != "" {
			t.Error(diff)
		}
		other.URL = "https://new.example/feed/"
		err := l.Write(t.Context(), func(tx *ledger.Tx) error { return archive.UpdateSource(t.Context(), tx, other) })
		if !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("two sources with one address: %v", err)
		}
	})
}

var podcasts = []feeds.SourceType{feeds.PodcastSource}

func TestDueSourcesAreClaimedOnce(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		a, b, c := addSource(t, l, "alpha"), addSource(t, l, "beta"), addSource(t, l, "gamma")
		write(t, l, func(tx *ledger.Tx) error {
			if _, _, err := archive.AddSource(ctx, tx, feeds.Source{Key: "import:x", Type: feeds.ImportSource}); err != nil {
				return err
			}
			c.Paused = true
			if err := archive.UpdateSource(ctx, tx, c); err != nil {
				return err
			}
			return archive.SavePoll(ctx, tx, archive.SourcePoll, b.ID, archive.Poll{Position: feeds.Position(`{"etag":"x"}`), State: pace.State{Due: now.Add(time.Hour), Interval: time.Minute}, Condition: feeds.Condition{Health: feeds.Healthy}})
		})
		got := must(archive.ClaimDue(ctx, l, podcasts, now, 10, "one", time.Minute))(t)
		if len(got) != 1 || got[0].ID != a.ID {
			t.Fatalf("claimed %+v", got)
		}
		if got := must(archive.ClaimDue(ctx, l, podcasts, now, 10, "two", time.Minute))(t); len(got) != 0 {
			t.Errorf("claimed twice: %+v", got)
		}
		if due := must(archive.NextDue(ctx, l, podcasts, now))(t); !due.Equal(now.Add(time.Hour)) {
			t.Errorf("next due %s", due)
		}
		// The holder was killed: its claim expires.
		later := now.Add(2 * time.Minute)
		if got := must(archive.ClaimDue(ctx, l, podcasts, later, 10, "two", time.Minute))(t); len(got) != 1 {
			t.Errorf("after the lease: %+v", got)
		}
		if err := errors.Join(l.ReleaseClaims(ctx, "one"), l.Renew(ctx, ledger.Polls, "one", []string{a.ID}, now)); err != nil {
			t.Fatal(err)
		}
		if got := must(archive.ClaimDue(ctx, l, podcasts, later, 10, "three", time.Minute))(t); len(got) != 0 {
			t.Errorf("released by one who had lost it: %+v", got)
		}
		// A claim that is renewed lasts longer than its lease; one that is released is free at once.
		if err := l.Renew(ctx, ledger.Polls, "two", []string{a.ID}, later.Add(2*time.Minute)); err != nil {
			t.Fatal(err)
		}
		later = later.Add(90 * time.Second)
		if got := must(archive.ClaimDue(ctx, l, podcasts, later, 10, "three", time.Minute))(t); len(got) != 0 {
			t.Errorf("claimed though renewed: %+v", got)
		}
		if err := l.ReleaseClaims(ctx, "two"); err != nil {
			t.Fatal(err)
		}
		if got := must(archive.ClaimDue(ctx, l, podcasts, later, 10, "three", time.Minute))(t); len(got) != 1 {
			t.Errorf("after the release: %+v", got)
		}
		if err := l.ClearLeases(ctx); err != nil {
			t.Fatal(err)
		}
		if got := must(archive.ClaimDue(ctx, l, podcasts, now.Add(time.Hour), 10, "four", time.Minute))(t); len(got) != 2 || string(got[1].Poll.Position) != `{"etag":"x"}` || got[1].Poll.State.Interval != time.Minute {
			t.Errorf("all due: %+v", got)
		}
	})
}

func TestCursorsAreWrittenInOneGo(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		a, b := addSource(t, l, "alpha"), addSource(t, l, "beta")
		want := archive.Poll{
			Position: feeds.Position(`"7"`), State: pace.State{Failures: 3, Due: noon, LastRead: noon.Add(-time.Hour)},
			Condition: feeds.Condition{Health: feeds.Failing, Error: "the host is away"},
		}
		write(t, l, func(tx *ledger.Tx) error {
			return archive.SavePolls(ctx, tx, archive.SourcePoll, map[string]archive.Poll{a.ID: want, b.ID: {Condition: feeds.Condition{Health: feeds.Healthy}}, "deleted": {}})
		})
		got := must(archive.GetSource(ctx, l, a.ID))(t).Poll
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.SetDue(ctx, tx, a.ID, noon.Add(time.Minute)) })
		if got := must(archive.GetSource(ctx, l, a.ID))(t).Poll.State; !got.Due.Equal(noon.Add(time.Minute)) || got.Failures != 3 {
			t.Errorf("made due: %+v", got)
		}
		// A read that was requested while another read was running is not postponed by that one.
		claimed := must(archive.ClaimDue(ctx, l, podcasts, noon.Add(time.Hour), 10, "one", time.Minute))(t)
		asked := noon.Add(time.Second)
		write(t, l, func(tx *ledger.Tx) error { return archive.SetDue(ctx, tx, a.ID, asked) })
		for _, s := range claimed {
			p := s.Poll
			p.State.Due = noon.Add(6 * time.Hour)
			write(t, l, func(tx *ledger.Tx) error { return archive.SavePoll(ctx, tx, archive.SourcePoll, s.ID, p) })
			due := p.State.Due
			if s.ID == a.ID {
				due = asked
			}
			if got := must(archive.GetSource(ctx, l, s.ID))(t).Poll.State; !got.Due.Equal(due) {
				t.Errorf("after the read %s is due at %s, want %s", s.Name, got.Due, due)
			}
		}
		health := must(archive.SourceHealth(ctx, l))(t)
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
		write(t, l, func(tx *ledger.Tx) error { _, _, err := archive.AddSource(t.Context(), tx, twin); return err })
		var names []string
		seen := map[string]bool{}
		f := archive.SourceFilter{Page: ledger.Page{Limit: 3}}
		pages := 0
		for {
			items, next, err := archive.ListSources(t.Context(), l, f)
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
		items, _, err := archive.ListSources(t.Context(), l, archive.SourceFilter{Query: "SHOW3", Types: []string{"podcast"}, Health: []string{"waiting", "failing", "gone"}})
		if err != nil || len(items) != 1 || items[0].Name != "show3" {
			t.Errorf("%v %+v", err, items)
		}
		if _, _, err := archive.ListSources(t.Context(), l, archive.SourceFilter{Page: ledger.Page{After: "%%%"}}); !errors.Is(err, ledger.ErrCursor) {
			t.Error(err)
		}
		if items, _, err := archive.ListSources(t.Context(), l, archive.SourceFilter{Query: "100%_"}); err != nil || len(items) != 0 {
			t.Errorf("signs are no wildcards: %v %+v", err, items)
		}
	})
}

func TestDeletedSourceLeavesItsDocuments(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		d := episode("one", "Title", "words")
		save(t, l, src.ID, d)
		write(t, l, func(tx *ledger.Tx) error { return archive.DeleteSource(t.Context(), tx, src.ID) })
		must(archive.GetDocument(t.Context(), l, d.ID))(t)
		if s := must(archive.SourceOf(t.Context(), l, "", d.ID))(t); s.ID != "" {
			t.Errorf("source %+v", s)
		}
		if _, err := archive.GetSource(t.Context(), l, src.ID); !errors.Is(err, ledger.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestPartsToFill(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		offers := []feeds.Offer{{Part: feeds.PartTranscript, URL: "https://pod.example/1.srt", Timed: true}}
		one := archive.PartRequest{Document: "d1", Part: feeds.PartTranscript, Source: "s1", BringsText: true, Offers: offers}
		two := one
		two.Document = "d2"
		claim := func(now time.Time, who string) []archive.PartRequest {
			t.Helper()
			return must(archive.ClaimParts(ctx, l, []feeds.Part{feeds.PartTranscript, feeds.PartChapters, feeds.PartSpeech}, now, 5, who, time.Minute))(t)
		}
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(archive.EnqueuePart(ctx, tx, one, noon), archive.EnqueuePart(ctx, tx, two, noon.Add(time.Hour)))
		})
		want := one
		want.Created = noon
		if diff := cmp.Diff([]archive.PartRequest{want}, claim(noon, "one")); diff != "" {
			t.Fatal(diff)
		}
		if got := claim(noon, "two"); len(got) != 0 {
			t.Errorf("claimed twice: %+v", got)
		}
		if got := must(archive.ClaimParts(ctx, l, []feeds.Part{feeds.PartSpeech}, noon.Add(time.Hour), 5, "two", time.Minute))(t); len(got) != 0 {
			t.Errorf("claimed by a process that can't fill it: %+v", got)
		}
		write(t, l, func(tx *ledger.Tx) error {
			return archive.RetryPart(ctx, tx, "d1", feeds.PartTranscript, noon.Add(30*time.Minute), errors.New("away"))
		})
		if got := claim(noon.Add(time.Hour), "two"); len(got) != 2 {
			t.Fatalf("an hour later: %+v", got)
		}
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(archive.FailPart(ctx, tx, "d1", feeds.PartTranscript, errors.New("gave up")), archive.FinishPart(ctx, tx, "d2", feeds.PartTranscript))
		})
		if diff := cmp.Diff(map[string]int{"failed": 1}, must(archive.PartCounts(ctx, l))(t)); diff != "" {
			t.Error(diff)
		}
		// The same offer changes nothing for a part that has failed; another offer does.
		write(t, l, func(tx *ledger.Tx) error { return archive.EnqueuePartIfChanged(ctx, tx, one, noon) })
		if got := claim(noon.Add(2*time.Hour), "three"); len(got) != 0 {
			t.Errorf("asked for again though nothing changed: %+v", got)
		}
		one.Offers = append(one.Offers, feeds.Offer{Part: feeds.PartTranscript, URL: "https://pod.example/1.vtt"})
		write(t, l, func(tx *ledger.Tx) error { return archive.EnqueuePartIfChanged(ctx, tx, one, noon) })
		if got := claim(noon.Add(2*time.Hour), "three"); len(got) != 1 || got[0].Attempts != 0 || len(got[0].Offers) != 2 {
			t.Errorf("asked for again: %+v", got)
		}
	})
}

// A document may wait for a transcript, chapters and speech at once. Speech, which costs
// more, waits until the transcript was tried, and is cancelled by it.
func TestADearPartWaitsForACheapOne(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		parts := []feeds.Part{feeds.PartTranscript, feeds.PartChapters, feeds.PartSpeech}
		claim := func(now time.Time) (got []feeds.Part) {
			t.Helper()
			for _, p := range must(archive.ClaimParts(ctx, l, parts, now, 5, "one", time.Minute))(t) {
				got = append(got, p.Part)
			}
			slices.Sort(got)
			return got
		}
		write(t, l, func(tx *ledger.Tx) error {
			var errs []error
			for i, cost := range []int{1, 0, 100} {
				errs = append(errs, archive.EnqueuePart(ctx, tx, archive.PartRequest{Document: "d", Part: parts[i], Source: "s", Cost: cost, BringsText: parts[i].BringsText()}, noon))
			}
			return errors.Join(errs...)
		})
		if got := claim(noon); !slices.Equal(got, []feeds.Part{feeds.PartChapters, feeds.PartTranscript}) {
			t.Errorf("first %v", got)
		}
		// The transcript isn't available yet: speech recognition begins, and the transcript is
		// requested again later.
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(archive.FinishPart(ctx, tx, "d", feeds.PartChapters), archive.RetryPart(ctx, tx, "d", feeds.PartTranscript, noon.Add(time.Hour), errors.New("not yet")))
		})
		if got := claim(noon); !slices.Equal(got, []feeds.Part{feeds.PartSpeech}) {
			t.Errorf("then %v", got)
		}
		write(t, l, func(tx *ledger.Tx) error {
			if err := archive.SavePartWork(ctx, tx, "d", feeds.PartSpeech, json.RawMessage(`{"minute":7}`), .5); err != nil {
				return err
			}
			return archive.DeferPart(ctx, tx, "d", feeds.PartSpeech, noon, nil)
		})
		again := must(archive.ClaimParts(ctx, l, parts, noon, 5, "two", time.Minute))(t)
		if len(again) != 1 || string(again[0].Work) != `{"minute":7}` || again[0].Attempts != 0 {
			t.Errorf("its work is lost: %+v", again)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.CancelDearerParts(ctx, tx, "d", 1) })
		for part, want := range map[feeds.Part]bool{feeds.PartTranscript: true, feeds.PartSpeech: false} {
			write(t, l, func(tx *ledger.Tx) error {
				if wanted := must(archive.PartWanted(ctx, tx, "d", part))(t); wanted != want {
					t.Errorf("%s wanted: %t", part, wanted)
				}
				return nil
			})
		}
	})
}

// Processes of two versions share a ledger during an upgrade: the old one skips sources
// that only the new one can read.
func TestOnlyTypesThatCanBeReadAreClaimed(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "alpha")
		write(t, l, func(tx *ledger.Tx) error {
			_, _, err := archive.AddSource(ctx, tx, feeds.Source{Key: "search", Type: "mastodon", Query: "acme", Settings: json.RawMessage(`{"host":"social.example"}`), Secret: "s3cret", Workspace: "w"})
			return err
		})
		if got := must(archive.ClaimDue(ctx, l, podcasts, noon, 10, "old", time.Minute))(t); len(got) != 1 || got[0].ID != src.ID {
			t.Errorf("claimed %+v", got)
		}
		if due := must(archive.NextDue(ctx, l, podcasts, noon))(t); !due.IsZero() {
			t.Errorf("due at %s for a process that can't read it", due)
		}
		got := must(archive.ClaimDue(ctx, l, []feeds.SourceType{"mastodon", feeds.PodcastSource}, noon, 10, "new", time.Minute))(t)
		if len(got) != 1 || got[0].Query != "acme" || string(got[0].Settings) != `{"host":"social.example"}` || got[0].Secret.Reveal() != "s3cret" || got[0].Workspace != "w" {
			t.Errorf("%+v", got)
		}
	})
}

// A removed source is hidden everywhere, and can be restored with everything that belonged to it,
// by any process and after any restart.
func TestARemovedSourceCanBeRestored(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		src := addSource(t, l, "alpha")
		poll := archive.Poll{Position: feeds.Position(`"7"`), State: pace.State{Due: noon}, Condition: feeds.Condition{Health: feeds.Failing}}
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(archive.SavePoll(ctx, tx, archive.SourcePoll, src.ID, poll), archive.DeleteSource(ctx, tx, src.ID))
		})
		if items, _, err := archive.ListSources(ctx, l, archive.SourceFilter{}); err != nil || len(items) != 0 {
			t.Errorf("listed %+v, %v", items, err)
		}
		if due := must(archive.ClaimDue(ctx, l, podcasts, noon, 5, "one", time.Minute))(t); len(due) != 0 {
			t.Errorf("claimed %+v", due)
		}
		if health := must(archive.SourceHealth(ctx, l))(t); len(health) != 0 {
			t.Errorf("counted %v", health)
		}
		if err := l.Write(ctx, func(tx *ledger.Tx) error { return archive.DeleteSource(ctx, tx, src.ID) }); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("removed twice: %v", err)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.RestoreSource(ctx, tx, src.ID) })
		got := must(archive.GetSource(ctx, l, src.ID))(t)
		if diff := cmp.Diff(poll, got.Poll); diff != "" || got.Name != src.Name {
			t.Error(diff, got)
		}
		// A source that is added again is a new one. One that was deleted long ago can't be
		// restored.
		write(t, l, func(tx *ledger.Tx) error { return archive.DeleteSource(ctx, tx, src.ID) })
		if again := addSource(t, l, "alpha"); again.ID != src.ID {
			t.Errorf("added again as %s", again.ID)
		}
		if got := must(archive.GetSource(ctx, l, src.ID))(t); got.Poll.Condition.Health != feeds.Waiting {
			t.Errorf("%+v", got.Poll)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.DeleteSource(ctx, tx, src.ID) })
		now = noon.Add(time.Minute)
		if n := must(archive.PurgeSources(ctx, l, now))(t); n != 1 {
			t.Errorf("%d forgotten", n)
		}
		if err := l.Write(ctx, func(tx *ledger.Tx) error { return archive.RestoreSource(ctx, tx, src.ID) }); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("restored: %v", err)
		}
	})
}

// A stream is read by one process at a time. The next one continues at its position.
func TestAStreamHasOneListener(t *testing.T) {
	now := noon
	ledgertest.EachAt(t, func() time.Time { return now }, func(t *testing.T, l *ledger.Ledger) {
		now = noon
		ctx := t.Context()
		claim := func(who string) (archive.Poll, bool) {
			t.Helper()
			p, ok, err := archive.ClaimStream(ctx, l, "jetstream", "bluesky", who, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			return p, ok
		}
		if _, ok := claim("one"); !ok {
			t.Fatal("not claimed")
		}
		poll := archive.Poll{Position: feeds.Position(`{"cursor":7}`), Condition: feeds.Condition{Health: feeds.Healthy}, State: pace.State{LastRead: noon}}
		write(t, l, func(tx *ledger.Tx) error { return archive.SaveStream(ctx, tx, "jetstream", "one", poll) })
		if _, ok := claim("two"); ok {
			t.Error("claimed twice")
		}
		if _, ok := claim("one"); !ok {
			t.Error("not renewed")
		}
		now = noon.Add(2 * time.Minute)
		got, ok := claim("two")
		if diff := cmp.Diff(poll, got); !ok || diff != "" {
			t.Error(ok, diff)
		}
		if err := l.Write(ctx, func(tx *ledger.Tx) error { return archive.SaveStream(ctx, tx, "jetstream", "one", poll) }); !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("saved by one who has lost it: %v", err)
		}
	})
}

// The search index holds the show's old name, so its documents are announced again after a
// rename, except those whose announcement is still to come.
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
				if err := archive.SetDetected(ctx, tx, d.ID, d.Revision, 1); err != nil {
					return err
				}
			}
			return nil
		})
		before := len(must(l.Unpublished(ctx, 100))(t))
		rename := func(name string) {
			src.Name = name
			write(t, l, func(tx *ledger.Tx) error { return archive.UpdateSource(ctx, tx, src) })
		}
		rename(src.Name)
		rename("Alpha, renamed")
		var announced []ledger.Reference
		for _, m := range must(l.Unpublished(ctx, 100))(t)[before:] {
			if m.Stream != subjects.Documents || m.Subject != "doc.detected.podcast."+src.ID {
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

// In a restored ledger the next read counts as the first; the time of the last fetch is kept.
func TestARestoredLedgersSourcesAreReadAgain(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		src := addSource(t, l, "alpha")
		write(t, l, func(tx *ledger.Tx) error {
			return archive.SavePoll(t.Context(), tx, archive.SourcePoll, src.ID, archive.Poll{
				Position: feeds.Position(`"a"`), State: pace.State{FirstRead: noon.Add(-time.Hour), LastRead: noon}, Condition: feeds.Condition{Health: feeds.Healthy},
			})
		})
		if err := l.Restored(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := must(archive.GetSource(t.Context(), l, src.ID))(t).Poll
		if !got.State.FirstRead.IsZero() || string(got.Position) != `"a"` || !got.State.LastRead.Equal(noon) || got.Condition.Health != feeds.Healthy {
			t.Errorf("%+v", got)
		}
	})
}

// Since the backup, transcripts may have arrived and been announced, and detection may have
// continued.
func TestWhatARestoredLedgerStillWaitsForIsNoNews(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "alpha")
		waits, read, unread := episode("waits", "Acme", ""), episode("read", "Acme", "words"), episode("unread", "Acme", "words")
		save(t, l, src.ID, waits, read, unread)
		write(t, l, func(tx *ledger.Tx) error {
			var errs []error
			for _, d := range []*feeds.Document{waits, read} {
				errs = append(errs, archive.SetDetected(ctx, tx, d.ID, d.Revision, 0), record.SaveMention(ctx, tx, mention("acme", d)))
			}
			return errors.Join(append(errs, archive.EnqueuePart(ctx, tx, archive.PartRequest{Document: waits.ID, Part: feeds.PartTranscript, Source: src.ID, BringsText: true}, noon))...)
		})
		if err := l.Restored(ctx); err != nil {
			t.Fatal(err)
		}
		for d, want := range map[*feeds.Document]bool{waits: true, read: false, unread: true} {
			if got := must(archive.GetDocumentMeta(ctx, l, d.ID))(t); got.Backfill != want {
				t.Errorf("%s: backfill %t", d.Key, got.Backfill)
			}
			for _, m := range must(record.MentionsOf(ctx, l, d.ID))(t) {
				if m.Backfill != want {
					t.Errorf("the mention in %s: backfill %t", d.Key, m.Backfill)
				}
			}
		}
	})
}
