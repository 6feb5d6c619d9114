package ledger

import (
	"context"
	"crypto/rand"
	"fmt"
	"github.com/namedrop/namedrop/services/ledger/query"
	"strconv"
	"strings"
	"time"
)

// internal is the workspace of what the ledger keeps about itself. No person's workspace is
// called so.
const internal = "-"

const (
	idSetting      = "ledger.id"
	resumedSetting = "ledger.resumed"
	beatSetting    = "beat."
)

// ensureID gives a ledger its id, once. Bus, index and data folder carry the same, so that
// none of them is taken for another ledger's.
func (l *Ledger) ensureID(ctx context.Context) error {
	id, err := l.Setting(ctx, internal, idSetting)
	if err == nil && id == "" {
		err = l.Write(ctx, func(tx *Tx) error {
			// Of processes that start at once the first one wins.
			_, err := tx.Exec(ctx, `INSERT INTO settings (workspace, name, value, updated) VALUES (?, ?, ?, ?) ON CONFLICT (workspace, name) DO NOTHING`,
				internal, idSetting, strings.ToLower(rand.Text()[:20]), tx.now)
			return err
		})
		if err == nil {
			id, err = l.Setting(ctx, internal, idSetting)
		}
	}
	if err != nil {
		return fmt.Errorf("giving the ledger its id: %w", err)
	}
	l.id = id
	return nil
}

// ID names the ledger wherever it is kept: backups and copies have the same.
func (l *Ledger) ID() string { return l.id }

// ReadID returns the id of a ledger that was opened with [Inspect], empty where it has none.
func (l *Ledger) ReadID(ctx context.Context) (string, error) {
	found, err := l.Version(ctx)
	if err != nil || found == 0 {
		return "", err
	}
	return l.Setting(ctx, internal, idSetting)
}

// Beat counts up for a data folder and returns the new number, which the folder keeps too: a
// ledger with a lower one has lost what came after, as an older copy has.
func (l *Ledger) Beat(ctx context.Context, folder string) (n int64, err error) {
	err = l.Write(ctx, func(tx *Tx) error {
		if n, err = tx.LastBeat(ctx, folder); err != nil {
			return err
		}
		n++
		return tx.PutSetting(ctx, internal, beatSetting+folder, strconv.FormatInt(n, 10))
	})
	if err != nil {
		return 0, fmt.Errorf("counting up for the data folder: %w", err)
	}
	return n, nil
}

// LastBeat is the number that Beat returned last for a data folder; 0 if it never did.
func (r Reads) LastBeat(ctx context.Context, folder string) (int64, error) {
	v, err := r.Setting(ctx, internal, beatSetting+folder)
	if err != nil || v == "" {
		return 0, err
	}
	return strconv.ParseInt(v, 10, 64)
}

// Writes counts the transactions that this process committed.
func (l *Ledger) Writes() int64 { return l.writes.Load() }

// SetResumed records that a person has confirmed this ledger: other processes on it that
// are paused go on.
func (l *Ledger) SetResumed(ctx context.Context) error {
	return l.Write(ctx, func(tx *Tx) error {
		return tx.PutSetting(ctx, internal, resumedSetting, strconv.FormatInt(tx.now.UnixMicro(), 10))
	})
}

// Resumed is when a person last did; the zero time for never.
func (r Reads) Resumed(ctx context.Context) (time.Time, error) {
	v, err := r.Setting(ctx, internal, resumedSetting)
	if err != nil || v == "" {
		return time.Time{}, err
	}
	n, err := strconv.ParseInt(v, 10, 64)
	return query.FromMicros(n), err
}
