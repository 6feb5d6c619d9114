// Package spreadsheet writes CSV that a spreadsheet opens as it was meant: UTF-8 with a byte order
// mark, rows that end in CRLF, and no text that is taken for a formula.
//
// The texts come from strangers. [Safe] says what is done to them.
package spreadsheet

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Separator is what stands between the cells of a row.
type Separator rune

// Excel expects a semicolon where a comma is the decimal sign, as in Dutch. Numbers are then written
// with a decimal comma too: a point would make another number of 0.924, or text.
const (
	Comma     Separator = ','
	Semicolon Separator = ';'
)

// bom tells Excel that the file is UTF-8.
const bom = "\ufeff"

// Writer writes rows. It holds one row in memory, and a small buffer.
type Writer struct {
	out       *bufio.Writer
	separator Separator
	row       []byte
	begun     bool
}

// NewWriter returns a writer of rows to w.
func NewWriter(w io.Writer, s Separator) *Writer {
	return &Writer{out: bufio.NewWriterSize(w, 16<<10), separator: s}
}

// Write writes a row. A cell is a string, an int, a float64, or nil for an empty cell.
func (w *Writer) Write(cells ...any) error {
	w.row = w.row[:0]
	if !w.begun {
		w.row, w.begun = append(w.row, bom...), true
	}
	for i, cell := range cells {
		if i > 0 {
			w.row = append(w.row, byte(w.separator))
		}
		switch v := cell.(type) {
		case nil:
		case string:
			w.text(Safe(v))
		case int:
			w.row = strconv.AppendInt(w.row, int64(v), 10)
		case float64:
			w.number(v)
		default:
			return fmt.Errorf("writing a cell: %T is not a type of cell", cell)
		}
	}
	w.row = append(w.row, '\r', '\n')
	if _, err := w.out.Write(w.row); err != nil {
		return fmt.Errorf("writing a row: %w", err)
	}
	return nil
}

// Flush writes what is in the buffer.
func (w *Writer) Flush() error {
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("writing rows: %w", err)
	}
	return nil
}

// number writes at most three decimals.
func (w *Writer) number(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return // unknown is an empty cell
	}
	text := strconv.FormatFloat(math.Round(v*1000)/1000, 'f', -1, 64)
	if w.separator == Semicolon {
		text = strings.Replace(text, ".", ",", 1)
	}
	w.row = append(w.row, text...)
}

// text quotes a cell that a reader with any usual separator could cut in two.
func (w *Writer) text(s string) {
	if !strings.ContainsAny(s, ",;\t\n\"") && s == strings.TrimSpace(s) {
		w.row = append(w.row, s...)
		return
	}
	w.row = append(w.row, '"')
	w.row = append(w.row, strings.ReplaceAll(s, `"`, `""`)...)
	w.row = append(w.row, '"')
}

// Clock returns seconds as h:mm:ss, which a spreadsheet takes for a duration. It would take m:ss for
// hours and minutes.
func Clock(seconds float64) string {
	s := max(int(seconds), 0)
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
