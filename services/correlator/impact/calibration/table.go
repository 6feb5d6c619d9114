package calibration

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// Plan describes a simulation. Runs are spread over the seeds, so that no lucky seed can
// pass for the method.
type Plan struct {
	Runs     int // for each row
	Seeds    int // 1, 2, … so many
	History  int // days before the window
	Progress func(done, total int)
}

// Row is one line of the table: a world, a window, the added effect, and the results.
type Row struct {
	World   string
	Low     bool
	Days    int     // the window
	Rise    float64 // added over the window, as a fraction of the mean; 0 in a null row
	History int
	Runs    int

	Flagged int // p < .05
	Grid    int // the model's own p < .05, before the placebo windows
	Covered int // the 95 % interval held what was really added
	CantSay int // verdict cannot_tell
	Torn    int // p < .05 with 0 inside the interval or the other way round: must be 0
	Lambda  float64
}

// rowPlan is a row before it is run.
type rowPlan struct {
	world World
	days  int
	rise  float64
}

// Table runs every row of the reference table: 24 null rows for false alarms and
// coverage, then the power rows.
func Table(ctx context.Context, p Plan) ([]Row, error) {
	var plans []rowPlan
	for _, w := range Worlds() {
		for _, days := range []int{1, 3, 7} {
			plans = append(plans, rowPlan{w, days, 0})
		}
	}
	return run(ctx, p, append(plans, powerRows()...))
}

// Power runs the power rows only.
func Power(ctx context.Context, p Plan) ([]Row, error) { return run(ctx, p, powerRows()) }

func powerRows() []rowPlan {
	w := Worlds()
	return []rowPlan{
		{w[0], 1, 0.3}, {w[0], 3, 0.3}, {w[1], 1, 0.3}, {w[1], 3, 0.3},
		{Steady("Poisson 20", 20), 1, 1}, {w[5], 1, 0.3}, {w[5], 1, 1},
	}
}

// run answers every row on all cores. Each run has a source of its own, made of seed,
// row and number, so that the table doesn't depend on who runs what.
func run(ctx context.Context, p Plan, plans []rowPlan) ([]Row, error) {
	rows := make([]Row, len(plans))
	total := len(plans) * p.Runs
	done := 0
	for k, plan := range plans {
		outcomes := make([]outcome, p.Runs)
		err := spread(ctx, p.Runs, func(i int) error {
			r := source(1+i%max(p.Seeds, 1), plan.world.Name, plan.days, i)
			values, truth := plan.world.days(r, p.History+plan.days, p.History, plan.days, plan.rise)
			s := impact.Series{Step: impact.Day, Start: monday, Values: values}
			a, err := impact.Estimate(s, impact.Span{From: p.History, Rows: plan.days}, impact.Known{})
			outcomes[i] = judge(a, truth)
			return err
		}, func(n int) {
			if p.Progress != nil {
				p.Progress(done+n, total)
			}
		})
		if err != nil {
			return nil, fmt.Errorf("simulating %s: %w", plan.world.Name, err)
		}
		done += p.Runs
		rows[k] = Row{World: plan.world.Name, Low: plan.world.Low, Days: plan.days, Rise: plan.rise, History: p.History, Runs: p.Runs}
		rows[k].add(outcomes)
	}
	return rows, nil
}

var monday = time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)

// outcome is the result of one run.
type outcome struct {
	flagged, grid, covered, cantSay, torn bool
	lambda                                float64
}

func judge(a impact.Answer, truth float64) outcome {
	excludes := a.Cumulative.Low > 0 || a.Cumulative.High < 0
	return outcome{
		flagged: a.P < 0.05, grid: a.PGrid < 0.05,
		covered: a.Cumulative.Low <= truth && truth <= a.Cumulative.High,
		cantSay: a.Verdict == impact.CannotTell,
		torn:    (a.P < 0.05) != excludes,
		lambda:  a.Lambda,
	}
}

func (r *Row) add(outcomes []outcome) {
	count := func(n *int, is bool) {
		if is {
			*n++
		}
	}
	for _, o := range outcomes {
		count(&r.Flagged, o.flagged)
		count(&r.Grid, o.grid)
		count(&r.Covered, o.covered)
		count(&r.CantSay, o.cantSay)
		count(&r.Torn, o.torn)
		r.Lambda += o.lambda / float64(len(outcomes))
	}
}

// spread does n pieces of work on all cores; the first error ends it.
func spread(ctx context.Context, n int, work func(i int) error, progress func(done int)) error {
	var next, done atomic.Int64
	var once sync.Once
	var first error
	var group sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var telling sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := work(i); err != nil {
					once.Do(func() { first = err; cancel() })
					return
				}
				if d := int(done.Add(1)); progress != nil && (d%64 == 0 || d == n) {
					telling.Lock()
					progress(d)
					telling.Unlock()
				}
			}
		})
	}
	group.Wait()
	if first != nil {
		return first
	}
	if int(done.Load()) < n {
		return context.Cause(ctx)
	}
	return nil
}
