package index

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/namedrop/namedrop/feeds"
)

// ID identifies a hit within its mention. It stays the same while the text does: it is made of
// the field, the offset and the words there.
func (h Hit) ID() string {
	second := ""
	if h.Field == InChapter && h.Second != nil { // offsets count from the chapter's title
		second = strconv.FormatFloat(*h.Second, 'f', 2, 64)
	}
	return feeds.ID("hit", string(h.Field), second, strconv.Itoa(h.Start), h.Surface)
}

// InsertHit returns the hits with one more, in order of field and offset.
func InsertHit(hits []Hit, h Hit) []Hit {
	i, _ := slices.BinarySearchFunc(hits, h, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.Field.order(), b.Field.order()), cmp.Compare(a.chapter(), b.chapter()), cmp.Compare(a.Start, b.Start))
	})
	return slices.Insert(slices.Clone(hits), i, h)
}

func (f Field) order() int { return slices.Index([]Field{InText, InTitle, InNotes, InChapter}, f) }

// chapter returns where a hit's chapter begins, and 0 for hits in other fields.
func (h Hit) chapter() float64 {
	if h.Field != InChapter || h.Second == nil {
		return 0
	}
	return *h.Second
}
