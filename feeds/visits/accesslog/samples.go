package accesslog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
)

const (
	handed  = 1000 // samples at a time
	checked = 4096 // lines between two checks of the context
	judged  = 1000 // lines after which a file without requests is refused
)

// Samples reads a log: see [feeds.SampleFile].
func (f *File) Samples(ctx context.Context, r io.Reader, m feeds.Mapping, take func([]feeds.Sample) error) (feeds.FileResult, error) {
	var out feeds.FileResult
	c := newCounter(m.Hosts, f.now(), f.published)
	in := newLines(r)
	n := 0
	for {
		line, ok, _, err := in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return out, broken(err, n)
		}
		n++
		if n%checked == 0 && ctx.Err() != nil {
			return out, ctx.Err()
		}
		if !ok {
			c.malformed(n)
		} else if err := c.line(line, n); err != nil {
			return out, onLine(err, n)
		}
		if n == judged && c.bad > c.requests {
			break
		}
	}
	if n == 0 {
		return out, table.Empty()
	}
	if c.requests == 0 || c.bad > c.requests {
		return out, notALog(n, c.bad, c.wrong)
	}
	if err := c.turnHour(0); err != nil {
		return out, err
	}
	for part := range slices.Chunk(c.samples(), handed) {
		if err := take(part); err != nil {
			return out, err
		}
	}
	out.Rows, out.Fetches, out.Warnings = n, c.fetched.Take(), c.warnings(n)
	out.Warnings = append(out.Warnings, fetchWarnings(out.Fetches, c.fetched.Beyond())...)
	return out, nil
}

func notALog(lines, bad, wrong int) error {
	if bad == 0 {
		return feeds.Mistaken("log_no_requests", "the file has no requests: is it an access log?")
	}
	return feeds.Mistaken("log_no_log", "{n} of {lines} lines can't be read, the first is line {first}: is it an access log?",
		"n", strconv.Itoa(bad), "lines", strconv.Itoa(lines), "first", strconv.Itoa(wrong))
}

// broken returns an error of reading on after line n.
func broken(err error, n int) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return feeds.Mistaken("log_cut_off", "the packed file broke off after line {first}", "first", strconv.Itoa(n))
	}
	if m := table.Mistake(err); m != nil {
		return m
	}
	return fmt.Errorf("after line %d: %w", n, err)
}

// onLine returns an error as that of a line.
func onLine(err error, n int) error {
	if m := table.Mistake(err); m != nil {
		return m.On(n)
	}
	return fmt.Errorf("line %d: %w", n, err)
}

// samples returns what was counted in order of time, with zeros for hours that have lines but no visits.
func (c *counter) samples() []feeds.Sample {
	counted := map[int64]bool{}
	for k := range c.values {
		if k.Metric == feeds.VisitsMetric || k.Metric == Pageviews {
			counted[k.Start] = true
		}
	}
	for hour := range c.hours {
		if !counted[hour] {
			for _, metric := range []string{feeds.VisitsMetric, Pageviews} {
				c.values[feeds.SampleKey{Start: hour, Span: feeds.HourSpan, Metric: metric}] = 0
			}
		}
		for _, metric := range []string{feeds.DeepDirectMetric, feeds.DeepSearchMetric, feeds.DeepAIMetric} {
			key := feeds.SampleKey{Start: hour, Span: feeds.HourSpan, Metric: metric}
			if _, ok := c.values[key]; !ok && c.bare == 0 { // without user agents and referrers they are unknown
				c.values[key] = 0
			}
		}
	}
	begins, ends := c.first-c.first%3600, c.last-c.last%3600
	out := make([]feeds.Sample, 0, len(c.values))
	for k, v := range c.values {
		state := feeds.Final
		if k.Start == begins || k.Start == ends {
			state = feeds.Partial // the rest may be in the log before or after this one
		}
		out = append(out, feeds.Sample{Start: time.Unix(k.Start, 0).UTC(), Span: k.Span, Metric: k.Metric, Channel: k.Channel, Landing: k.Landing, Value: v, State: state})
	}
	slices.SortFunc(out, func(a, b feeds.Sample) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Landing, b.Landing))
	})
	return out
}

// warnings returns what is doubtful, after all lines were read.
func (c *counter) warnings(lines int) []feeds.Warning {
	var out []feeds.Warning
	add := func(when bool, w feeds.Warning) {
		if when {
			out = append(out, w)
		}
	}
	n := strconv.Itoa
	add(c.bad > 0, feeds.Warn("log_lines_unreadable", "Lines that could not be read and were left out: {n} of {lines}. The first is line {line}.",
		"n", n(c.bad), "lines", n(lines), "line", n(c.wrong)))
	add(c.future > 0, feeds.Warn("log_lines_undated", "Lines of the future or without a time, which were left out: {n}.", "n", n(c.future)))
	add(c.foreign > 0, feeds.Warn("log_other_hosts", "Page views of other hosts, which were left out: {n}.", "n", n(c.foreign)))
	add(c.bare > 0, feeds.Warn("log_no_agents", "This log has no user agents: programs count as visitors, and the channel is unknown."))
	add(c.noHost > 0 && c.bare == 0, feeds.Warn("log_no_hosts", "This log has no host names and no hosts were given: a visit that goes on after a pause counts as one from another site."))
	add(c.views > 20 && c.private*2 > c.views, feeds.Warn("log_private_addresses",
		"Page views from addresses of a private network: {n} of {views}. If that is a proxy, let the server log the visitor's address.", "n", n(c.private), "views", n(c.views)))
	return out
}

// fetchWarnings returns what is doubtful about the fetches.
func fetchWarnings(all []feeds.Fetches, beyond int) []feeds.Warning {
	var out []feeds.Warning
	doubtful := map[feeds.FetchProof]map[string]bool{}
	counts := map[feeds.FetchProof]int64{}
	for _, f := range all {
		if f.Proof.Counts() || f.Kind == feeds.CrawlerFetch {
			continue
		}
		if doubtful[f.Proof] == nil {
			doubtful[f.Proof] = map[string]bool{}
		}
		doubtful[f.Proof][f.Name] = true
		counts[f.Proof] += f.Count
	}
	names := func(p feeds.FetchProof) string { return strings.Join(slices.Sorted(maps.Keys(doubtful[p])), ", ") }
	if n := counts[feeds.Unlisted]; n > 0 {
		out = append(out, feeds.Warn("log_fetches_unlisted", "Fetches that claim to be {names}, but come from other addresses than those publish: {n}. They are not counted as shares.",
			"names", names(feeds.Unlisted), "n", strconv.FormatInt(n, 10)))
	}
	if n := counts[feeds.Scattered]; n > 0 {
		out = append(out, feeds.Warn("log_fetches_scattered", "Fetches that claim to be {names}, but come from all over the internet: {n}. They are not counted as shares.",
			"names", names(feeds.Scattered), "n", strconv.FormatInt(n, 10)))
	}
	if beyond > 0 {
		out = append(out, feeds.Warn("log_fetches_many_pages", "Fetches whose pages were not told apart, since there are too many: {n}.", "n", strconv.Itoa(beyond)))
	}
	return out
}
