package app

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/namedrop/namedrop/services/ledger"
)

// keeper keeps a small state in the ledger, so that all processes share it and a restart doesn't end it:
// what YouTube was asked today and whether it blocks this address, and how much speech was recognised.
type keeper[T any] struct {
	ledger  *ledger.Ledger
	setting string
}

// The settings of keepers.
const (
	youtubeGate  = "youtube_gate"
	speechBudget = "speech_budget"
)

// Update changes the state, alone. An error of change is returned, and nothing is kept then.
func (k keeper[T]) Update(ctx context.Context, change func(*T) error) error {
	return k.ledger.Write(ctx, func(tx *ledger.Tx) error {
		// The row keeps other processes out; SQLite has one writer.
		if _, err := tx.Bump(ctx, k.setting, 0); err != nil {
			return err
		}
		text, err := tx.Setting(ctx, ledger.DefaultWorkspace, k.setting)
		if err != nil {
			return fmt.Errorf("reading %s: %w", k.setting, err)
		}
		var s T
		_ = json.Unmarshal([]byte(text), &s) // empty at first, and one that can't be read is replaced
		if err := change(&s); err != nil {
			return err
		}
		b, err := json.Marshal(s)
		if err != nil {
			return err
		}
		return tx.PutSetting(ctx, ledger.DefaultWorkspace, k.setting, string(b))
	})
}
