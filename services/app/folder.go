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

// FolderFile is the name of the file that records which ledger a data folder belongs to.
const FolderFile = "ledger.json"

// folder is the content of FolderFile: the ledger that the data folder belongs to, and the
// ledger's heartbeat when the file was last written. A ledger whose heartbeat is lower was
// replaced by an older copy.
type folder struct {
	Ledger string `json:"ledger"`
	Folder string `json:"folder"` // identifies this folder in the ledger
	Beat   int64  `json:"beat"`   // the ledger's heartbeat count for this folder
	Sum    uint32 `json:"sum"`    // checksum of the fields above
}

func (f folder) sum() uint32 {
	return crc32.ChecksumIEEE(fmt.Appendf(nil, "%s %s %d", f.Ledger, f.Folder, f.Beat))
}

// readFolder reads FolderFile. It returns a zero folder without an error if there is no file,
// and a zero folder with an error if the file can't be read. Both are treated as a new folder.
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
		_ = os.Remove(path) // not ours: an empty directory would make the rename below fail
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
