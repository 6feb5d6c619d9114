package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/namedrop/namedrop/feeds"
)

// Rows reads a file row by row, however large it is.
type Rows struct {
	Names []string
	Comma rune // what separates the columns

	next  func() ([]string, int, error)
	held  [][]string // rows read ahead
	lines []int
}

// Open starts reading text that is separated by commas, semicolons, tabs or spaces, in UTF-8, in UTF-16
// with a byte order mark, or in Windows-1252. A first line without a date or a number is the heading;
// without a heading columns are named by their number.
func Open(in io.Reader) (*Rows, error) {
	raw := bufio.NewReaderSize(in, 64<<10)
	start, _ := raw.Peek(64 << 10) // an error comes again below
	// A byte order mark decides. Without one the text is UTF-8 or, if it isn't valid UTF-8, what
	// spreadsheets on Windows write.
	var plain transform.Transformer = transform.Nop
	if !utf8.Valid(start[:len(start)-cutOff(start)]) {
		plain = charmap.Windows1252.NewDecoder()
	}
	r := bufio.NewReaderSize(transform.NewReader(raw, unicode.BOMOverride(plain)), 64<<10)
	head, err := r.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, feeds.Mistaken("file_not_text", "this is not a text file in UTF-8: save it as CSV in UTF-8")
	}
	if len(bytes.TrimSpace(head)) == 0 {
		return nil, Empty()
	}
	rows := &Rows{Comma: separator(string(head))}
	rows.next = fields(r, rows.Comma)
	first, line, err := rows.row()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = Empty()
		}
		return nil, err
	}
	if rows.Names = header(first); rows.Names == nil {
		for i := range first {
			rows.Names = append(rows.Names, fmt.Sprint(i+1))
		}
		rows.held, rows.lines = append(rows.held, first), append(rows.lines, line)
	}
	return rows, nil
}

// Empty returns the mistake of an empty file.
func Empty() *feeds.FileMistake { return feeds.Mistaken("file_empty", "the file is empty") }

// cutOff returns how many bytes at the end are an incomplete character.
func cutOff(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if utf8.FullRune(b[len(b)-n:]) {
				return 0
			}
			return n
		}
	}
	return 0
}

// Next returns a row with a cell for every name, and the line it begins on; [io.EOF] after
// the last.
func (r *Rows) Next() ([]string, int, error) {
	if len(r.held) > 0 {
		row, line := r.held[0], r.lines[0]
		r.held, r.lines = r.held[1:], r.lines[1:]
		return row, line, nil
	}
	row, line, err := r.row()
	if err != nil {
		return nil, 0, err
	}
	if len(row) > len(r.Names) && !blank(row[len(r.Names):]) {
		return nil, line, feeds.Mistaken("file_more_columns", "it has {n} columns, the first line {first}", "n", strconv.Itoa(len(row)), "first", strconv.Itoa(len(r.Names))).On(line)
	}
	for len(row) < len(r.Names) {
		row = append(row, "")
	}
	return row[:len(r.Names)], line, nil
}

// row returns the next row that is not empty.
func (r *Rows) row() ([]string, int, error) {
	for {
		row, line, err := r.next()
		if err != nil {
			return nil, 0, err
		}
		if len(row) > 1 || strings.TrimSpace(row[0]) != "" {
			return row, line, nil
		}
	}
}

// Head reads at most n rows and returns them.
func (r *Rows) Head(n int) (*Table, error) {
	t := &Table{Names: r.Names, Comma: r.Comma}
	for len(t.Rows) < n {
		row, line, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		t.Rows, t.Lines = append(t.Rows, row), append(t.Lines, line)
	}
	if len(t.Rows) == 0 {
		return nil, feeds.Mistaken("file_no_rows", "the file has a first line but no rows")
	}
	return t, nil
}

// Unread puts back the rows of a table, to be read next.
func (r *Rows) Unread(t *Table) {
	r.held, r.lines = append(t.Rows, r.held...), append(t.Lines, r.lines...)
}
