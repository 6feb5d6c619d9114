package searchbench

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
)

// report writes Markdown: the target, the measured value, met or missed.
type report struct {
	out   io.Writer
	goals []string // rows before the tables
	err   error
}

func (r *report) line(format string, args ...any) {
	if _, err := fmt.Fprintf(r.out, format+"\n", args...); err != nil && r.err == nil {
		r.err = fmt.Errorf("writing the report: %w", err)
	}
}

// machine reports the hardware and the load at the start.
func (r *report) machine() {
	cpu := runtime.GOARCH
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, rest, ok := strings.Cut(string(b), "model name"); ok {
			name, _, _ := strings.Cut(rest, "\n")
			cpu = strings.Trim(name, " :\t")
		}
	}
	r.line("%d cores (%s), %s, load %s at the start.", runtime.NumCPU(), cpu, runtime.Version(), load())
}

func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(b), " ")
	return one
}

func (r *report) goal(what, most, measured string, met bool) {
	r.goals = append(r.goals, fmt.Sprintf("| %s | < %s | %s | %s |", what, most, measured, verdict(met)))
}

func verdict(met bool) string {
	if met {
		return "met"
	}
	return "**missed**"
}

// quiet is the table of searches with nothing else running, beside those of the other
// engine.
func (r *report) quiet(list []class, own, other []timing) {
	r.line("\n| | Target | Measured | |\n| --- | --- | --- | --- |\n%s", strings.Join(r.goals, "\n"))
	r.line("\n| Search, ms | Target | p50 | p99 | | FTS5 p50 | FTS5 p99 |\n| --- | --- | --- | --- | --- | --- | --- |")
	for i, c := range list {
		theirs := "| |"
		if i < len(other) && other[i].p99 > 0 {
			theirs = fmt.Sprintf("%.1f | %.1f |", ms(other[i].p50), ms(other[i].p99))
		}
		r.line("| %s | %s | %.1f | %.1f | %s | %s", c.name, c.goal(1), ms(own[i].p50), ms(own[i].p99), c.verdict(own[i], 1), theirs)
	}
}

// busy is the table of the same searches while documents are indexed at full speed.
func (r *report) busy(list []class, quiet, own []timing, documents int, rate float64) {
	r.line("\nWhile indexing at full speed (%d documents meanwhile, %.1f MB/s):", documents, rate)
	r.line("\n| Search, ms | Target | p50 | p99 | | p99 by the quiet one |\n| --- | --- | --- | --- | --- | --- |")
	for i, c := range list {
		r.line("| %s | %s | %.1f | %.1f | %s | %.1f |", c.name, c.goal(2), ms(own[i].p50), ms(own[i].p99), c.verdict(own[i], 2), float64(own[i].p99)/float64(max(1, quiet[i].p99)))
	}
}

// hostile is the table of queries that could delay the others.
func (r *report) hostile(list []hostile) {
	r.line("\n| Hostile query, the slowest of newest first, relevance and totals | Target | Measured | | |\n| --- | --- | --- | --- | --- |")
	for _, h := range list {
		r.line("| %s | < 2 s | %.3f s | %s | %s |", h.name, h.took.Seconds(), h.ended, verdict(h.took < 2*time.Second))
	}
}

func (r *report) end(took time.Duration) {
	r.line("\nThe run took %s; load %s at its end.", took.Round(time.Second), load())
}

// goal writes the targets of a class, multiplied.
func (c class) goal(times time.Duration) string {
	var out []string
	if c.p50 > 0 {
		out = append(out, fmt.Sprintf("p50 < %d", (times*c.p50).Milliseconds()))
	}
	if c.p99 > 0 {
		out = append(out, fmt.Sprintf("p99 < %d", (times*c.p99).Milliseconds()))
	}
	return strings.Join(out, ", ")
}

func (c class) verdict(t timing, times time.Duration) string {
	if c.p50 == 0 && c.p99 == 0 {
		return ""
	}
	return verdict((c.p50 == 0 || t.p50 < times*c.p50) && (c.p99 == 0 || t.p99 < times*c.p99))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
