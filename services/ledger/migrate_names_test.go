package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/subjects"
)

// A ledger that was filled before the tables were renamed has everything afterwards.
func TestNothingIsLostByTheRenaming(t *testing.T) {
	eachEmpty(t, func(t *testing.T, url string) {
		ctx := t.Context()
		o := ledger.Options{URL: url, Now: at(noon)}
		l := must(ledger.Open(ctx, ledger.WithSchema(o, before(t, url, "00010"))))(t)
		write(t, l, func(tx *ledger.Tx) error { return fillSchema9(ctx, tx) })
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = must(ledger.Open(ctx, o))(t)
		defer l.Close()

		// Offsets and the outbox: the first message is published, the second waits.
		if got := must(l.Offset(ctx, "indexer", subjects.Documents))(t); got != 41 {
			t.Errorf("the offset is %d", got)
		}
		if rows := must(l.After(ctx, subjects.Documents, 40, 10))(t); len(rows) != 1 || rows[0].Seq != 41 || rows[0].BusSeq != 7 || rows[0].Ref.ID != "read" {
			t.Errorf("the outbox has %+v", rows)
		}
		if rows := must(l.Unpublished(ctx, 10))(t); len(rows) != 1 || rows[0].MsgID != "m2" {
			t.Errorf("what waits is %+v", rows)
		}

		// Documents: both are there; the corrupt one is left out of detection, with its reason.
		if all, next, err := archive.DocumentIDs(ctx, l, "", 0, 10); err != nil || next != 2 || len(all) != 2 {
			t.Errorf("documents %v, next %d: %v", all, next, err)
		}
		if waiting := must(archive.Undetected(ctx, l, 10))(t); !cmp.Equal(waiting, []string{"read"}) {
			t.Errorf("undetected are %v", waiting)
		}
		if n := must(l.CountCorrupt(ctx))(t); n != 1 {
			t.Errorf("%d corrupt documents", n)
		}
		if _, err := archive.GetDocument(ctx, l, "corrupt"); !errors.Is(err, ledger.ErrCorrupt) {
			t.Errorf("the corrupt document: %v", err)
		}
		if err := l.Check(ctx); err == nil {
			t.Error("the corrupt document is not reported")
		}
		// One that is saved next comes after them.
		if s := save(t, l, "s", episode("next", "Next", "so Acme then")); s[0].Arrival != 3 {
			t.Errorf("the next document is number %d", s[0].Arrival)
		}
		if d := must(archive.GetDocument(ctx, l, feeds.DocumentID("podcast", "next")))(t); len(d.Cues) != 1 {
			t.Errorf("its text is %+v", d.Cues)
		}

		if r := must(archive.GetRescan(ctx, l, "", "r"))(t); r.Appeared != 3 || r.Changed != 4 || r.Removed != 5 {
			t.Errorf("the rescan is %+v", r)
		}

		// The judge's answers are no longer among the settings, which are otherwise unchanged.
		if a := must(record.Judgement(ctx, l, "q1"))(t); a != `{"brand":true}` {
			t.Errorf("the judgement is %q", a)
		}
		for name, want := range map[string]string{"judge:q1": "", "judge_spent": "7", "name": "Acme"} {
			if got := must(l.Setting(ctx, "", name))(t); got != want {
				t.Errorf("the setting %s is %q", name, got)
			}
		}
		write(t, l, func(tx *ledger.Tx) error {
			n, err := record.PruneJudgements(ctx, tx, noon.Add(-time.Hour))
			if n != 1 { // its age is that of the setting
				t.Errorf("%d judgements pruned", n)
			}
			return err
		})
	})
}

// fillSchema9 fills every table that the step renames, as the program before it did.
func fillSchema9(ctx context.Context, tx *ledger.Tx) error {
	const document = `INSERT INTO documents (id, revision, head, month, kind, network, key, source, url, title, notes, chapters, author, people,
		language, published, undated, fetched, duration, audio, audio_type, origin, engagement, backfill, body_size, created, updated, unreadable)
		VALUES (?, 'r1', 'h1', '2026-11', 'podcast', 'podcast', ?, 's', '', 'Title', '', '', '', '', '', ?, 0, ?, 0, '', '', 'publisher', '', 0, ?, ?, ?, ?)`
	now := tx.Now()
	return errors.Join(
		ledger.Exec(ctx, tx, document, "read", "k1", now, now, 0, now, now, ""),
		ledger.Exec(ctx, tx, document, "corrupt", "k2", now, now, 9, now, now, "it ends early"),
		ledger.Exec(ctx, tx, `INSERT INTO bodies (n, body) SELECT n, ? FROM documents WHERE id = 'corrupt'`, []byte{1, 0xff}),
		ledger.Exec(ctx, tx, `INSERT INTO marks (consumer, stream, seq, updated) VALUES ('indexer', 'DOCUMENTS', 41, ?)`, now),
		ledger.Exec(ctx, tx, `INSERT INTO outbox (stream, subject, msg_id, ref_id, ref_revision, payload, seq, bus_seq, created, published)
			VALUES ('DOCUMENTS', 'doc.read.podcast.s', 'm1', 'read', 'r1', ?, 41, 7, ?, ?), ('DOCUMENTS', 'doc.read.podcast.s', 'm2', 'corrupt', 'r1', ?, 0, 0, ?, 0)`,
			[]byte{}, now, now, []byte{}, now),
		ledger.Exec(ctx, tx, `INSERT INTO rescans (id, workspace, reason, brands, state, position, done, total, appears, changes, goes, error, created, finished)
			VALUES ('r', 'default', 'a brand', '', 'done', 2, 2, 2, 3, 4, 5, '', ?, ?)`, now, now),
		ledger.Exec(ctx, tx, `INSERT INTO settings (workspace, name, value, updated) VALUES ('default', 'judge:q1', '{"brand":true}', ?),
			('default', 'judge_spent', '7', ?), ('default', 'name', 'Acme', ?)`, now.Add(-24*time.Hour), now, now))
}
