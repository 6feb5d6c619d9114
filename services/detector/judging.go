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

// budgeted is a judge with a daily budget, whose usage must survive a restart.
type budgeted interface {
	Usage() judge.Usage
	Resume(judge.Usage)
}

const (
	judgeUsageKey   = "judge_spent" // the setting that stores today's usage
	judgeHitTimeout = 10 * time.Second
	judgeTimeout    = 30 * time.Second
)

// judgements are the judge's new answers, to be stored with the mentions.
type judgements struct {
	answers map[string]string // by question, as JSON
	spent   string            // the judge's usage as JSON; empty if nothing was asked
}

// consult applies the judge's answers to unsure hits and returns the new answers. Answers are
// stored, so each question is asked only once, and a rescan, which asks no new questions,
// gives the same result. A hit without an answer stays unsure.
func (d *Detector) consult(ctx context.Context, n *names, found []finding) (fresh judgements) {
	if d.opts.Judge == nil {
		return fresh
	}
	ctx, cancel := context.WithTimeout(ctx, judgeTimeout)
	defer cancel()
	fresh.answers = map[string]string{}
	if a, ok := d.opts.Judge.(budgeted); ok {
		d.restoreUsage(ctx, a)
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

// restoreUsage gives the judge the usage that an earlier process stored, once.
func (d *Detector) restoreUsage(ctx context.Context, a budgeted) {
	d.usageMu.Lock()
	defer d.usageMu.Unlock()
	if d.usageRestored {
		return
	}
	text, err := d.opts.Ledger.Setting(ctx, ledger.DefaultWorkspace, judgeUsageKey)
	if err != nil {
		return // cancelled, or the ledger is unavailable: the next call tries again
	}
	d.usageRestored = true
	var u judge.Usage
	if text != "" && json.Unmarshal([]byte(text), &u) == nil {
		a.Resume(u)
	}
}

// answer returns a stored answer, or one that was given during this call of consult.
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
	ctx, cancel := context.WithTimeout(ctx, judgeHitTimeout)
	defer cancel()
	a, err := d.opts.Judge.Ask(ctx, b, h)
	if err != nil {
		if !errors.Is(err, judge.ErrBudget) && !errors.Is(err, judge.ErrOff) {
			d.opts.Logger.Warn("asking the judge failed, the hit stays unsure", "brand", b.ID, "error", err)
		}
		return a, false
	}
	return a, true
}

// saveAnswers stores new answers, in the transaction that writes the mentions they changed.
func saveAnswers(ctx context.Context, tx *ledger.Tx, v judgements) error {
	for id, answer := range v.answers {
		if err := record.PutJudgement(ctx, tx, id, answer); err != nil {
			return err
		}
	}
	if v.spent == "" {
		return nil
	}
	return tx.PutSetting(ctx, ledger.DefaultWorkspace, judgeUsageKey, v.spent)
}
