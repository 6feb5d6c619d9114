package crawler

import (
	"context"
	"errors"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
)

// noteAccount records what a read says about the account that it used: that it works, that it was refused, or that its
// budget is used up. Most reads say what is known already.
func (c *Crawler) noteAccount(ctx context.Context, id string, err error) {
	if id == "" {
		return
	}
	var condition feeds.Condition
	switch feeds.FaultOf(err) {
	case feeds.FaultCredentials:
		condition.Health = feeds.NeedsKey
	case feeds.FaultQuota:
		condition.Health = feeds.Throttled
	default:
		if err != nil {
			return // the host is away, or the like
		}
		condition.Health = feeds.Healthy
	}
	condition.SetFault(err)
	stored, err := archive.GetAccount(ctx, c.opts.Ledger, id)
	if errors.Is(err, ledger.ErrNotFound) || err == nil && stored.Condition.Health == condition.Health && stored.Condition.Code == condition.Code {
		return
	}
	if err == nil {
		err = c.opts.Ledger.Write(ctx, func(tx *ledger.Tx) error { return archive.SetAccountCondition(ctx, tx, id, condition) })
	}
	if err != nil && ctx.Err() == nil {
		c.opts.Logger.Error("account not recorded", "account", id, "error", err)
	}
}
