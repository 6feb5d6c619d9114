package ledger_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestTokensUsersAndSessions(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(
				tx.AddToken(ctx, ledger.Token{ID: "t1", Name: "ci", Hash: "h1", Scopes: []string{"read"}}),
				tx.AddToken(ctx, ledger.Token{ID: "t2", Name: "old", Hash: "h2", Expires: noon.Add(time.Hour)}),
				tx.PutUser(ctx, ledger.User{ID: "u1", Email: " Ann@Example.com", Password: "argon2id$x", Role: "admin"}),
				tx.AddSession(ctx, ledger.Session{Hash: "s1", User: "u1", Expires: noon.Add(time.Hour)}),
				tx.TouchToken(ctx, "t1"),
			)
		})
		tok := must(l.TokenByHash(ctx, "h1", noon))(t)
		if diff := cmp.Diff(ledger.Token{ID: "t1", Workspace: "default", Name: "ci", Hash: "h1", Scopes: []string{"read"}, Created: noon, LastUsed: noon}, tok); diff != "" {
			t.Error(diff)
		}
		if _, err := l.TokenByHash(ctx, "h2", noon.Add(time.Hour)); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("an expired token: %v", err)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.RevokeToken(ctx, "", "t1") })
		if _, err := l.TokenByHash(ctx, "h1", noon); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("a revoked token: %v", err)
		}
		if all := must(l.ListTokens(ctx, ""))(t); len(all) != 2 {
			t.Errorf("%+v", all)
		}
		u := must(l.UserByEmail(ctx, "ANN@example.COM"))(t)
		if u.ID != "u1" || u.Role != "admin" {
			t.Errorf("%+v", u)
		}
		err := l.Write(ctx, func(tx *ledger.Tx) error { return tx.PutUser(ctx, ledger.User{ID: "u2", Email: "ann@example.com"}) })
		if !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("two with one address: %v", err)
		}
		err = l.Write(ctx, func(tx *ledger.Tx) error { return tx.AddToken(ctx, ledger.Token{ID: "t9", Hash: "h1"}) })
		if !errors.Is(err, ledger.ErrConflict) {
			t.Errorf("one hash twice: %v", err)
		}
		if s := must(l.GetSession(ctx, "s1", noon))(t); s.User != "u1" {
			t.Errorf("%+v", s)
		}
		if _, err := l.GetSession(ctx, "s1", noon.Add(time.Hour)); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("an expired session: %v", err)
		}
		write(t, l, func(tx *ledger.Tx) error { return tx.DeleteUser(ctx, "u1") })
		if _, err := l.GetSession(ctx, "s1", noon); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("the session of a deleted user: %v", err)
		}
	})
}

func TestAuditAndImports(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		done := ledger.Import{ID: "i", Kind: "opml", State: "done", Counts: map[string]int{"added": 2}, Refused: []ledger.RefusedLine{{Line: 3, Reason: "no address"}}}
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(
				tx.Audit(ctx, ledger.AuditEntry{Actor: "ann", Action: "create", Object: "brand/acme"}),
				tx.Audit(ctx, ledger.AuditEntry{Actor: "ann", Action: "delete", Object: "brand/acme"}),
				tx.PutImport(ctx, ledger.Import{ID: "i", Kind: "opml", State: "running"}),
				tx.PutImport(ctx, done),
			)
		})
		list := must(l.ListAudit(ctx, "", 0, 10))(t)
		if len(list) != 2 || list[0].Action != "delete" || !list[0].At.Equal(noon) {
			t.Errorf("%+v", list)
		}
		if older := must(l.ListAudit(ctx, "", list[0].N, 10))(t); len(older) != 1 {
			t.Errorf("%+v", older)
		}
		done.Workspace, done.Created, done.Finished = "default", noon, noon
		if diff := cmp.Diff([]ledger.Import{done}, must(l.ListImports(ctx, "", 5))(t)); diff != "" {
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
