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
	judged       = "judge:"      // prefix of the settings that keep answers
	judgePerHit  = 10 * time.Second
	judgePerRead = 30 * time.Second
)

// consult applies the judge's answers to unsure hits. A question is asked once and its
// answer kept: a rescan, which asks nothing new, comes to the same. What can't be had
// leaves the hit unsure.
func (d *Detector) consult(ctx context.Context, n *names, found []finding) map[string]string {
	if d.Judge == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, judgePerRead)
	defer cancel()
	fresh := map[string]string{}
	if a, ok := d.Judge.(accountant); ok {
		d.resumeOnce(ctx, a)
		before := a.Usage()
		defer func() {
			if now := a.Usage(); now != before {
				if b, err := json.Marshal(now); err == nil {
					fresh[judgeSpent] = string(b)
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
			name := judged + feeds.ID(h.Brand, h.Surface, h.Quote)
			a, ok := d.answer(ctx, name, fresh)
			if !ok && !f.backfill && !f.document.Backfill {
				a, ok = d.ask(ctx, n.brands[h.Brand], h)
				if ok {
					if b, err := json.Marshal(a); err == nil {
						fresh[name] = string(b)
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
	text, err := d.Ledger.Setting(ctx, ledger.DefaultWorkspace, judgeSpent)
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
func (d *Detector) answer(ctx context.Context, name string, fresh map[string]string) (a judge.Answer, ok bool) {
	text, ok := fresh[name]
	if !ok {
		var err error
		if text, err = d.Ledger.Setting(ctx, ledger.DefaultWorkspace, name); err != nil || text == "" {
			return a, false
		}
	}
	return a, json.Unmarshal([]byte(text), &a) == nil
}

func (d *Detector) ask(ctx context.Context, b index.Brand, h index.Hit) (judge.Answer, bool) {
	ctx, cancel := context.WithTimeout(ctx, judgePerHit)
	defer cancel()
	a, err := d.Judge.Ask(ctx, b, h)
	if err != nil {
		if !errors.Is(err, judge.ErrBudget) && !errors.Is(err, judge.ErrOff) {
			d.Logger.Warn("the judge did not answer; the hit stays unsure", "brand", b.ID, "error", err)
		}
		return a, false
	}
	return a, true
}

// keep stores new answers beside the mentions they made.
func keep(ctx context.Context, tx *ledger.Tx, answers map[string]string) error {
	for name, text := range answers {
		if err := tx.PutSetting(ctx, ledger.DefaultWorkspace, name, text); err != nil {
			return err
		}
	}
	return nil
}
