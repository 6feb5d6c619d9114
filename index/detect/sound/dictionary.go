package sound

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
)

// Dictionary is the pronunciations of English words, unpacked from lines of a word and its
// readings, separated by tabs. Words are found by a hash table of places in the lines.
type Dictionary struct {
	lines []byte
	slots []uint32 // place of a line plus one, or 0
}

//go:embed data/dictionary.gz
var packedDictionary []byte

// unzip returns the content of an embedded file, which a test has read.
func unzip(packed []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	return raw
}

// NewDictionary returns the dictionary of some lines.
func NewDictionary(lines []byte) *Dictionary {
	size := 1 << 10
	for size < 2*bytes.Count(lines, []byte("\n")) {
		size *= 2
	}
	d := &Dictionary{lines, make([]uint32, size)}
	for at := 0; at < len(lines); {
		end := at + bytes.IndexByte(lines[at:], '\n')
		word, _, _ := bytes.Cut(lines[at:end], []byte("\t"))
		slot := d.slot(word)
		for d.slots[slot] != 0 {
			slot = (slot + 1) % len(d.slots)
		}
		d.slots[slot] = uint32(at) + 1
		at = end + 1
	}
	return d
}

func (d *Dictionary) slot(word []byte) int {
	h := uint32(2166136261)
	for _, c := range word {
		h = (h ^ uint32(c)) * 16777619
	}
	return int(h^h>>15) & (len(d.slots) - 1)
}

// Find returns the readings of a word separated by tabs, or nil when the word is not known.
func (d *Dictionary) Find(word []byte) (readings []byte) {
	if len(word) == 0 {
		return nil
	}
	for slot := d.slot(word); d.slots[slot] != 0; slot = (slot + 1) % len(d.slots) {
		line := d.lines[d.slots[slot]-1:]
		if len(line) > len(word) && line[len(word)] == '\t' && bytes.HasPrefix(line, word) {
			return line[len(word)+1 : bytes.IndexByte(line, '\n')]
		}
	}
	return nil
}

// First returns the first reading of a word, or nil when the word is not known.
func (d *Dictionary) First(word []byte) []byte {
	first, _, _ := bytes.Cut(d.Find(word), []byte("\t"))
	return first
}

// Each calls f with each word and its readings.
func (d *Dictionary) Each(f func(word []byte, readings [][]byte)) {
	for line := range bytes.Lines(d.lines) {
		word, rest, _ := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte("\t"))
		f(word, bytes.Split(rest, []byte("\t")))
	}
}
