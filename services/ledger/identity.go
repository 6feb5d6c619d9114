package ledger

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/ledger/query"
)

// internal is the workspace under which the ledger stores settings about itself. No workspace
// of a person has this name.
const internal = "-"

const (
	idSetting      = "ledger.id"
	resumedSetting = "ledger.resumed"
	beatSetting    = "beat."
)

// ensureID gives a new ledger its id. Bus, index and data folder store the same id, so that
// none of them is used with another ledger.
func (l *Ledger) ensureID(ctx context.Context) error {
	id, err := l.Setting(ctx, internal, idSetting)
	if err == nil && id == "" {
		err = l.Write(ctx, func(tx *Tx) error {
			// If several processes start at once, the first one wins.
			_, err := tx.Exec(ctx, `INSERT INTO settings (workspace, name, value, updated) VALUES (?, ?, ?, ?) ON CONFLICT (workspace, name) DO NOTHING`,
				internal, idSetting, strings.ToLower(rand.Text()[:20]), tx.now)
			return err
		})
		if err == nil {
			id, err = l.Setting(ctx, internal, idSetting)
		}
	}
	if err != nil {
		return fmt.Errorf("creating the id of the ledger: %w", err)
	}
	l.id = id
	return nil
}

// ID identifies the ledger. Backups and copies have the same id.
func (l *Ledger) ID() string { return l.id }

// ReadID returns the id of a ledger that was opened with [Inspect]; empty before its first
// migration.
func (l *Ledger) ReadID(ctx context.Context) (string, error) {
	found, err := l.Version(ctx)
	if err != nil || found == 0 {
		return "", err
	}
	return l.Setting(ctx, internal, idSetting)
}

// Beat increments a counter for a data folder and returns it; the folder stores the number
// too. A ledger whose number is lower than the folder's is an older copy: it has lost what
// came after.
func (l *Ledger) Beat(ctx context.Context, folder string) (n int64, err error) {
	err = l.Write(ctx, func(tx *Tx) error {
		if n, err = tx.LastBeat(ctx, folder); err != nil {
			return err
		}
		n++
		return tx.PutSetting(ctx, internal, beatSetting+folder, strconv.FormatInt(n, 10))
	})
	if err != nil {
		return 0, fmt.Errorf("counting for the data folder: %w", err)
	}
	return n, nil
}

// LastBeat returns the last number from Beat for a data folder; 0 before the first.
func (r Reads) LastBeat(ctx context.Context, folder string) (int64, error) {
	v, err := r.Setting(ctx, internal, beatSetting+folder)
	if err != nil || v == "" {
		return 0, err
	}
	return strconv.ParseInt(v, 10, 64)
}

// Writes returns how many transactions this process has committed.
func (l *Ledger) Writes() int64 { return l.writes.Load() }

// SetResumed records that a person confirmed this ledger, so that other paused processes on it
// continue.
func (l *Ledger) SetResumed(ctx context.Context) error {
	return l.Write(ctx, func(tx *Tx) error {
		return tx.PutSetting(ctx, internal, resumedSetting, strconv.FormatInt(tx.now.UnixMicro(), 10))
	})
}

// Resumed returns when a person last confirmed this ledger; the zero time if never.
func (r Reads) Resumed(ctx context.Context) (time.Time, error) {
	v, err := r.Setting(ctx, internal, resumedSetting)
	if err != nil || v == "" {
		return time.Time{}, err
	}
	n, err := strconv.ParseInt(v, 10, 64)
	return query.FromMicros(n), err
}
