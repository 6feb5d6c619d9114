package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var nodeName = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)

// node returns the name of this process's copy of the search index, which is part of the name
// of its consumer on the bus. Processes that share a ledger need different names: two with one
// name would share a consumer, and each index would receive only half of the documents. The
// name is stored in a file beside the index.
func (a *App) node() (string, error) {
	if !a.ledger.Postgres() {
		return "1", nil
	}
	path := filepath.Join(a.opts.Config.Data, "node")
	b, err := os.ReadFile(path)
	if name := strings.TrimSpace(string(b)); err == nil && nodeName.MatchString(name) {
		return name, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		// A new name is safe: only the bus uses it, and it creates a consumer for the new name.
		a.opts.Logger.Warn("node name unreadable, choosing a new one", "error", err)
		if err := os.RemoveAll(path); err != nil {
			return "", fmt.Errorf("replacing this node's name: %w", err)
		}
	}
	name := strings.ToLower(rand.Text()[:10])
	if err := os.WriteFile(path, []byte(name+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("writing this node's name: %w", err)
	}
	return name, nil
}
