package app

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
)

// FolderFile is the file in the data folder that says whose folder it is.
const FolderFile = "ledger.json"

// folder says which ledger a data folder belongs to, and how far that ledger was.
type folder struct {
	Ledger string `json:"ledger"`
	Folder string `json:"folder"` // names this folder in the ledger
	Beat   int64  `json:"beat"`   // the ledger's count for this folder
	Sum    uint32 `json:"sum"`
}

func (f folder) sum() uint32 {
	return crc32.ChecksumIEEE(fmt.Appendf(nil, "%s %s %d", f.Ledger, f.Folder, f.Beat))
}

// readFolder returns nothing where there is no file, or one that can't be read: the folder
// is then as good as new.
func readFolder(dir string) (folder, error) {
	b, err := os.ReadFile(filepath.Join(dir, FolderFile))
	if errors.Is(err, os.ErrNotExist) {
		return folder{}, nil
	}
	if err != nil {
		return folder{}, fmt.Errorf("reading whose folder this is: %w", err)
	}
	var f folder
	if err := json.Unmarshal(b, &f); err != nil || f.Sum != f.sum() {
		return folder{}, fmt.Errorf("reading whose folder this is: %s is damaged", FolderFile)
	}
	return f, nil
}

func (f folder) write(dir string) error {
	f.Sum = f.sum()
	b, err := json.Marshal(f)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, FolderFile)
	if info, serr := os.Lstat(path); serr == nil && info.IsDir() {
		_ = os.Remove(path) // foreign
	}
	if err := os.WriteFile(path+".new", append(b, '\n'), 0o600); err != nil {
		return fmt.Errorf("writing whose folder this is: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("writing whose folder this is: %w", err)
	}
	return nil
}

func newFolder() string { return strings.ToLower(rand.Text()[:12]) }
