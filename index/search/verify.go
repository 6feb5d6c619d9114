package search

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// ErrDamaged is returned when files of the index cannot be read. Their partition is set
// aside, and what it held has to be put again: see [Index.Lost].
var ErrDamaged = errors.New("the search index is damaged")

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrDamaged, fmt.Errorf(format, args...))
}

// Files of a partition.
const (
	metaFile = "index_meta.json"
	storeDir = "store"
	rootFile = "root.bolt"
)

// verify reads a partition that nobody has open and returns how many passages it has. It
// must run before bleve opens the partition: bleve takes an unreadable root for an empty
// one, and decodes segments without checking their checksums, partly in goroutines whose
// panic would end the process. Segments that are unchanged since the last record are not
// read again, unless everything is true.
func verify(dir string, everything bool) (passages uint64, err error) {
	defer recovered("verifying the search index", &err)
	defer catchFaults()()
	if err := verifyMeta(filepath.Join(dir, metaFile)); err != nil {
		return 0, err
	}
	path := filepath.Join(dir, storeDir, rootFile)
	now, err := readRoot(path)
	if err != nil {
		return 0, err
	}
	known := readRecord(dir)
	if known.Root != nil && known.Root.Tx == now.tx && known.Root.Sum != now.sum {
		return 0, damaged("%s changed since it was recorded", rootFile)
	}
	if everything {
		known.Segments = nil
	}
	for name, s := range now.segments {
		n, err := s.verify(filepath.Join(dir, storeDir, name), known.Segments[name])
		if err != nil {
			return 0, err
		}
		passages += n
	}
	return passages, nil
}

func verifyMeta(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return damaged("reading %s: %w", metaFile, err)
	}
	var m struct {
		Type string `json:"index_type"`
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return damaged("reading %s: %w", metaFile, err)
	}
	if m.Type != scorch.Name {
		return damaged("%s names the index type %.20q", metaFile, m.Type)
	}
	return nil
}

// root is what bleve would open: the segments of the last snapshot, by file name. The
// checksum covers what the last transaction wrote. The file as a whole has none: a killed
// process may have written to pages that nothing refers to.
type root struct {
	segments map[string]usedSegment
	tx       uint64
	sum      uint32
}

// usedSegment is what the root records about a segment.
type usedSegment struct {
	deleted uint64 // how many of its passages are deleted
	highest uint32 // the last deleted passage
}

// readRoot reads the root of a partition that nobody writes to.
func readRoot(path string) (root, error) {
	r := root{segments: map[string]usedSegment{}}
	f, err := openBoltFile(path)
	if err != nil {
		return r, err
	}
	r.tx = f.meta.tx
	// Snapshots come in order of age, so the last one counts.
	last, found := "", map[string]rawSegment{}
	r.sum, err = f.walk(func(in [][]byte, key, value []byte) error {
		if len(in) < 3 || string(in[0]) != "s" {
			return nil
		}
		if snapshot := string(in[1]); snapshot != last {
			last, found = snapshot, map[string]rawSegment{}
		}
		switch name := string(in[2]); {
		case name == "m":
		case name == "i" && string(key) == string(offsetKey):
			_, err := decodeOffset(value)
			return err
		case name != "i":
			s := found[name]
			switch string(key) {
			case "p":
				s.file = string(value)
			case "d":
				s.deleted = value
			}
			found[name] = s
		}
		return nil
	})
	if err != nil {
		return r, damaged("reading %s: %w", rootFile, err)
	}
	for _, s := range found {
		if err := s.read(r.segments); err != nil {
			return r, damaged("reading %s: %w", rootFile, err)
		}
	}
	return r, nil
}

// rawSegment is a segment as the root stores it.
type rawSegment struct {
	file    string
	deleted []byte
}

func (s rawSegment) read(used map[string]usedSegment) error {
	if s.file == "" || s.file != filepath.Base(s.file) {
		return fmt.Errorf("a segment is called %.40q", s.file)
	}
	u := usedSegment{}
	if s.deleted != nil {
		deleted := roaring.New()
		if _, err := deleted.ReadFrom(bytes.NewReader(s.deleted)); err != nil {
			return fmt.Errorf("what is deleted of segment %s: %w", s.file, err)
		}
		if !deleted.IsEmpty() {
			u.deleted, u.highest = deleted.GetCardinality(), deleted.Maximum()
		}
	}
	used[s.file] = u
	return nil
}

// boltTx returns the number of the last transaction in a bbolt file.
func boltTx(path string) (uint64, error) {
	f, err := openBoltFile(path)
	if err != nil {
		return 0, err
	}
	return f.meta.tx, nil
}

// footer is the length of the end of a segment's file. It begins with the number of passages
// and ends with the checksum of everything before.
const footer = 40

// verify returns how many passages of a segment are not deleted.
func (s usedSegment) verify(path string, known recordedFile) (passages uint64, err error) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		return 0, damaged("opening segment %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, damaged("opening segment %s: %w", name, err)
	}
	if info.Size() < footer {
		return 0, damaged("segment %s has %d bytes", name, info.Size())
	}
	end := make([]byte, footer)
	if _, err := f.ReadAt(end, info.Size()-footer); err != nil {
		return 0, damaged("reading segment %s: %w", name, err)
	}
	n := binary.BigEndian.Uint64(end[4:])
	if s.deleted > 0 && uint64(s.highest) >= n {
		return 0, damaged("of %d passages in segment %s number %d is deleted", n, name, s.highest)
	}
	if known.is(info) {
		return n - s.deleted, nil
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-4); err != nil {
		return 0, damaged("reading segment %s: %w", name, err)
	}
	if sum.Sum32() != binary.BigEndian.Uint32(end[footer-4:]) {
		return 0, damaged("the checksum of segment %s is wrong", name)
	}
	return n - s.deleted, nil
}
