package archive

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// Nudge makes sources due that have something new: those with these ids, or at these addresses. What
// isn't followed is ignored. Others than the source's owner can cause it, so a source isn't read more often than the shortest interval, and one whose
// last read failed keeps to its own time: a host that asked for a pause gets it. It returns how many are due earlier now.
func Nudge(ctx context.Context, tx *ledger.Tx, named []string, shortest time.Duration) (int, error) {
	n := 0
	for _, name := range named {
		id := name
		if strings.Contains(name, "://") {
			ids, err := tx.Column(ctx, `SELECT id FROM sources WHERE address = ? AND removed = 0`, normalizeAddress(name))
			if err != nil {
				return n, fmt.Errorf("looking up a source: %w", err)
			}
			if len(ids) == 0 {
				continue
			}
			id = ids[0]
		}
		moved, err := nudge(ctx, tx, id, shortest)
		if err != nil {
			return n, fmt.Errorf("making source %s due: %w", id, err)
		}
		if moved {
			n++
		}
	}
	return n, nil
}

func nudge(ctx context.Context, tx *ledger.Tx, id string, shortest time.Duration) (bool, error) {
	var p Poll
	found := false
	err := tx.Each(ctx, `SELECT `+PollColumns+` FROM polls p WHERE p.subject_kind = 'source' AND p.subject = ? AND p.active = 1`, []any{id}, func(scan query.Scan) error {
		found = true
		return scan(ScanPoll(&p)...)
	})
	if err != nil || !found || p.State.Failures > 0 || p.Condition.Health == feeds.Throttled {
		return false, err
	}
	at := tx.Now()
	if soonest := p.State.LastTried.Add(shortest); soonest.After(at) {
		at = soonest
	}
	if !p.State.Due.After(at) {
		return false, nil
	}
	// The state says the same, or the read would count as asked for by a person: see [Poll.Asked].
	p.State.Due = at
	_, err = tx.Exec(ctx, `UPDATE polls SET due = ?, state = ? WHERE subject_kind = 'source' AND subject = ?`, at, query.AsJSON(p.State), id)
	return true, err
}
