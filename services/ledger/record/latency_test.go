package record_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Only live mentions in documents with a date of their own say how fast mentions are found.
func TestHowLongAfterPublicationMentionsAreFound(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		src, other := addSource(t, l, "ours"), addSource(t, l, "other")
		find := func(source, key string, after time.Duration, change func(*feeds.Document, *index.Mention)) {
			d := episode(key, key, "")
			d.Published = noon.Add(-time.Hour)
			var m index.Mention
			change(d, &m)
			save(t, l, source, d)
			made := mention("acme", d)
			made.Backfill, made.Removed, made.Found = m.Backfill, m.Removed, d.Published.Add(after)
			write(t, l, func(tx *ledger.Tx) error { return record.SaveMention(t.Context(), tx, made) })
		}
		nothing := func(*feeds.Document, *index.Mention) {}
		find(src.ID, "a", time.Minute, nothing)
		find(src.ID, "b", 3*time.Minute, nothing)
		find(src.ID, "c", 0, nothing)
		find(src.ID, "before its date", -time.Minute, nothing)
		find(src.ID, "undated", time.Minute, func(d *feeds.Document, _ *index.Mention) { d.Undated = true })
		find(src.ID, "back catalogue", time.Minute, func(_ *feeds.Document, m *index.Mention) { m.Backfill = true })
		find(src.ID, "removed", time.Minute, func(_ *feeds.Document, m *index.Mention) { m.Removed = true })
		find(other.ID, "elsewhere", time.Minute, nothing)
		want := []time.Duration{3 * time.Minute, time.Minute, 0}
		if diff := cmp.Diff(want, must(record.MentionDelays(t.Context(), l, "", src.ID, 10))(t)); diff != "" {
			t.Error(diff)
		}
		if got := must(record.MentionDelays(t.Context(), l, "", src.ID, 1))(t); len(got) != 1 || got[0] != 3*time.Minute {
			t.Errorf("the newest: %v", got)
		}
	})
}
