package csv

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// Type is the type of sources that are imported from files.
const Type feeds.LeadType = "csv"

// Spec returns the spec of files of leads.
func Spec() feeds.LeadSpec {
	return feeds.LeadSpec{
		Type: Type, Name: "CSV file", Summary: "A file with a row for each lead, exported from any system.",
		Limits: "A file is read once. Import it again when there is more: a lead that is in both is replaced. Without a column of ids, two leads of one person at the same time are one.",
	}
}

// File reads files of leads. It implements [feeds.LeadFile].
type File struct {
	now func() time.Time
}

// New returns a reader of files. Rows of the future are refused by that clock.
func New(now func() time.Time) *File { return &File{now: now} }
