package detector

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/judge"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Judge is asked about unsure hits. Nil is off.
type Judge interface {
	Ask(ctx context.Context, brand index.Brand, hit index.Hit) (judge.Answer, error)
}

// accountant is a judge with a budget that should outlive the process.
type accountant interface {
	Usage() judge.Usage
	Resume(judge.Usage)
}

const (
	judgeSpent   = "judge_spent" // setting that keeps what was asked today
	judgePerHit  = 10 * time.Second
	judgePerRead = 30 * time.Second
)

// verdicts are what the judge was newly asked: to be stored.
type verdicts struct {
	answers map[string]string // by question, as JSON
	spent   string            // the judge's usage as JSON, empty where nothing was asked
}

// consult applies the judge's answers to unsure hits. A question is asked once and its
// answer kept: a rescan, which asks nothing new, comes to the same. What can't be had
// leaves the hit unsure.
func (d *Detector) consult(ctx context.Context, n *names, found []finding) (fresh verdicts) {
	if d.opts.Judge == nil {
		return fresh
	}
	ctx, cancel := context.WithTimeout(ctx, judgePerRead)
	defer cancel()
	fresh.answers = map[string]string{}
	if a, ok := d.opts.Judge.(accountant); ok {
		d.resumeOnce(ctx, a)
		before := a.Usage()
		defer func() {
			if now := a.Usage(); now != before {
				if b, err := json.Marshal(now); err == nil {
					fresh.spent = string(b)
				}
			}
		}()
	}
	for i := range found {
		f := &found[i]
		for j, h := range f.hits {
			if !h.Unsure {
				continue
			}
			id := feeds.ID(h.Brand, h.Surface, h.Quote)
			a, ok := d.answer(ctx, id, fresh.answers)
			if !ok && !f.backfill && !f.document.Backfill {
				a, ok = d.ask(ctx, n.brands[h.Brand], h)
				if ok {
					if b, err := json.Marshal(a); err == nil {
						fresh.answers[id] = string(b)
					}
				}
			}
			if ok {
				f.hits[j] = judge.Apply(h, a)
			}
		}
	}
	return fresh
}

// resumeOnce hands the judge what an earlier process asked today.
func (d *Detector) resumeOnce(ctx context.Context, a accountant) {
	d.resuming.Lock()
	defer d.resuming.Unlock()
	if d.resumed {
		return
	}
	text, err := d.opts.Ledger.Setting(ctx, ledger.DefaultWorkspace, judgeSpent)
	if err != nil {
		return // given up or out of reach: the next read looks again
	}
	d.resumed = true
	var u judge.Usage
	if text != "" && json.Unmarshal([]byte(text), &u) == nil {
		a.Resume(u)
	}
}

// answer looks up what was said before.
func (d *Detector) answer(ctx context.Context, id string, fresh map[string]string) (a judge.Answer, ok bool) {
	text, ok := fresh[id]
	if !ok {
		var err error
		if text, err = record.Judgement(ctx, d.opts.Ledger, id); err != nil || text == "" {
			return a, false
		}
	}
	return a, json.Unmarshal([]byte(text), &a) == nil
}

func (d *Detector) ask(ctx context.Context, b index.Brand, h index.Hit) (judge.Answer, bool) {
	ctx, cancel := context.WithTimeout(ctx, judgePerHit)
	defer cancel()
	a, err := d.opts.Judge.Ask(ctx, b, h)
	if err != nil {
		if !errors.Is(err, judge.ErrBudget) && !errors.Is(err, judge.ErrOff) {
			d.opts.Logger.Warn("the judge did not answer; the hit stays unsure", "brand", b.ID, "error", err)
		}
		return a, false
	}
	return a, true
}

// keep stores new answers beside the mentions they made.
func keep(ctx context.Context, tx *ledger.Tx, v verdicts) error {
	for id, answer := range v.answers {
		if err := record.PutJudgement(ctx, tx, id, answer); err != nil {
			return err
		}
	}
	if v.spent == "" {
		return nil
	}
	return tx.PutSetting(ctx, ledger.DefaultWorkspace, judgeSpent, v.spent)
}
