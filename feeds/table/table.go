package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Table is a file of columns as text. Every row has a cell for every name.
type Table struct {
	Names []string
	Rows  [][]string
	Lines []int // the line each row came from, from 1
	Comma rune  // what separates the columns
}

// MaxRows bounds what is read into memory.
const MaxRows = 5_000_000

// Read reads comma, semicolon, tab or space separated text. A first line without
// a date or a number in it names the columns; without one they are named by their number.
func Read(in io.Reader) (*Table, error) {
	r := bufio.NewReaderSize(in, 64<<10)
	head, err := r.Peek(16 << 10)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = r.Discard(3)
		head = head[3:]
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, errors.New("this is not a text file in UTF-8: save it as CSV in UTF-8")
	}
	if len(bytes.TrimSpace(head)) == 0 {
		return nil, errors.New("the file is empty")
	}
	t := &Table{Comma: separator(string(head))}
	next := fields(r, t.Comma)
	for {
		row, line, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(row) == 1 && strings.TrimSpace(row[0]) == "" {
			continue
		}
		if t.Names == nil {
			if t.Names = header(row); t.Names != nil {
				continue
			}
			for i := range row {
				t.Names = append(t.Names, fmt.Sprint(i+1))
			}
		}
		if len(row) > len(t.Names) && !blank(row[len(t.Names):]) {
			return nil, fmt.Errorf("line %d has %d columns, the first line %d", line, len(row), len(t.Names))
		}
		for len(row) < len(t.Names) {
			row = append(row, "")
		}
		t.Rows = append(t.Rows, row[:len(t.Names)])
		t.Lines = append(t.Lines, line)
		if len(t.Rows) > MaxRows {
			return nil, fmt.Errorf("more than %d rows: sum them to hours or days first", MaxRows)
		}
	}
	if len(t.Rows) == 0 {
		return nil, errors.New("the file has a first line but no rows")
	}
	return t, nil
}

// fields gives the rows one after another. Space-separated text may use runs of
// spaces; everything else is CSV.
func fields(r io.Reader, comma rune) func() ([]string, int, error) {
	if comma == ' ' {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<20)
		n := 0
		return func() ([]string, int, error) {
			if !lines.Scan() {
				if err := lines.Err(); err != nil {
					return nil, 0, fmt.Errorf("line %d: %w", n+1, err)
				}
				return nil, 0, io.EOF
			}
			n++
			return words(lines.Text()), n, nil
		}
	}
	c := csv.NewReader(r)
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = comma, -1, true
	return func() ([]string, int, error) {
		row, err := c.Read()
		if err != nil {
			return nil, 0, err
		}
		line, _ := c.FieldPos(0)
		return row, line, nil
	}
}

// words splits a line at spaces outside double quotes.
func words(line string) []string {
	var out []string
	var word strings.Builder
	quoted, started := false, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, started = !quoted, true
		case (r == ' ' || r == '\t' || r == '\r') && !quoted:
			if started {
				out = append(out, word.String())
				word.Reset()
			}
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if started {
		out = append(out, word.String())
	}
	if out == nil {
		return []string{""}
	}
	return out
}

// separator is the one that cuts the first lines into the same number of columns, at
// least two; a comma where none does.
func separator(head string) rune {
	lines := strings.Split(head, "\n")
	if len(lines) > 1 {
		lines = lines[:len(lines)-1] // the last may be cut off
	}
	for _, comma := range []rune{'\t', ';', ',', ' '} {
		same, columns := 0, 0
		total := 0
		for _, line := range lines[:min(len(lines), 50)] {
			if strings.TrimSpace(line) == "" {
				continue
			}
			total++
			n := 0
			if comma == ' ' {
				n = len(words(line))
			} else {
				n = strings.Count(unquoted(line), string(comma)) + 1
			}
			if columns == 0 {
				columns = n
			}
			if n == columns {
				same++
			}
		}
		if columns > 1 && same*10 >= total*8 {
			return comma
		}
	}
	return ','
}

// unquoted leaves out what is between double quotes.
func unquoted(line string) string {
	parts := strings.Split(line, `"`)
	var out strings.Builder
	for i := 0; i < len(parts); i += 2 {
		out.WriteString(parts[i])
	}
	return out.String()
}

// header gives the column names when the row holds names: no cell a date or number.
func header(row []string) []string {
	names := make([]string, len(row))
	for i, cell := range row {
		cell = strings.TrimSpace(cell)
		if LooksNumeric(cell) || LooksDated(cell) {
			return nil
		}
		if cell == "" {
			cell = fmt.Sprint(i + 1)
		}
		names[i] = cell
	}
	return names
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// Column finds a column by its name, in any case, or its number from 1.
func (t *Table) Column(name string) (int, error) {
	for i, n := range t.Names {
		if n == name {
			return i, nil
		}
	}
	for i, n := range t.Names {
		if strings.EqualFold(n, name) {
			return i, nil
		}
	}
	var i int
	if _, err := fmt.Sscanf(name, "%d", &i); err == nil && fmt.Sprint(i) == name && i >= 1 && i <= len(t.Names) {
		return i - 1, nil
	}
	return 0, fmt.Errorf("no column %q; there are: %s", name, strings.Join(t.Names, ", "))
}
