package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// RescanState is the state of a rescan.
type RescanState string

const (
	RescanWaiting RescanState = "waiting"
	RescanRunning RescanState = "running"
	RescanDone    RescanState = "done"
	RescanFailed  RescanState = "failed"
	RescanStopped RescanState = "stopped" // by a user
)

// Rescan is detection over the whole archive: why it runs, how far it is, and how many
// mentions it changed.
type Rescan struct {
	ID        string      `json:"id"`
	Workspace string      `json:"workspace,omitempty"`
	Reason    string      `json:"reason"`
	Brands    []string    `json:"brands,omitempty"` // empty: all
	Newest    int         `json:"-"`                // read only so many of the newest documents that mention the brands; 0 reads all documents
	State     RescanState `json:"state"`
	Position  int64       `json:"-"` // Arrival of the last document done
	Done      int64       `json:"done"`
	Total     int64       `json:"total"`
	Appeared  int64       `json:"appears"`
	Changed   int64       `json:"changes"`
	Removed   int64       `json:"goes"`
	Error     string      `json:"error,omitempty"`
	Created   time.Time   `json:"created"`
	Finished  time.Time   `json:"finished,omitzero"`
}

const rescanColumns = `id, workspace, reason, brands, state, position, done, total, appeared, changed, removed, error, created, finished, newest`

func scanRescan(scan query.Scan) (Rescan, error) {
	var s Rescan
	err := scan(&s.ID, &s.Workspace, &s.Reason, query.JSON(&s.Brands), &s.State, &s.Position, &s.Done, &s.Total, &s.Appeared,
		&s.Changed, &s.Removed, &s.Error, query.Time(&s.Created), query.Time(&s.Finished), &s.Newest)
	return s, err
}

// AddRescan queues a rescan of the documents that exist now.
func AddRescan(ctx context.Context, tx *ledger.Tx, s Rescan) (Rescan, error) {
	s.Workspace = ledger.WorkspaceOrDefault(s.Workspace)
	s.State, s.Created = RescanWaiting, tx.Now()
	if s.ID == "" {
		n, err := tx.Bump(ctx, "rescans", 1)
		if err != nil {
			return s, err
		}
		s.ID = feeds.ID("rescan", s.Workspace, fmt.Sprint(n))
	}
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM documents`, nil, &s.Total); err != nil {
		return s, err
	}
	_, err := tx.Exec(ctx, `INSERT INTO rescans (id, workspace, reason, brands, state, position, done, total, appeared, changed, removed,
			error, created, finished) VALUES (?, ?, ?, ?, ?, 0, 0, ?, 0, 0, 0, '', ?, 0)`,
		s.ID, s.Workspace, s.Reason, query.AsJSON(s.Brands), string(s.State), s.Total, s.Created)
	if err != nil {
		return s, fmt.Errorf("queueing a rescan: %w", err)
	}
	return s, nil
}

// JudgedNewest is how many documents are read again after a judgement, and judgedDelay how long
// that waits, so that one rescan follows many judgements in a row.
const (
	JudgedNewest = 500
	judgedDelay  = 3 * time.Second
)

// AddJudged queues a rescan of the newest documents that mention a brand, after a person judged
// one of its mentions. It does nothing if one is already waiting. Such rescans are not listed.
func AddJudged(ctx context.Context, tx *ledger.Tx, workspace, brand string) error {
	workspace = ledger.WorkspaceOrDefault(workspace)
	brands := query.AsJSON([]string{brand})
	var waiting int
	err := tx.Row(ctx, `SELECT COUNT(*) FROM rescans WHERE workspace = ? AND brands = ? AND newest > 0 AND state = 'waiting'`, []any{workspace, brands}, &waiting)
	if err != nil || waiting > 0 {
		return err
	}
	n, err := tx.Bump(ctx, "rescans", 1)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO rescans (id, workspace, reason, brands, state, position, done, total, appeared, changed, removed,
			error, created, finished, lease_until, newest) VALUES (?, ?, 'judged', ?, 'waiting', 0, 0, 0, 0, 0, 0, '', ?, 0, ?, ?)`,
		feeds.ID("rescan", workspace, fmt.Sprint(n)), workspace, brands, tx.Now(), tx.Now().Add(judgedDelay), JudgedNewest)
	if err != nil {
		return fmt.Errorf("queueing a rescan after a judgement: %w", err)
	}
	return nil
}

// Learnt is the outcome of the rescans that follow judgements of a brand's mentions.
type Learnt struct {
	At       time.Time `json:"at,omitzero" doc:"When the last one was done; absent before."`
	Mentions int64     `json:"mentions" doc:"Number of mentions that it changed."`
	Pending  bool      `json:"pending" doc:"Whether one is to come: judgements take effect within seconds."`
}

// LastJudged returns what the last rescan after a judgement changed, and whether one is to come.
// Its result is nil if there was none.
func LastJudged(ctx context.Context, r ledger.Reader, workspace, brand string) (*Learnt, error) {
	found, err := selectRescans(ctx, r, ` WHERE workspace = ? AND brands = ? AND newest > 0 ORDER BY created DESC, id DESC LIMIT 3`,
		ledger.WorkspaceOrDefault(workspace), query.AsJSON([]string{brand}))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	var out Learnt
	for _, s := range found {
		switch s.State {
		case RescanWaiting, RescanRunning:
			out.Pending = true
		case RescanDone:
			if out.At.IsZero() {
				out.At, out.Mentions = s.Finished, s.Appeared+s.Changed+s.Removed
			}
		}
	}
	return &out, nil
}

// ClaimRescan leases the oldest rescan that waits, or whose holder has died; nil if there is
// no such rescan.
func ClaimRescan(ctx context.Context, l *ledger.Ledger, now time.Time, holder string, lease time.Duration) (*Rescan, error) {
	var waiting int
	free := `SELECT id FROM rescans WHERE state IN ('waiting', 'running') AND lease_until <= ? ORDER BY created, id LIMIT 1`
	if err := l.Row(ctx, `SELECT COUNT(*) FROM (`+free+`) AS free`, []any{now}, &waiting); err != nil || waiting == 0 {
		return nil, err
	}
	var out *Rescan
	err := l.Write(ctx, func(tx *ledger.Tx) error {
		out = nil
		return tx.Each(ctx, `UPDATE rescans SET state = 'running', lease_holder = ?, lease_until = ? WHERE id IN (`+free+tx.SkipLocked()+`)
			RETURNING `+rescanColumns, []any{holder, now.Add(lease), now}, func(scan query.Scan) error {
			s, err := scanRescan(scan)
			out = &s
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("claiming a rescan: %w", err)
	}
	return out, nil
}

// ErrStopped is returned when a user stopped a rescan, or another process has taken it over.
var ErrStopped = errors.New("the rescan was stopped or taken over")

// SaveRescan saves the progress of a rescan and renews its claim. Call it in the transaction
// that writes what was found: a rescan that is resumed then neither skips nor repeats a
// document. [ErrStopped]: the rescan is no longer the holder's.
func SaveRescan(ctx context.Context, tx *ledger.Tx, s Rescan, holder string, lease time.Duration) error {
	until := tx.Now().Add(lease)
	if s.State != RescanRunning {
		s.Finished, until = tx.Now(), time.Time{}
	}
	n, err := tx.Exec(ctx, `UPDATE rescans SET state = ?, position = ?, done = ?, total = ?, appeared = ?, changed = ?, removed = ?, error = ?,
			finished = ?, lease_until = ? WHERE id = ? AND state = 'running' AND lease_holder = ?`,
		string(s.State), s.Position, s.Done, max(s.Total, s.Done), s.Appeared, s.Changed, s.Removed, s.Error, s.Finished, until, s.ID, holder)
	if err == nil && n == 0 {
		err = ErrStopped
	}
	if err != nil {
		return fmt.Errorf("saving the progress of rescan %s: %w", s.ID, err)
	}
	return nil
}

// StopRescan ends a rescan that waits or runs. What it found stays.
func StopRescan(ctx context.Context, tx *ledger.Tx, workspace, id string) error {
	n, err := tx.Exec(ctx, `UPDATE rescans SET state = 'stopped', finished = ?, lease_until = 0
		WHERE workspace = ? AND id = ? AND state IN ('waiting', 'running')`, tx.Now(), ledger.WorkspaceOrDefault(workspace), id)
	return ledger.OneRow(n, err, "stopping rescan "+id)
}

// GetRescan returns one rescan of a workspace.
func GetRescan(ctx context.Context, r ledger.Reader, workspace, id string) (Rescan, error) {
	found, err := selectRescans(ctx, r, " WHERE workspace = ? AND id = ?", ledger.WorkspaceOrDefault(workspace), id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("rescan %s: %w", id, ledger.ErrNotFound)
	}
	if err != nil {
		return Rescan{}, err
	}
	return found[0], nil
}

// ListRescans lists the latest rescans of a workspace, newest first.
func ListRescans(ctx context.Context, r ledger.Reader, workspace string, limit int) ([]Rescan, error) {
	return selectRescans(ctx, r, " WHERE workspace = ? AND newest = 0 ORDER BY created DESC, id DESC LIMIT ?", ledger.WorkspaceOrDefault(workspace), limit)
}

func selectRescans(ctx context.Context, r ledger.Reader, tail string, args ...any) ([]Rescan, error) {
	out := []Rescan{}
	err := r.Each(ctx, `SELECT `+rescanColumns+` FROM rescans`+tail, args, func(scan query.Scan) error {
		s, err := scanRescan(scan)
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading rescans: %w", err)
	}
	return out, nil
}
