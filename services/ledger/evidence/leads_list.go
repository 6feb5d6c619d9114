package evidence

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/query"
)

// LeadFilter narrows a list of leads. Empty fields mean all.
type LeadFilter struct {
	Workspace string
	Text      string // in the answer, the note or the landing page
	Person    string // the hash of an address
	Site      string // by name
	Sources   []string
	Stages    []string
	From, To  time.Time // To excluded
	Test      *bool
	Imported  *bool
	Answered  *bool
	Tiers     []string // of their matches
	Judged    *bool    // whether a person confirmed or corrected the match
	Mention   string   // that the match means, or could mean
	Page      ledger.Page
}

func (f LeadFilter) where() query.Where {
	var w query.Where
	w.Add("workspace = ?", ledger.WorkspaceOrDefault(f.Workspace))
	w.Add("erased = 0")
	w.Contains(f.Text, "answer", "note", "landing")
	if f.Person != "" {
		w.Add("person = ?", f.Person)
	}
	if f.Site != "" {
		w.Add("source IN (SELECT id FROM lead_sources WHERE workspace = ? AND site = ?)", ledger.WorkspaceOrDefault(f.Workspace), f.Site)
	}
	w.Any("source", f.Sources)
	w.Any("stage", f.Stages)
	if !f.From.IsZero() {
		w.Add("time >= ?", f.From)
	}
	if !f.To.IsZero() {
		w.Add("time < ?", f.To)
	}
	w.Is("test", f.Test)
	w.Is("imported", f.Imported)
	if f.Answered != nil {
		w.Add("(answer <> '') = (? <> 0)", *f.Answered)
	}
	var m query.Where
	m.Any("tier", f.Tiers)
	if f.Judged != nil {
		m.Add("(judged > 0) = (? <> 0)", *f.Judged)
	}
	if f.Mention != "" {
		m.Add(`(mention = ? OR candidates LIKE ? ESCAPE '\')`, f.Mention, "%"+strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(query.AsJSON(f.Mention))+"%")
	}
	if m.And() != "" {
		w.Add("id IN (SELECT lead FROM lead_matches"+m.String()+")", m.Args...)
	}
	return w
}

// ListLeads lists leads, the newest first, and returns the cursor of the next page, empty on the
// last.
func ListLeads(ctx context.Context, r ledger.Reader, f LeadFilter) ([]StoredLead, string, error) {
	w := f.where()
	pos, after, err := f.Page.Position()
	if err != nil {
		return nil, "", err
	}
	if after {
		w.Add("(time, id) < (?, ?)", pos.At, pos.ID)
	}
	limit := f.Page.Size()
	out := []StoredLead{}
	err = r.Each(ctx, `SELECT `+leadColumns+` FROM leads`+w.String()+` ORDER BY time DESC, id DESC LIMIT ?`, append(w.Args, limit+1), func(scan query.Scan) error {
		l, err := scanLead(scan)
		out = append(out, l)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("listing leads: %w", err)
	}
	out, end := ledger.CutPage(out, limit, func(l StoredLead) ledger.Position { return ledger.PositionAt(query.Micros(l.Time), l.ID) })
	return out, end, nil
}

// LeadTotals counts the leads that match a filter.
type LeadTotals struct {
	Leads    int
	Answered int            // answered how they heard of you
	Test     int            // look like tests
	Imported int            // were imported into their system
	ByStage  map[string]int // those without a stage under the empty one
}

// CountLeads counts the leads that match a filter.
func CountLeads(ctx context.Context, r ledger.Reader, f LeadFilter) (LeadTotals, error) {
	out := LeadTotals{ByStage: map[string]int{}}
	w := f.where()
	err := r.Each(ctx, `SELECT stage, COUNT(*), SUM(CASE WHEN answer <> '' THEN 1 ELSE 0 END), SUM(test), SUM(imported) FROM leads`+w.String()+` GROUP BY stage`, w.Args, func(scan query.Scan) error {
		var stage string
		var leads, answered, test, imported int
		err := scan(&stage, &leads, &answered, &test, &imported)
		out.ByStage[stage] = leads
		out.Leads, out.Answered, out.Test, out.Imported = out.Leads+leads, out.Answered+answered, out.Test+test, out.Imported+imported
		return err
	})
	if err != nil {
		return out, fmt.Errorf("counting leads: %w", err)
	}
	return out, nil
}

// CountedLead is a lead as reports count it.
type CountedLead struct {
	Time     time.Time
	Person   string
	Answered bool
}

// CountedLeads returns the leads of a site from a time on, ordered by time, without tests and without
// those that were imported into their system.
func CountedLeads(ctx context.Context, r ledger.Reader, s Site, from time.Time) ([]CountedLead, error) {
	var out []CountedLead
	no := false
	w := LeadFilter{Workspace: s.Workspace, Site: s.Name, From: from, Test: &no, Imported: &no}.where()
	err := r.Each(ctx, `SELECT time, person, CASE WHEN answer <> '' THEN 1 ELSE 0 END FROM leads`+w.String()+` ORDER BY time, id`, w.Args, func(scan query.Scan) error {
		var l CountedLead
		err := scan(query.Time(&l.Time), &l.Person, query.Flag(&l.Answered))
		out = append(out, l)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the leads of site %s: %w", s.Name, err)
	}
	return out, nil
}

// LeadsKnown returns until when the leads of a site are known; the zero time if they are not. A day after
// that without leads is not a day of which it is known that there were none.
//
// Sources that are read must all have been read. What is sent to us is known until now. A
// file is known until its last lead, and counts only where the site has nothing else.
func LeadsKnown(sources []LeadSourceWithPoll, now time.Time) time.Time {
	var live, file time.Time
	for _, s := range sources {
		until := now
		switch {
		case s.Arrival == ByFile || s.Paused:
			if s.Last.After(file) {
				file = s.Last
			}
			continue
		case s.Arrival == ByPoll:
			state := s.Poll.State
			if state.LastRead.IsZero() || !state.Due.After(state.LastRead) { // the first reads go on
				return time.Time{}
			}
			until = state.LastRead.Add(-readLate)
		}
		if live.IsZero() || until.Before(live) {
			live = until
		}
	}
	if live.IsZero() {
		return file
	}
	return live
}

// readLate is how late a system shows what is new to those who read it.
const readLate = 15 * time.Minute
