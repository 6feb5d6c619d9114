// Package health checks the parts of an installation. A finding describes what is wrong and how to
// fix it. The doctor command and the server use the same checks.
package health

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/namedrop/namedrop/index/search"
)

// Finding is the result of checking one part.
type Finding struct {
	Part   string `json:"part"` // for example "ledger"
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Warn   bool   `json:"warning,omitempty" doc:"It works as configured, but is worth a look."`
}

// NewFinding returns the finding for a part: with the error if there is one, otherwise with the text fine.
func NewFinding(part string, err error, fine string) Finding {
	if err != nil {
		return Finding{Part: part, Detail: strings.Join(strings.Fields(err.Error()), " ")}
	}
	return Finding{Part: part, OK: true, Detail: fine}
}

// probe is how many bytes are written to check for free space. An empty file can still be created
// on a full disk, and the bus needs more than one block.
const probe = 1 << 20

// Writable returns an error if a folder can't be written to.
func Writable(dir string) error {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err == nil {
		_, err = f.Write(make([]byte, probe))
		if err == nil {
			err = f.Sync()
		}
		err = errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	if err != nil {
		return fmt.Errorf("%s can't be written to (%w): free some space or fix its permissions", dir, err)
	}
	return nil
}

// Index returns the finding for the result of checking an index.
func Index(parts int, bad []search.Lost, err error) Finding {
	const part = "search index"
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return NewFinding(part, nil, fmt.Sprintf("%d parts read and whole; the time limit was reached before the others", parts))
	case err != nil:
		return NewFinding(part, err, "")
	case len(bad) == 0:
		return NewFinding(part, nil, fmt.Sprintf("whole, %d parts read", parts))
	}
	var words []string
	for _, b := range bad {
		name := b.Name
		if name == "" {
			name = "all of it"
		}
		word := name + " (" + b.Why + ")"
		if b.Kept != "" {
			word += ", damaged files kept in " + filepath.Clean(b.Kept)
		}
		words = append(words, word)
	}
	return NewFinding(part, fmt.Errorf("damaged: %s. The server moves such parts away and rebuilds them from the ledger; until then searches answer from the others. Nothing is lost", strings.Join(words, "; ")), "")
}
