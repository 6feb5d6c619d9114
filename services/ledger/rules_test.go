package ledger_test

import (
	"errors"
	"testing"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// A rule or a channel isn't there for another workspace, even for one that knows its id.
func TestAnotherWorkspacesRulesAndChannels(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		r := alerts.Rule{ID: "r", Workspace: "agency", Name: "All", Channels: []string{"c"}, Active: true}
		c := alerts.Channel{ID: "c", Workspace: "agency", Name: "Hook", Type: "webhook", Active: true}
		write(t, l, func(tx *ledger.Tx) (err error) {
			if r, err = tx.PutRule(ctx, r); err == nil {
				c, err = tx.PutChannel(ctx, c)
			}
			return err
		})
		theirRule, theirChannel := r, c
		theirRule.Workspace, theirChannel.Workspace = "", ""
		for what, try := range map[string]func(*ledger.Tx) error{
			"reading the rule":     func(tx *ledger.Tx) error { _, err := tx.GetRule(ctx, "", "r"); return err },
			"changing the rule":    func(tx *ledger.Tx) error { _, err := tx.PutRule(ctx, theirRule); return err },
			"deleting the rule":    func(tx *ledger.Tx) error { return tx.DeleteRule(ctx, "", "r", 0) },
			"reading the channel":  func(tx *ledger.Tx) error { _, err := tx.GetChannel(ctx, "", "c"); return err },
			"changing the channel": func(tx *ledger.Tx) error { _, err := tx.PutChannel(ctx, theirChannel); return err },
			"deleting the channel": func(tx *ledger.Tx) error { return tx.DeleteChannel(ctx, "", "c", 0) },
		} {
			if err := l.Write(ctx, try); !errors.Is(err, ledger.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if got := must(l.GetRule(ctx, "agency", "r"))(t); got.Revision != r.Revision {
			t.Errorf("the rule is now %+v", got)
		}
		if got := must(l.GetChannel(ctx, "agency", "c"))(t); got.Revision != c.Revision {
			t.Errorf("the channel is now %+v", got)
		}
	})
}
