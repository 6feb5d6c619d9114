package csv

import (
	"io"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
)

const (
	shown  = 20   // rows of a preview
	looked = 1000 // rows that the guess is based on
)

// The column headings that are recognized, in lower case: those of CRMs and forms in English, Dutch and
// German. An answer is also recognized by a part of its question.
var (
	timeNames    = []string{"created", "created at", "created_at", "create date", "createdate", "created date", "createddate", "submitted at", "submitted_at", "submit date (utc)", "date", "time", "timestamp", "datum", "aangemaakt", "aangemaakt op", "aanmaakdatum", "tijdstempel", "erstellt", "erstellt am", "erstelldatum", "zeitstempel"}
	idNames      = []string{"id", "record id", "lead id", "contact id", "deal id", "hs_object_id", "response id", "token", "#", "nummer"}
	personNames  = []string{"email", "e-mail", "email address", "e-mail address", "mail", "e-mailadres", "emailadres", "e-mail-adresse"}
	stageNames   = []string{"stage", "status", "lifecycle stage", "lifecyclestage", "lead status", "deal stage", "fase", "phase"}
	valueNames   = []string{"value", "amount", "deal amount", "deal value", "waarde", "bedrag", "wert", "betrag"}
	noteNames    = []string{"note", "notes", "sales note", "comment", "comments", "notitie", "notities", "opmerking", "opmerkingen", "notiz", "notizen", "bemerkung"}
	landingNames = []string{"landing page", "landing", "landing_page", "first page seen", "hs_analytics_first_url", "page", "url", "landingspagina", "einstiegsseite"}
	answerNames  = []string{"how_did_you_hear_about_us", "answer", "self-reported source", "heard from", "antwoord", "antwort"}
	answerParts  = []string{"hear about", "heard about", "hear of us", "find us", "found us", "ons gevonden", "over ons gehoord", "kent u ons", "ken je ons", "van ons gehoord", "auf uns aufmerksam", "von uns erfahren", "von uns gehört"}
)

// Preview reads the first rows of a file: see [feeds.LeadFile].
func (f *File) Preview(r io.Reader, by *feeds.LeadMapping) (feeds.LeadColumns, error) {
	rows, err := table.Open(r)
	if err != nil {
		return feeds.LeadColumns{}, err
	}
	t, err := rows.Head(looked)
	if err != nil {
		return feeds.LeadColumns{}, err
	}
	out := feeds.LeadColumns{Names: t.Names, Rows: t.Rows[:min(shown, len(t.Rows))], Lines: t.Lines[:min(shown, len(t.Rows))], DateFormats: table.FormNames()}
	if len(t.Rows) > 2*shown {
		t.Rows, t.Lines = t.Rows[:len(t.Rows)-1], t.Lines[:len(t.Lines)-1] // it may be cut off
	}
	if out.Mapping = guess(t); by != nil {
		out.Mapping = *by
	}
	out.Understood, out.Mistakes = f.check(t, out.Mapping)
	out.Problems = out.Mistakes.Sentences()
	return out, nil
}

// check reads the first rows by a mapping, and returns it with what was detected, or what is wrong.
func (f *File) check(t *table.Table, m feeds.LeadMapping) (*feeds.LeadMapping, feeds.FileMistakes) {
	c, err := understand(t, m)
	if err != nil {
		return nil, feeds.FileMistakes{table.Mistake(err)}
	}
	if m.Dates = c.form.String(); c.decimal {
		m.DecimalComma = &c.decimal
	}
	var wrong table.Mistakes
	for i, row := range t.Rows {
		_, mistake := c.lead(feeds.LeadSource{}, row, f.now())
		if mistake != nil {
			mistake = mistake.On(t.Lines[i])
		}
		if wrong.Row(mistake) {
			break
		}
	}
	return &m, wrong.List()
}

func guess(t *table.Table) feeds.LeadMapping {
	used := map[string]bool{}
	take := func(names []string, parts ...string) string {
		for _, want := range names {
			for _, name := range t.Names {
				if !used[name] && strings.EqualFold(strings.TrimSpace(name), want) {
					used[name] = true
					return name
				}
			}
		}
		for _, name := range t.Names {
			has := func(part string) bool { return strings.Contains(strings.ToLower(name), part) }
			if !used[name] && slices.ContainsFunc(parts, has) {
				used[name] = true
				return name
			}
		}
		return ""
	}
	m := feeds.LeadMapping{
		Time: take(timeNames), ID: take(idNames), Person: take(personNames), Answer: take(answerNames, answerParts...),
		Stage: take(stageNames), Value: take(valueNames), Note: take(noteNames), Landing: take(landingNames),
	}
	if m.Time == "" {
		if i := slices.IndexFunc(t.Rows[0], table.LooksDated); i >= 0 {
			m.Time = t.Names[i]
		}
	}
	return m
}
