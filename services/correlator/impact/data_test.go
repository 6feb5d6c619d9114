package impact

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"testing"
	"time"
)

// data is the folder of series with known answers; the test is skipped without it.
func data(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("NAMEDROP_TESTDATA")
	if root == "" {
		t.Skip("NAMEDROP_TESTDATA is not set: no series with known answers")
	}
	return filepath.Join(append([]string{root, "impact"}, parts...)...)
}

// load reads two columns, a date and a value, onto a regular grid.
func load(t testing.TB, path, layout string, step Step, value func(float64) float64) Series {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		at time.Time
		v  float64
	}
	var read []row
	for _, r := range rows[1:] {
		at, err := time.Parse(layout, r[0])
		if err != nil {
			t.Fatal(err)
		}
		v, err := strconv.ParseFloat(r[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		read = append(read, row{at, value(v)})
	}
	sort.Slice(read, func(i, j int) bool { return read[i].at.Before(read[j].at) })
	s := Series{Metric: filepath.Base(path), Start: read[0].at, Step: step}
	s.Values = make([]float64, s.Row(read[len(read)-1].at)+1)
	for i := range s.Values {
		s.Values[i] = math.NaN()
	}
	for _, r := range read {
		s.Values[s.Row(r.at)] = r.v
	}
	return s
}

// cut is rows [from, to) as a series of their own.
func cut(s Series, from, to int) Series {
	s.Start, s.Values = s.Time(from), s.Values[from:to]
	return s
}

// day is a date at midnight UTC.
func day(s string) time.Time {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic(err)
	}
	return t
}
