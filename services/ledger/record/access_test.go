package record_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

func TestTokensUsersAndSessions(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(
				record.AddToken(ctx, tx, record.Token{ID: "t1", Name: "ci", Hash: "h1", Scopes: []string{"read"}}),
				record.AddToken(ctx, tx, record.Token{ID: "t2", Name: "old", Hash: "h2", Expires: noon.Add(time.Hour)}),
				record.PutUser(ctx, tx, record.User{ID: "u1", Email: " Ann@Example.com", Password: "argon2id$x", Role: "admin"}),
				record.AddSession(ctx, tx, record.Session{Hash: "s1", User: "u1", Expires: noon.Add(time.Hour)}),
				record.TouchToken(ctx, tx, "t1"),
			)
		})
		tok := must(record.TokenByHash(ctx, l, "h1", noon))(t)
		if diff := cmp.Diff(record.Token{ID: "t1", Workspace: "default", Name: "ci", Hash: "h1", Scopes: []string{"read"}, Created: noon, LastUsed: noon}, tok); diff != "" {
			t.Error(diff)
		}
		if _, err := record.TokenByHash(ctx, l, "h2", noon.Add(time.Hour)); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("an expired token: %v", err)
		}
		write(t, l, func(tx *ledger.Tx) error { return record.RevokeToken(ctx, tx, "", "t1") })
		if _, err := record.TokenByHash(ctx, l, "h1", noon); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("a revoked token: %v", err)
		}
		if all := must(record.ListTokens(ctx, l, ""))(t); len(all) != 2 {
			t.Errorf("%+v", all)
		}
		u := must(record.UserByEmail(ctx, l, "ANN@example.COM"))(t)
		if u.ID != "u1" || u.Role != "admin" {
			t.Errorf("%+v", u)
		}
		err := l.Write(ctx, func(tx *ledger.Tx) error {
			return record.PutUser(ctx, tx, record.User{ID: "u2", Email: "ann@example.com"})
		})
		if !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("two with one address: %v", err)
		}
		err = l.Write(ctx, func(tx *ledger.Tx) error { return record.AddToken(ctx, tx, record.Token{ID: "t9", Hash: "h1"}) })
		if !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("one hash twice: %v", err)
		}
		if s := must(record.GetSession(ctx, l, "s1", noon))(t); s.User != "u1" {
			t.Errorf("%+v", s)
		}
		if _, err := record.GetSession(ctx, l, "s1", noon.Add(time.Hour)); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("an expired session: %v", err)
		}
		write(t, l, func(tx *ledger.Tx) error { return record.DeleteUser(ctx, tx, "u1") })
		if _, err := record.GetSession(ctx, l, "s1", noon); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("the session of a deleted user: %v", err)
		}
	})
}

func TestAuditAndImports(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		done := archive.Import{ID: "i", Kind: "opml", State: "done", Counts: map[string]int{"added": 2}, Refused: []archive.RefusedLine{{Line: 3, Reason: "no address"}}}
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(
				record.Audit(ctx, tx, record.AuditEntry{Actor: "ann", Action: "create", Object: "brand/acme"}),
				record.Audit(ctx, tx, record.AuditEntry{Actor: "ann", Action: "delete", Object: "brand/acme"}),
				archive.PutImport(ctx, tx, archive.Import{ID: "i", Kind: "opml", State: "running"}),
				archive.PutImport(ctx, tx, done),
			)
		})
		list := must(record.ListAudit(ctx, l, "", 0, 10))(t)
		if len(list) != 2 || list[0].Action != "delete" || !list[0].At.Equal(noon) {
			t.Errorf("%+v", list)
		}
		if older := must(record.ListAudit(ctx, l, "", list[0].N, 10))(t); len(older) != 1 {
			t.Errorf("%+v", older)
		}
		done.Workspace, done.Created, done.Finished = "default", noon, noon
		if diff := cmp.Diff([]archive.Import{done}, must(archive.ListImports(ctx, l, "", 5))(t)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOneProcessADirectory(t *testing.T) {
	dir := t.TempDir()
	unlock := must(ledger.LockDir(dir))(t)
	_, err := ledger.LockDir(dir)
	if !errors.Is(err, ledger.ErrLocked) || !strings.Contains(err.Error(), "process ") {
		t.Fatalf("a second one: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock = must(ledger.LockDir(dir))(t)
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
}
