package search

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// record is the state of a partition's files after the last refresh. Segments never change,
// so one of the same size and time need not be read again at the next start. The root
// changes with every write, so its checksum counts only for the transaction after which it
// was taken.
type record struct {
	Root     *recordedRoot           `json:"root"`
	Segments map[string]recordedFile `json:"segments"`
}

type recordedRoot struct {
	Tx  uint64 `json:"tx"`
	Sum uint32 `json:"sum"`
}

type recordedFile struct {
	Size    int64     `json:"size"`
	Changed time.Time `json:"changed"`
}

func (r recordedFile) is(info os.FileInfo) bool {
	return r.Size == info.Size() && r.Changed.Equal(info.ModTime())
}

const recordFile = "record.json"

// readRecord returns an empty record if there is none or it is unreadable. Then everything
// is verified.
func readRecord(dir string) (r record) {
	b, err := os.ReadFile(filepath.Join(dir, recordFile))
	if err != nil || json.Unmarshal(b, &r) != nil {
		return record{}
	}
	return r
}

// writeRecord records the state of the files, unless a write comes in between.
func writeRecord(dir string) (err error) {
	defer recovered("recording the state of the search index", &err)
	path := filepath.Join(dir, storeDir, rootFile)
	now, err := readRoot(path)
	if err != nil {
		return err
	}
	if after, err := boltTx(path); err != nil || after != now.tx {
		return err // the next refresh records it
	}
	r := record{Root: &recordedRoot{now.tx, now.sum}, Segments: map[string]recordedFile{}}
	for name := range now.segments {
		if info, err := os.Stat(filepath.Join(dir, storeDir, name)); err == nil {
			r.Segments[name] = recordedFile{info.Size(), info.ModTime()}
		}
	}
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	// A truncated record counts as none, so it needs no sync.
	file := filepath.Join(dir, recordFile)
	if err := os.WriteFile(file+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
