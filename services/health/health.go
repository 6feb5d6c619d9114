// Package health looks at the parts of an installation and says in plain words what is
// wrong and what helps. The command doctor and the server use the same looks.
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

// Finding is what was seen of one part.
type Finding struct {
	Part string `json:"part"`
	OK   bool   `json:"ok"`
	Says string `json:"says"`
	Warn bool   `json:"warning,omitempty" doc:"It is as it was set, but worth a look."`
}

// Say makes a finding of an error, or of what is fine where there is none.
func Say(part string, err error, fine string) Finding {
	if err != nil {
		return Finding{Part: part, Says: strings.Join(strings.Fields(err.Error()), " ")}
	}
	return Finding{Part: part, OK: true, Says: fine}
}

// probe is how much is written to see whether a disk takes data: a full one still takes
// empty files, and the bus needs more than a block.
const probe = 1 << 20

// Writable reports why a folder can't be written to.
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

// Index says how an index is, from what its check returned.
func Index(parts int, bad []search.Lost, err error) Finding {
	const part = "search index"
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return Say(part, nil, fmt.Sprintf("%d parts read and whole; there was no time to read the others", parts))
	case err != nil:
		return Say(part, err, "")
	case len(bad) == 0:
		return Say(part, nil, fmt.Sprintf("whole, %d parts read", parts))
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
	return Say(part, fmt.Errorf("damaged: %s. The server sets such parts aside and rebuilds them from the ledger, searches answer from the others meanwhile; nothing is lost", strings.Join(words, "; ")), "")
}
