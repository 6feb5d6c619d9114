package evidence_test

import (
	"errors"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestShares(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx, now := t.Context(), l.Now()
		token, hash := evidence.NewShareToken()
		if other, _ := evidence.NewShareToken(); len(token) < 43 || other == token {
			t.Fatalf("tokens %q and %q", token, other)
		}
		write(t, l, func(tx *ledger.Tx) error {
			return errors.Join(
				evidence.AddShare(ctx, tx, evidence.Share{ID: "a", Report: "r", Hash: hash, Creator: "ann", Expires: now.AddDate(0, 0, 7)}),
				evidence.AddShare(ctx, tx, evidence.Share{ID: "b", Report: "r", Hash: "b", Expires: now.Add(-time.Second)}),
				evidence.AddShare(ctx, tx, evidence.Share{ID: "c", Report: "s", Hash: "c", Expires: now.AddDate(0, 0, 7)}),
				evidence.AddShare(ctx, tx, evidence.Share{ID: "d", Workspace: "agency", Report: "r", Hash: "d", Expires: now.AddDate(0, 0, 7)}),
			)
		})
		if got := must(evidence.LiveShares(ctx, l, "", "r", now))(t); len(got) != 1 || got[0].ID != "a" || got[0].Creator != "ann" || got[0].Created.IsZero() {
			t.Errorf("%+v", got)
		}
		if got := must(evidence.LiveShares(ctx, l, "", "", now))(t); len(got) != 2 {
			t.Errorf("%+v", got)
		}
		find := func(token string, at time.Time) error {
			_, err := evidence.ShareByToken(ctx, l, token, at)
			return err
		}
		if err := find(token, now.AddDate(0, 0, 7).Add(-time.Second)); err != nil {
			t.Error(err)
		}
		for what, err := range map[string]error{
			"expired":       find(token, now.AddDate(0, 0, 7)),
			"another token": find(token+"x", now),
			"the hash":      find(hash, now),
			"no token":      find("", now),
			"another workspace's": l.Write(ctx, func(tx *ledger.Tx) error {
				return evidence.RevokeShare(ctx, tx, "", "d")
			}),
			"an expired one": l.Write(ctx, func(tx *ledger.Tx) error { return evidence.RevokeShare(ctx, tx, "", "b") }),
		} {
			if !errors.Is(err, ledger.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		write(t, l, func(tx *ledger.Tx) error { return evidence.RevokeShare(ctx, tx, "", "a") })
		if err := find(token, now); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("a revoked one: %v", err)
		}
		write(t, l, func(tx *ledger.Tx) error { return evidence.PruneShares(ctx, tx, l.Now().Add(-time.Hour)) })
		write(t, l, func(tx *ledger.Tx) error { return evidence.PruneShares(ctx, tx, l.Now().Add(time.Second)) })
		if got := must(evidence.LiveShares(ctx, l, "agency", "", now))(t); len(got) != 1 {
			t.Errorf("%+v", got)
		}
	})
}
