package csv

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of feeds that are imported from files.
const Type feeds.SampleType = "csv"

// Spec returns the spec of files of visits.
func Spec() feeds.SampleSpec {
	return feeds.SampleSpec{
		Type: Type, Name: "CSV file", Summary: "A file with the visits of each hour or day, exported from any system.",
		Limits: "A file is read once. Import it again when there is more: it replaces all visits of the time that it covers.",
		Spans:  []feeds.Span{feeds.HourSpan, feeds.DaySpan},
	}
}

// File reads files of visits. It implements [feeds.SampleFile].
type File struct {
	now func() time.Time
}

// New returns a reader of files. Hours that are still running by that clock are partial.
func New(now func() time.Time) *File { return &File{now: now} }
