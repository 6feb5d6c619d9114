package csv

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
)

const (
	maxSamples = 2_000_000
	handed     = 1000 // samples at a time
	checked    = 4096 // rows between two checks of the context
)

// Samples reads a file: see [feeds.SampleFile].
func (f *File) Samples(ctx context.Context, r io.Reader, m feeds.Mapping, take func([]feeds.Sample) error) (feeds.FileResult, error) {
	var out feeds.FileResult
	rows, err := table.Open(r)
	if err != nil {
		return out, err
	}
	head, err := rows.Head(looked)
	if err != nil {
		return out, err
	}
	c, err := understand(head, m)
	if err != nil {
		return out, err
	}
	rows.Unread(head)
	s := newSums(c, f.now())
	var wrong table.Mistakes
	for {
		row, line, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && table.Mistake(err) == nil {
			return out, err
		}
		if out.Rows++; out.Rows%checked == 0 && ctx.Err() != nil {
			return out, ctx.Err()
		}
		if out.Rows > table.MaxRows {
			return out, table.TooManyRows()
		}
		if wrong.Row(cmp.Or(table.Mistake(err), s.row(row, line))) {
			break
		}
		if len(s.values) > maxSamples {
			return out, feeds.Mistaken("file_too_many_samples", "more than {limit} different hours, channels and countries: is a column of the mapping the wrong one?", "limit", strconv.Itoa(maxSamples)).On(line)
		}
	}
	if err := wrong.Err(); err != nil {
		return out, err
	}
	samples := s.samples()
	if len(samples) == 0 {
		return out, feeds.Mistaken("file_no_numbers", "the file has dates but no numbers")
	}
	for part := range slices.Chunk(samples, handed) {
		if err := take(part); err != nil {
			return out, err
		}
	}
	out.Warnings = s.warnings()
	return out, nil
}

// rowSeen is the line on which a row was seen first, and how often it was seen.
type rowSeen struct{ line, times int32 }

// sums adds up rows to samples.
type sums struct {
	columns
	now    time.Time
	seed   maphash.Seed
	rows   map[uint64]rowSeen // by the hash of a row without its numbers
	values map[feeds.SampleKey]float64
	twice  map[time.Time]int // of each repeated hour: its rows, minus those of its second occurrence
}

func newSums(c columns, now time.Time) *sums {
	return &sums{columns: c, now: now, seed: maphash.MakeSeed(), rows: map[uint64]rowSeen{}, values: map[feeds.SampleKey]float64{}, twice: map[time.Time]int{}}
}

// row adds a row, or returns what is wrong with it. There is none where it is a mistake of the table itself.
func (s *sums) row(row []string, line int) *feeds.FileMistake {
	if row == nil {
		return nil
	}
	if wrong := s.add(row, line); wrong != nil {
		return wrong.On(line)
	}
	return nil
}

func (s *sums) add(row []string, line int) *feeds.FileMistake {
	key, cells, wrong := s.read(row)
	if wrong != nil {
		return wrong
	}
	numbers := make([]float64, len(s.metrics))
	empty := true
	for i, metric := range s.metrics {
		v, err := table.Number(row[metric.column], metric.decimal)
		switch {
		case err != nil:
			return table.NotANumber(row[metric.column], s.names[metric.column], err)
		case v < 0:
			return feeds.Mistaken("file_below_zero", `"{value}" in column {column} is below zero`, "value", table.Clip(row[metric.column]), "column", table.Clip(s.names[metric.column]))
		}
		numbers[i] = v
		empty = empty && (math.IsNaN(v) || v == 0)
	}
	start, wrong := s.start(cells, line, empty)
	if wrong != nil || start.IsZero() {
		return wrong
	}
	if start.After(s.now) {
		return table.Future(row[s.time])
	}
	key.Start = start.Unix()
	for i, metric := range s.metrics {
		if !math.IsNaN(numbers[i]) {
			key.Metric = metric.name
			if s.values[key] += numbers[i]; math.IsInf(s.values[key], 0) {
				return feeds.Mistaken("file_sum_infinite", "the numbers add up to more than can be counted")
			}
		}
	}
	return nil
}

// start returns the beginning of a row's hour or day. It is zero for an empty row of an hour that
// the change to summer time skips: some systems export such rows.
func (s *sums) start(cells rowCells, line int, empty bool) (time.Time, *feeds.FileMistake) {
	at := []time.Time{cells.stamp.In(s.zone).UTC()}
	if wall := cells.stamp.Wall; cells.stamp.Offset == nil && cells.stamp.Clock {
		at = table.Instants(wall, s.zone)
		switch {
		case len(at) == 0 && empty:
			return time.Time{}, nil
		case len(at) == 0:
			return time.Time{}, feeds.Mistaken("file_hour_skipped", "there was no {hour} on {day} in {zone}, because summer time began. Is the file in another time zone?",
				"hour", wall.Format("15:04"), "day", wall.Format(time.DateOnly), "zone", s.zone.String())
		}
	}
	h := maphash.String(s.seed, cells.text)
	met := s.rows[h]
	if int(met.times) == len(at) {
		return time.Time{}, feeds.Mistaken("file_row_twice", "this row has the same time and labels as line {first}: keep one of them", "first", strconv.Itoa(int(met.line)))
	}
	which := at[met.times]
	s.rows[h] = rowSeen{int32(line), met.times + 1}
	if s.span == feeds.DaySpan {
		return table.Midnight(table.Wall(which, s.zone), s.zone), nil
	}
	if len(at) == 2 {
		s.twice[hour(at[0], s.zone)] += 1 - 2*int(met.times)
	}
	return hour(which, s.zone), nil
}

// hour returns the beginning of the hour of t in loc.
func hour(t time.Time, loc *time.Location) time.Time {
	l := t.In(loc)
	return t.Add(-time.Duration(l.Minute())*time.Minute - time.Duration(l.Second())*time.Second).Truncate(time.Second).UTC()
}

// warnings returns what is doubtful, after all rows were read.
func (s *sums) warnings() []feeds.Warning {
	var out []feeds.Warning
	for _, at := range slices.SortedFunc(maps.Keys(s.twice), time.Time.Compare) {
		if s.twice[at] > 0 {
			out = append(out, feeds.Warn("visits_hour_once",
				"The hour {hour} of {day} occurred twice in {zone}, because summer time ended, but some of its rows are in the file only once. They were counted in the first of the two hours.",
				"hour", at.In(s.zone).Format("15:04"), "day", at.In(s.zone).Format(time.DateOnly), "zone", s.zone.String()))
		}
	}
	return out
}

// samples returns the sums in order of time.
func (s *sums) samples() []feeds.Sample {
	out := make([]feeds.Sample, 0, len(s.values))
	for k, v := range s.values {
		start := time.Unix(k.Start, 0).UTC()
		state := feeds.Final
		if feeds.SpanEnd(start, k.Span, s.zone).After(s.now) {
			state = feeds.Partial
		}
		out = append(out, feeds.Sample{Start: start, Span: k.Span, Metric: k.Metric, Channel: k.Channel, Landing: k.Landing, Country: k.Country, Value: v, State: state})
	}
	slices.SortFunc(out, func(a, b feeds.Sample) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Landing, b.Landing), cmp.Compare(a.Country, b.Country))
	})
	return out
}
