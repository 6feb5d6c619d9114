package table

import (
	"errors"

	"github.com/namedrop/namedrop/feeds"
)

// Mistakes collects the rows of a file that can't be read. The zero value has none.
type Mistakes struct {
	found  feeds.FileMistakes
	looked int // rows since the first
}

// Row takes what was wrong with a row, or nil, and reports whether reading on would say no more.
func (m *Mistakes) Row(wrong *feeds.FileMistake) (enough bool) {
	if wrong != nil {
		m.found = append(m.found, wrong)
	}
	if len(m.found) == 0 {
		return false
	}
	m.looked++
	return len(m.found) >= feeds.MostMistakes || m.looked > feeds.MostLooked
}

// List returns what was found.
func (m *Mistakes) List() feeds.FileMistakes { return m.found }

// Err returns what was found as an error, or nil.
func (m *Mistakes) Err() error {
	if len(m.found) == 0 {
		return nil
	}
	return m.found
}

// Mistake returns the mistake in an error of this package, or nil where reading itself went wrong.
func Mistake(err error) *feeds.FileMistake {
	var m *feeds.FileMistake
	if errors.As(err, &m) {
		return m
	}
	return nil
}
