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

// node names this process's copy of the search index on the bus. Where processes share a
// ledger each must have a name of its own, or two nodes would share one stream of
// references and each have half a copy. It is kept beside the index.
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
		// The name matters to the bus alone, which gets to know the new one.
		a.opts.Logger.Warn("this node's name can't be read, it gets a new one", "error", err)
		if err := os.RemoveAll(path); err != nil {
			return "", fmt.Errorf("replacing this node's name: %w", err)
		}
	}
	name := strings.ToLower(rand.Text()[:10])
	if err := os.WriteFile(path, []byte(name+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keeping this node's name: %w", err)
	}
	return name, nil
}
