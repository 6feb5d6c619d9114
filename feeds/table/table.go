package table

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
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

// Read reads a whole file: see [Open].
func Read(in io.Reader) (*Table, error) {
	rows, err := Open(in)
	if err != nil {
		return nil, err
	}
	t, err := rows.Head(MaxRows + 1)
	if err == nil && len(t.Rows) > MaxRows {
		err = TooManyRows()
	}
	if err != nil {
		return nil, err
	}
	return t, nil
}

// TooManyRows returns the mistake of a file with more than [MaxRows] rows.
func TooManyRows() *feeds.FileMistake {
	return feeds.Mistaken("file_too_many_rows", "more than {limit} rows: sum them to hours or days first", "limit", strconv.Itoa(MaxRows))
}

// fields returns a function that reads the next row. Space-separated text may have runs of spaces;
// everything else is CSV.
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

// separator returns the separator that splits most of the first lines into the same number of columns,
// at least two, or a comma where there is none.
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

// unquoted removes what is between double quotes.
func unquoted(line string) string {
	parts := strings.Split(line, `"`)
	var out strings.Builder
	for i := 0; i < len(parts); i += 2 {
		out.WriteString(parts[i])
	}
	return out.String()
}

// header returns the column names if the row is a heading, in which no cell is a date or number.
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
	return 0, feeds.Mistaken("file_no_column", `no column "{column}"; there are: {columns}`, "column", Clip(name), "columns", List(t.Names))
}
