package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
)

// boltFile reads a bbolt file without bbolt. bbolt trusts every offset in the file. A wrong
// one makes it return a slice that ends outside of the mapped file, or a copy of such a
// value, and the next garbage collection then ends the process: no recover can catch that.
// Nothing here reads past the end of a page.
//
// The layout is that of format version 2: pages of {id uint64, flags uint16, count uint16,
// overflow uint32}, followed by elements. Elements of a branch are {pos, ksize uint32, page
// uint64}, those of a leaf {flags, pos, ksize, vsize uint32}. A bucket is a value {page,
// sequence uint64}; a bucket whose page is 0 is stored inline and followed by its page.
type boltFile struct {
	b     []byte
	page  int64
	pages uint64 // in use
	seen  map[uint64]bool
	sum   io.Writer
	meta  boltMeta
}

// boltMeta is the content of a meta page.
type boltMeta struct{ tx, root, freelist, pages uint64 }

const (
	boltHeader   = 16
	boltElement  = 16
	boltMetaSize = 64

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10
	bucketLeaf   = 0x01

	noFreelist = math.MaxUint64
	// mostBolt is the largest root that is read: they have kilobytes.
	maxBoltSize = 1 << 30
)

var native = binary.NativeEndian

// openBoltFile reads a file and its two meta pages. Both must be valid: with only one bbolt
// would silently open the state before.
func openBoltFile(path string) (*boltFile, error) {
	name := filepath.Base(path)
	info, err := os.Stat(path)
	if err != nil {
		return nil, damaged("opening %s: %w", name, err)
	}
	if info.Size() > maxBoltSize {
		return nil, damaged("%s has %d bytes", name, info.Size())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, damaged("reading %s: %w", name, err)
	}
	f := &boltFile{b: b, seen: map[uint64]bool{}, sum: io.Discard}
	for n := range int64(2) {
		m, err := f.readMeta(n)
		if err != nil {
			return nil, damaged("meta page %d of %s: %w", n, name, err)
		}
		if m.tx >= f.meta.tx {
			f.meta = m
		}
	}
	f.pages = f.meta.pages
	return f, nil
}

func (f *boltFile) readMeta(n int64) (m boltMeta, err error) {
	at := n * f.page
	if at+boltHeader+boltMetaSize > int64(len(f.b)) {
		return m, errors.New("the file ends before it")
	}
	b := f.b[at+boltHeader : at+boltHeader+boltMetaSize]
	sum := fnv.New64a()
	_, _ = sum.Write(b[:boltMetaSize-8])
	if native.Uint32(b) != 0xED0CDAED || native.Uint64(b[boltMetaSize-8:]) != sum.Sum64() {
		return m, errors.New("its checksum is wrong")
	}
	f.page = int64(native.Uint32(b[8:]))
	if f.page < 512 || f.page > 1<<20 || f.page&(f.page-1) != 0 {
		return m, fmt.Errorf("pages of %d bytes", f.page)
	}
	m = boltMeta{root: native.Uint64(b[16:]), freelist: native.Uint64(b[32:]), pages: native.Uint64(b[40:]), tx: native.Uint64(b[48:])}
	if m.pages > uint64(int64(len(f.b))/f.page) {
		return m, fmt.Errorf("the file has %d of %d pages", int64(len(f.b))/f.page, m.pages)
	}
	return m, nil
}

// walk reads everything that the last transaction left. It calls visit for each value with
// the names of its buckets, and returns a checksum.
func (f *boltFile) walk(visit func(path [][]byte, key, value []byte) error) (uint32, error) {
	sum := crc32.NewIEEE()
	f.sum = sum
	f.seen = map[uint64]bool{0: true, 1: true}
	if err := f.tree(f.meta.root, nil, visit, 0); err != nil {
		return 0, err
	}
	if err := f.freelist(); err != nil {
		return 0, err
	}
	return sum.Sum32(), nil
}

// at returns a page with its overflow pages. Each page may be used once.
func (f *boltFile) at(id uint64) ([]byte, error) {
	if id < 2 || id >= f.pages {
		return nil, fmt.Errorf("there is no page %d", id)
	}
	b := f.b[int64(id)*f.page:]
	if len(b) < boltHeader || native.Uint64(b) != id {
		return nil, fmt.Errorf("page %d has another number", id)
	}
	n := 1 + uint64(native.Uint32(b[12:]))
	if n > f.pages-id {
		return nil, fmt.Errorf("page %d is too long", id)
	}
	for i := id; i < id+n; i++ {
		if f.seen[i] {
			return nil, fmt.Errorf("page %d is used twice", i)
		}
		f.seen[i] = true
	}
	return b[:int64(n)*f.page], nil
}

const maxBoltDepth = 32

func (f *boltFile) tree(id uint64, path [][]byte, visit func([][]byte, []byte, []byte) error, depth int) error {
	if depth > maxBoltDepth {
		return errors.New("pages are nested without end")
	}
	b, err := f.at(id)
	if err != nil {
		return err
	}
	if native.Uint16(b[8:]) != branchPage {
		return f.leaf(b, path, visit, depth)
	}
	count := int(native.Uint16(b[10:]))
	if count == 0 || boltHeader+count*boltElement > len(b) {
		return fmt.Errorf("branch page %d has %d elements", id, count)
	}
	for i := range count {
		e := boltHeader + i*boltElement
		key, err := slice(b, e, native.Uint32(b[e:]), native.Uint32(b[e+4:]))
		if err != nil {
			return err
		}
		fmt.Fprintf(f.sum, "^%d:%s", len(key), key)
		if err := f.tree(native.Uint64(b[e+8:]), path, visit, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// slice returns the part of a page that an element points to. Positions count from the
// element.
func slice(b []byte, element int, pos, size uint32) ([]byte, error) {
	from := int64(element) + int64(pos)
	if from < boltHeader || from+int64(size) > int64(len(b)) {
		return nil, errors.New("an element points out of its page")
	}
	return b[from : from+int64(size)], nil
}

// leaf reads the values of a leaf page, or of one inside a value.
func (f *boltFile) leaf(b []byte, path [][]byte, visit func([][]byte, []byte, []byte) error, depth int) error {
	if depth > maxBoltDepth {
		return errors.New("buckets are nested without end")
	}
	if len(b) < boltHeader || native.Uint16(b[8:]) != leafPage {
		return errors.New("a page is neither branch nor leaf")
	}
	count := int(native.Uint16(b[10:]))
	if boltHeader+count*boltElement > len(b) {
		return fmt.Errorf("a leaf page has %d elements", count)
	}
	for i := range count {
		e := boltHeader + i*boltElement
		pos, ksize, vsize := native.Uint32(b[e+4:]), native.Uint32(b[e+8:]), native.Uint32(b[e+12:])
		key, err := slice(b, e, pos, ksize)
		if err != nil {
			return err
		}
		value, err := slice(b, e+int(ksize), pos, vsize)
		if err != nil {
			return err
		}
		flags := native.Uint32(b[e:])
		fmt.Fprintf(f.sum, "%d %d:%s=%d:%s", flags, len(key), key, len(value), value)
		switch {
		case flags == 0:
			err = visit(path, key, value)
		case flags != bucketLeaf || len(value) < boltHeader:
			err = fmt.Errorf("an element has the flags %d", flags)
		case native.Uint64(value) != 0:
			err = f.tree(native.Uint64(value), append(path[:len(path):len(path)], key), visit, depth+1)
		default:
			err = f.leaf(value[boltHeader:], append(path[:len(path):len(path)], key), visit, depth+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// freelist reads the list of free pages. A page in the list that is in use would be
// overwritten by the next transaction.
func (f *boltFile) freelist() error {
	if f.meta.freelist == noFreelist {
		return nil
	}
	b, err := f.at(f.meta.freelist)
	if err != nil {
		return err
	}
	if native.Uint16(b[8:]) != freelistPage {
		return errors.New("the page of the freelist has another type")
	}
	from, count := uint64(boltHeader), uint64(native.Uint16(b[10:]))
	if count == 0xFFFF {
		count, from = native.Uint64(b[boltHeader:]), from+8
	}
	if count > uint64(len(b)) || from+8*count > uint64(len(b)) {
		return fmt.Errorf("%d free pages are listed", count)
	}
	free := map[uint64]bool{}
	for i := range count {
		id := native.Uint64(b[from+8*i:])
		if id < 2 || id >= f.pages || f.seen[id] || free[id] {
			return fmt.Errorf("page %d is not free", id)
		}
		free[id] = true
		fmt.Fprintf(f.sum, "-%d", id)
	}
	return nil
}
