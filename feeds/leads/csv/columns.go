package csv

import (
	"math"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
)

// columns is a complete mapping. A column is -1 where there is none.
type columns struct {
	names                                                 []string
	zone                                                  *time.Location
	form                                                  table.Form
	decimal                                               bool // commas in values are decimal commas
	time, id, person, stage, value, answer, note, landing int
}

// understand completes a mapping from the first rows. The error says what is missing.
func understand(t *table.Table, m feeds.LeadMapping) (columns, error) {
	c := columns{names: t.Names}
	var err error
	if c.zone, err = time.LoadLocation(m.Zone); err != nil || m.Zone == "Local" {
		return c, table.UnknownZone(m.Zone)
	}
	if m.Time == "" {
		return c, table.NoDates(t.Names)
	}
	for _, p := range []struct {
		to   *int
		name string
	}{{&c.time, m.Time}, {&c.id, m.ID}, {&c.person, m.Person}, {&c.stage, m.Stage}, {&c.value, m.Value}, {&c.answer, m.Answer}, {&c.note, m.Note}, {&c.landing, m.Landing}} {
		if *p.to = -1; p.name == "" {
			continue
		}
		if *p.to, err = t.Column(p.name); err != nil {
			return c, err
		}
	}
	if c.id < 0 && c.person < 0 && c.answer < 0 {
		return c, feeds.Mistaken("file_leads_alike", "name a column of ids, of e-mail addresses or of answers: without one of them two leads can't be told apart")
	}
	if m.Dates == "" {
		c.form, err = t.Form(c.time)
	} else if form, ok := table.FormNamed(m.Dates); ok {
		c.form = form
	} else {
		err = table.UnknownForm(m.Dates)
	}
	switch {
	case err != nil || c.value < 0:
	case m.DecimalComma != nil:
		c.decimal = *m.DecimalComma
	default:
		c.decimal, err = t.DecimalComma(c.value)
	}
	return c, err
}

// cell returns a cell of a column; empty where there is no such column.
func cell(row []string, column int) string {
	if column < 0 {
		return ""
	}
	return strings.TrimSpace(row[column])
}

// lead returns the lead of a row, which must not lie after now.
func (c *columns) lead(src feeds.LeadSource, row []string, now time.Time) (feeds.Lead, *feeds.FileMistake) {
	stamp, ok := c.form.Parse(row[c.time])
	if !ok {
		return feeds.Lead{}, table.NotInForm(row[c.time], c.names[c.time], c.form)
	}
	at := stamp.In(c.zone)
	if at.After(now) {
		return feeds.Lead{}, table.Future(row[c.time])
	}
	person, answer := cell(row, c.person), cell(row, c.answer)
	key := cell(row, c.id)
	if key == "" {
		switch hash := src.Person(person); {
		case hash != "":
			key = feeds.ID("row", at.UTC().Format(time.RFC3339), hash)
		case answer != "" || person != "":
			key = feeds.ID("row", at.UTC().Format(time.RFC3339), "", answer)
		default:
			return feeds.Lead{}, feeds.Mistaken("file_lead_empty", "this row has no id, no e-mail address and no answer")
		}
	} else if strings.Contains(key, "@") { // a column of addresses was taken for ids
		key = feeds.ID("row", src.Person(key), at.UTC().Format(time.RFC3339))
	}
	l := src.Lead(key, at)
	src.SetPerson(&l, person)
	l.SetTexts(answer, cell(row, c.note))
	l.Stage, l.Landing = feeds.StageName(cell(row, c.stage)), feeds.LandingPage(cell(row, c.landing))
	if text := cell(row, c.value); !table.Gap(text) {
		v, err := table.Number(text, c.decimal)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return l, table.NotANumber(text, c.names[c.value], err)
		}
		l.Value = &v
	}
	return l, nil
}
