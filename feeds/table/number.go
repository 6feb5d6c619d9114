package table

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/namedrop/namedrop/feeds"
)

var (
	numeric   = regexp.MustCompile(`^[+-]?[0-9][0-9.,' \x{00a0}\x{202f}]*([eE][+-]?[0-9]+)?$|^[+-]?[.,][0-9]+$`)
	thousands = regexp.MustCompile(`^[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+$`)
	points    = regexp.MustCompile(`^[+-]?[1-9][0-9]{0,2}(\.[0-9]{3}){2,}$`)
)

// LooksNumeric reports whether a cell is a number in any notation.
func LooksNumeric(cell string) bool { return numeric.MatchString(cell) }

// Gap reports whether a cell means "not counted".
func Gap(cell string) bool {
	switch strings.ToLower(cell) {
	case "", "na", "n/a", "nan", "null", "none", "-", "–":
		return true
	}
	return false
}

// Numbers returns the numbers of a column; gaps are NaN. A comma may be a decimal comma or separate
// thousands: the column as a whole must allow only one reading.
func (t *Table) Numbers(column int) ([]float64, error) {
	decimal, err := t.DecimalComma(column)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(t.Rows))
	for i, row := range t.Rows {
		v, err := Number(row[column], decimal)
		if err != nil {
			return nil, NotANumber(row[column], t.Names[column], err).On(t.Lines[i])
		}
		out[i] = v
	}
	return out, nil
}

// DecimalComma reports whether the commas in a column of numbers are decimal commas.
func (t *Table) DecimalComma(column int) (bool, error) {
	decimal, grouped, unclear := false, false, 0
	for i, row := range t.Rows {
		cell := row[column]
		comma := strings.LastIndexByte(cell, ',')
		if comma < 0 {
			continue
		}
		cell = strings.TrimSpace(cell)
		switch point := strings.LastIndexByte(cell, '.'); {
		case point > strings.LastIndexByte(cell, ','):
			grouped = true
		case point >= 0:
			decimal = true
		case strings.Count(cell, ",") > 1 && thousands.MatchString(cell):
			grouped = true
		case !thousands.MatchString(cell):
			decimal = true
		case unclear == 0:
			unclear = t.Lines[i]
		}
	}
	if decimal && grouped {
		return false, feeds.Mistaken("file_commas_mixed", "column {column} writes some numbers with a decimal comma and some with a decimal point", "column", Clip(t.Names[column]))
	}
	if unclear > 0 && !decimal && !grouped && t.Comma != ',' {
		return false, feeds.Mistaken("file_comma_unclear", `"{value}" in column {column} can be read as thousands or as a decimal comma: write it without, or say which it is`,
			"value", Clip(t.Rows[t.at(unclear)][column]), "column", Clip(t.Names[column])).On(unclear)
	}
	return decimal, nil
}

// NotANumber returns the mistake of a cell that [Number] refused.
func NotANumber(cell, column string, err error) *feeds.FileMistake {
	if errors.Is(err, errInfinite) {
		return feeds.Mistaken("file_number_infinite", `"{value}" in column {column} is not a finite number`, "value", Clip(cell), "column", Clip(column))
	}
	return feeds.Mistaken("file_not_a_number", `"{value}" in column {column} is not a number`, "value", Clip(cell), "column", Clip(column))
}

// Number returns the number in a cell; a gap is NaN.
func Number(cell string, decimalComma bool) (float64, error) {
	return number(strings.TrimSpace(cell), decimalComma)
}

// at returns the index of the row on a line.
func (t *Table) at(line int) int {
	for i, l := range t.Lines {
		if l == line {
			return i
		}
	}
	return 0
}

var (
	errNumber   = errors.New("is not a number")
	errInfinite = errors.New("is not a finite number")
)

func number(cell string, decimalComma bool) (float64, error) {
	if Gap(cell) {
		return math.NaN(), nil
	}
	if v, err := strconv.ParseFloat(cell, 64); err == nil && strings.IndexByte(cell, 'x') < 0 && strings.IndexByte(cell, '_') < 0 {
		if points.MatchString(cell) {
			return 0, errNumber
		}
		if math.IsInf(v, 0) {
			return 0, errInfinite
		}
		return v, nil
	}
	if !LooksNumeric(cell) {
		return 0, errNumber
	}
	cell = strings.NewReplacer(" ", "", "'", "", "\u00a0", "", "\u202f", "").Replace(cell)
	if decimalComma || points.MatchString(cell) {
		cell = strings.Replace(strings.ReplaceAll(cell, ".", ""), ",", ".", 1)
	} else {
		cell = strings.ReplaceAll(cell, ",", "")
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, errNumber
	}
	return v, nil
}

// Clip shortens a cell for a message.
func Clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// List writes the names of columns for a message, the first of very many.
func List(names []string) string {
	const most = 30
	short := make([]string, 0, most+1)
	for _, name := range names[:min(len(names), most)] {
		short = append(short, Clip(name))
	}
	if len(names) > most {
		short = append(short, "…")
	}
	return strings.Join(short, ", ")
}
