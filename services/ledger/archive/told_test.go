package archive_test

import (
	"slices"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// A subscription is asked for, confirmed once, and ended with its source.
func TestHubs(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "ours")
		hub := feeds.Hub{URL: "https://hub.example/", Topic: "https://show.example/feed"}
		set := func(h feeds.Hub) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) error { return archive.SetHub(ctx, tx, src.ID, h) })
		}
		due := func() []archive.HubSubscription {
			t.Helper()
			return must(archive.DueHubs(ctx, l, 10, func(archive.HubSubscription) time.Time { return noon.Add(time.Hour) }))(t)
		}
		set(hub)
		set(hub) // the same again changes nothing
		asked := due()
		if len(asked) != 1 || asked[0].Source != src.ID || !asked[0].Wanted || !asked[0].Pending || asked[0].Tries != 1 || len(asked[0].Secret) < 20 || len(asked[0].ID) < 20 {
			t.Fatalf("%+v", asked)
		}
		if again := due(); len(again) != 0 {
			t.Errorf("asked twice: %+v", again)
		}
		confirm := func(alive time.Time) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) error {
				return archive.HubConfirmed(ctx, tx, asked[0].ID, alive, noon.Add(2*time.Hour))
			})
		}
		confirm(noon.Add(3 * time.Hour))
		confirm(noon.Add(300 * time.Hour)) // replayed
		if alive := must(archive.HubAlive(ctx, l, src.ID))(t); !alive.Equal(noon.Add(3 * time.Hour)) {
			t.Errorf("alive until %s", alive)
		}
		if wanted, alive, err := archive.CountHubs(ctx, l, noon); err != nil || wanted != 1 || alive != 1 {
			t.Errorf("%d wanted, %d alive, %v", wanted, alive, err)
		}
		set(feeds.Hub{URL: "https://other.example/", Topic: hub.Topic})
		if now := due(); len(now) != 2 || slices.IndexFunc(now, func(s archive.HubSubscription) bool { return !s.Wanted && s.ID == asked[0].ID }) < 0 {
			t.Errorf("after another hub: %+v", now)
		}
		src.Paused = true
		write(t, l, func(tx *ledger.Tx) error { return archive.UpdateSource(ctx, tx, src) })
		if n := must(archive.EndOrphanedHubs(ctx, l))(t); n != 1 {
			t.Errorf("%d subscriptions of a paused source were ended", n)
		}
		denied := &feeds.Fault{Kind: feeds.FaultRefused, Code: "hub_denied", Reason: "No"}
		write(t, l, func(tx *ledger.Tx) error { return archive.HubFailed(ctx, tx, asked[0].ID, denied, true) })
		if s := must(archive.GetHub(ctx, l, asked[0].ID))(t); s.Code != "hub_denied" || !s.Alive.IsZero() {
			t.Errorf("%+v", s)
		}
		write(t, l, func(tx *ledger.Tx) error { return archive.DropHub(ctx, tx, asked[0].ID) })
		if _, err := archive.GetHub(ctx, l, asked[0].ID); err == nil {
			t.Error("it is still there")
		}
	})
}

// A nudge makes a source due, but not sooner than the shortest interval allows, and never one that fails.
func TestNudge(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := addSource(t, l, "ours")
		poll := func(tried time.Duration, failures int) {
			t.Helper()
			p := archive.Poll{}
			p.State.LastTried, p.State.LastRead, p.State.Due, p.State.Failures = noon.Add(-tried), noon.Add(-tried), noon.Add(5*time.Hour), failures
			p.Condition.Health = feeds.Healthy
			write(t, l, func(tx *ledger.Tx) error { return archive.SavePoll(ctx, tx, archive.SourcePoll, src.ID, p) })
		}
		nudged := func(names ...string) (n int) {
			t.Helper()
			write(t, l, func(tx *ledger.Tx) (err error) { n, err = archive.Nudge(ctx, tx, names, time.Minute); return err })
			return n
		}
		for name, tt := range map[string]struct {
			tried    time.Duration
			failures int
			name     string
			want     int
			due      time.Duration
		}{
			"by id":          {time.Hour, 0, src.ID, 1, 0},
			"by address":     {time.Hour, 0, "http://" + src.URL[len("https://"):] + "/", 1, 0},
			"just read":      {10 * time.Second, 0, src.ID, 1, 50 * time.Second},
			"failing":        {time.Hour, 2, src.ID, 0, 5 * time.Hour},
			"not followed":   {time.Hour, 0, "https://nobody.example/feed", 0, 5 * time.Hour},
			"no such source": {time.Hour, 0, "x", 0, 5 * time.Hour},
		} {
			poll(tt.tried, tt.failures)
			if got := nudged(tt.name); got != tt.want {
				t.Errorf("%s: %d", name, got)
			}
			s := must(archive.GetSource(ctx, l, src.ID))(t)
			if !s.Poll.State.Due.Equal(noon.Add(tt.due)) || s.Poll.Asked {
				t.Errorf("%s: due %s, asked %v", name, s.Poll.State.Due, s.Poll.Asked)
			}
		}
	})
}
