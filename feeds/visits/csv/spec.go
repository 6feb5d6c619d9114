package csv

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Type is that of feeds that come from files.
const Type feeds.SampleType = "csv"

// Spec is what there is to say of files of visits.
func Spec() feeds.SampleSpec {
	return feeds.SampleSpec{
		Type: Type, Name: "CSV file", Summary: "A file with the visits of each hour or day, exported from any system.",
		Limits: "A file is read once. Import it again when there is more; what it says of its time replaces what was there.",
		Spans:  []feeds.Span{feeds.HourSpan, feeds.DaySpan},
	}
}

// File reads files of visits. It implements [feeds.SampleFile].
type File struct {
	now func() time.Time
}

// New returns a reader of files. Hours that are still running by that clock are partial.
func New(now func() time.Time) *File { return &File{now: now} }
