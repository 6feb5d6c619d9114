package search

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bolt "go.etcd.io/bbolt"
)

// ErrDamaged says that files of the index can't be read. The partition they belong to
// is set aside, and what it held is put in again from outside: see [Index.Lost].
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

// verify reads a partition that nobody has open and returns how many passages it has.
// It is done before bleve opens it: bleve takes an unreadable root for an empty one,
// and decodes segments without looking at their checksums, some in goroutines whose
// panic would end the process. Segments that the last record knows unchanged are not
// read again, unless everything is wanted.
func verify(dir string, everything bool) (passages uint64, err error) {
	defer recovered("verifying the search index", &err)
	defer catchFaults()()
	if err := verifyMeta(filepath.Join(dir, metaFile)); err != nil {
		return 0, err
	}
	path := filepath.Join(dir, storeDir, rootFile)
	tx, err := boltTx(path)
	if err != nil {
		return 0, err
	}
	now, err := readRoot(path)
	if err != nil {
		return 0, err
	}
	known := readRecord(dir)
	if known.Root != nil && known.Root.Tx == tx.last && known.Root.Sum != now.sum {
		return 0, damaged("%s is not as it was left", rootFile)
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

// boltState is what the meta pages of a bolt file say.
type boltState struct {
	last     uint64 // transaction
	page     int64  // bytes
	freelist uint64 // its page
}

// boltTx reads the meta pages of a bolt file. Both must be whole: with one of them bolt
// would quietly open the state before.
func boltTx(path string) (state boltState, err error) {
	f, err := os.Open(path)
	if err != nil {
		return state, damaged("opening %s: %w", rootFile, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return state, damaged("opening %s: %w", rootFile, err)
	}
	const header, meta = 16, 64
	for page := range int64(2) {
		b := make([]byte, header+meta)
		if _, err := f.ReadAt(b, page*state.page); err != nil {
			return state, damaged("reading %s: %w", rootFile, err)
		}
		b = b[header:]
		sum := fnv.New64a()
		_, _ = sum.Write(b[:meta-8])
		native := binary.NativeEndian
		if native.Uint32(b) != 0xED0CDAED || native.Uint64(b[meta-8:]) != sum.Sum64() {
			return state, damaged("meta page %d of %s", page, rootFile)
		}
		state.page = int64(native.Uint32(b[8:]))
		if used := int64(native.Uint64(b[40:])) * state.page; used > info.Size() {
			return state, damaged("%s has %d of %d bytes", rootFile, info.Size(), used)
		}
		if tx := native.Uint64(b[48:]); tx >= state.last {
			state.last, state.freelist = tx, native.Uint64(b[32:])
		}
	}
	return state, nil
}

// root is what bleve would open: the segments of the last snapshot, by file. The checksum
// is of what the last transaction left. One that a kill interrupted may have written to
// pages that nothing refers to, so that the file as a whole has none.
type root struct {
	segments map[string]usedSegment
	sum      uint32
}

// usedSegment is what the root knows of a segment.
type usedSegment struct {
	deleted uint64 // how many passages are
	highest uint32 // and the last of them
}

func readRoot(path string) (root, error) {
	r := root{segments: map[string]usedSegment{}}
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, PreLoadFreelist: true, Timeout: time.Second})
	if err != nil {
		return r, damaged("opening %s: %w", rootFile, err)
	}
	defer db.Close()
	err = db.View(func(tx *bolt.Tx) error {
		sum := crc32.NewIEEE()
		if err := tx.ForEach(func(name []byte, b *bolt.Bucket) error { return sumBucket(sum, name, b, 0) }); err != nil {
			return err
		}
		if err := sumFreelist(sum, path); err != nil {
			return err
		}
		r.sum = sum.Sum32()
		return r.read(tx)
	})
	if err != nil {
		return r, damaged("reading %s: %w", rootFile, err)
	}
	return r, nil
}

func (r *root) read(tx *bolt.Tx) error {
	snapshots := tx.Bucket([]byte{'s'})
	if snapshots == nil {
		return nil // nothing was ever written
	}
	last, _ := snapshots.Cursor().Last()
	if last == nil {
		return nil
	}
	snapshot := snapshots.Bucket(last)
	if snapshot == nil {
		return errors.New("the last snapshot is missing")
	}
	return snapshot.ForEachBucket(func(k []byte) error {
		b := snapshot.Bucket(k)
		switch {
		case len(k) == 1 && k[0] == 'm':
			return nil
		case len(k) == 1 && k[0] == 'i':
			_, err := decodeMark(b.Get(markKey))
			return err
		}
		return readSegment(b, r.segments)
	})
}

// sumBucket adds up all keys and values.
func sumBucket(sum io.Writer, name []byte, b *bolt.Bucket, depth int) error {
	if depth > 8 {
		return errors.New("buckets are nested without end")
	}
	fmt.Fprintf(sum, "{%d:%s", len(name), name)
	defer fmt.Fprint(sum, "}")
	return b.ForEach(func(k, v []byte) error {
		if v == nil {
			inner := b.Bucket(k)
			if inner == nil {
				return fmt.Errorf("bucket %.20q is missing", k)
			}
			return sumBucket(sum, k, inner, depth+1)
		}
		fmt.Fprintf(sum, "%d:%s=%d:%s", len(k), k, len(v), v)
		return nil
	})
}

// sumFreelist adds the list of free pages: a page that is wrongly in it would be
// overwritten.
func sumFreelist(sum io.Writer, path string) error {
	state, err := boltTx(path)
	if err != nil || state.freelist == math.MaxUint64 { // bolt keeps none
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	header := make([]byte, 16)
	at := int64(state.freelist) * state.page
	if _, err := f.ReadAt(header, at); err != nil {
		return err
	}
	pages := 1 + int64(binary.NativeEndian.Uint32(header[12:]))
	if pages > 1<<16 {
		return errors.New("the list of free pages is too long")
	}
	_, err = io.Copy(sum, io.NewSectionReader(f, at, pages*state.page))
	return err
}

func readSegment(b *bolt.Bucket, used map[string]usedSegment) error {
	name := string(b.Get([]byte{'p'}))
	if name == "" || name != filepath.Base(name) {
		return fmt.Errorf("a segment is called %.40q", name)
	}
	s := usedSegment{}
	if d := b.Get([]byte{'d'}); d != nil {
		deleted := roaring.New()
		if _, err := deleted.ReadFrom(bytes.NewReader(d)); err != nil {
			return fmt.Errorf("what is deleted of segment %s: %w", name, err)
		}
		if !deleted.IsEmpty() {
			s.deleted, s.highest = deleted.GetCardinality(), deleted.Maximum()
		}
	}
	used[name] = s
	return nil
}

// footer is the end of a segment's file: the number of passages first, the checksum of
// all before it last.
const footer = 40

// verify returns how many passages a segment has that are not deleted.
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
