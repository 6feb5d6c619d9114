package record_test

import (
	"errors"
	"testing"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// A rule or a channel doesn't exist for another workspace, even for one that has its id.
func TestAnotherWorkspacesRulesAndChannels(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		r := alerts.Rule{ID: "r", Workspace: "agency", Name: "All", Channels: []string{"c"}, Active: true}
		c := alerts.Channel{ID: "c", Workspace: "agency", Name: "Hook", Type: "webhook", Active: true}
		write(t, l, func(tx *ledger.Tx) (err error) {
			if r, err = record.PutRule(ctx, tx, r); err == nil {
				c, err = record.PutChannel(ctx, tx, c)
			}
			return err
		})
		theirRule, theirChannel := r, c
		theirRule.Workspace, theirChannel.Workspace = "", ""
		for what, try := range map[string]func(*ledger.Tx) error{
			"reading the rule":     func(tx *ledger.Tx) error { _, err := record.GetRule(ctx, tx, "", "r"); return err },
			"changing the rule":    func(tx *ledger.Tx) error { _, err := record.PutRule(ctx, tx, theirRule); return err },
			"deleting the rule":    func(tx *ledger.Tx) error { return record.DeleteRule(ctx, tx, "", "r", 0) },
			"reading the channel":  func(tx *ledger.Tx) error { _, err := record.GetChannel(ctx, tx, "", "c"); return err },
			"changing the channel": func(tx *ledger.Tx) error { _, err := record.PutChannel(ctx, tx, theirChannel); return err },
			"deleting the channel": func(tx *ledger.Tx) error { return record.DeleteChannel(ctx, tx, "", "c", 0) },
		} {
			if err := l.Write(ctx, try); !errors.Is(err, ledger.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if got := must(record.GetRule(ctx, l, "agency", "r"))(t); got.Revision != r.Revision {
			t.Errorf("the rule is now %+v", got)
		}
		if got := must(record.GetChannel(ctx, l, "agency", "c"))(t); got.Revision != c.Revision {
			t.Errorf("the channel is now %+v", got)
		}
	})
}
