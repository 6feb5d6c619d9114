package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// erasedFile holds what was erased before a restore until the next start has erased it again: a backup has
// the people who were erased after it.
const erasedFile = "erased.json"

// KeepErased writes what was erased into the data folder, for the next start on a restored ledger. What an earlier
// restore left there stays.
func KeepErased(dir string, list []evidence.Erased) error {
	before, err := readErased(dir)
	if err != nil {
		return err
	}
	list = append(before, list...)
	if len(list) == 0 {
		return nil
	}
	b, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("writing what was erased: %w", err)
	}
	path := filepath.Join(dir, erasedFile)
	if err := os.WriteFile(path+".part", b, 0o600); err != nil {
		return fmt.Errorf("writing what was erased: %w", err)
	}
	return os.Rename(path+".part", path)
}

func readErased(dir string) ([]evidence.Erased, error) {
	b, err := os.ReadFile(filepath.Join(dir, erasedFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var list []evidence.Erased
	if err == nil {
		err = json.Unmarshal(b, &list)
	}
	if err != nil {
		return nil, fmt.Errorf("reading what was erased before the restore (%s): %w", erasedFile, err)
	}
	return list, nil
}

// eraseAgain erases what a restore brought back, before anything is read from the ledger.
func (a *App) eraseAgain(ctx context.Context) error {
	list, err := readErased(a.opts.Config.Data)
	if err != nil || len(list) == 0 {
		return err
	}
	back := 0
	err = a.ledger.Write(ctx, func(tx *ledger.Tx) (err error) {
		back, err = evidence.EraseAgain(ctx, tx, list)
		return err
	})
	if err != nil {
		return err
	}
	a.opts.Logger.Info("erased again after a restore", "leads", back)
	return os.Remove(filepath.Join(a.opts.Config.Data, erasedFile))
}
