package app

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/namedrop/namedrop/feeds/youtube"
	"github.com/namedrop/namedrop/services/ledger"
)

// gateKeeper keeps in the ledger what YouTube was asked today and whether it blocks this address, so that
// all processes share one budget and a restart doesn't end a break.
type gateKeeper struct {
	ledger *ledger.Ledger
}

const gateSetting = "youtube_gate"

// Update implements [youtube.Keeper].
func (k gateKeeper) Update(ctx context.Context, change func(*youtube.State) error) error {
	return k.ledger.Write(ctx, func(tx *ledger.Tx) error {
		// The row keeps other processes out; SQLite has one writer.
		if _, err := tx.Bump(ctx, gateSetting, 0); err != nil {
			return err
		}
		text, err := tx.Setting(ctx, ledger.DefaultWorkspace, gateSetting)
		if err != nil {
			return fmt.Errorf("reading the state of the gate to YouTube: %w", err)
		}
		var s youtube.State
		_ = json.Unmarshal([]byte(text), &s) // empty at first, and one that can't be read is replaced
		if err := change(&s); err != nil {
			return err
		}
		b, err := json.Marshal(s)
		if err != nil {
			return err
		}
		return tx.PutSetting(ctx, ledger.DefaultWorkspace, gateSetting, string(b))
	})
}
