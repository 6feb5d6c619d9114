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

// The column headings that are recognized, in lower case: those of analytics systems in English,
// Dutch and German.
var (
	timeNames    = []string{"date", "time", "day", "hour", "datetime", "timestamp", "date and hour", "date + hour (yyyymmddhh)", "ds", "datum", "dag", "uur", "tijd", "tijdstip", "tag", "stunde", "zeit"}
	visitNames   = []string{"visits", "sessions", "nb_visits", "bezoeken", "sessies", "besuche", "sitzungen"}
	viewNames    = []string{"pageviews", "page views", "page_views", "views", "nb_pageviews", "paginaweergaven", "seitenaufrufe"}
	channelNames = []string{"channel", "default channel group", "session default channel group", "channel group", "source", "medium", "kanaal", "bron", "kanal", "quelle"}
	landingNames = []string{"landing", "landing page", "entry page", "entry_page", "landing_page", "page", "path", "landingspagina", "einstiegsseite", "zielseite"}
	countryNames = []string{"country", "country code", "country_code", "country id", "land", "landcode", "ländercode"}
)

// Preview reads the first rows of a file: see [feeds.SampleFile].
func (f *File) Preview(r io.Reader, by *feeds.Mapping) (feeds.Columns, error) {
	rows, err := table.Open(r)
	if err != nil {
		return feeds.Columns{}, err
	}
	t, err := rows.Head(looked)
	if err != nil {
		return feeds.Columns{}, err
	}
	out := feeds.Columns{Names: t.Names, Rows: t.Rows[:min(shown, len(t.Rows))], Lines: t.Lines[:min(shown, len(t.Rows))], DateFormats: table.FormNames()}
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
func (f *File) check(t *table.Table, m feeds.Mapping) (*feeds.Mapping, feeds.FileMistakes) {
	c, err := understand(t, m)
	if err != nil {
		return nil, feeds.FileMistakes{table.Mistake(err)}
	}
	m.Span, m.Dates = c.span, c.form.String()
	for _, metric := range c.metrics {
		if metric.decimal {
			m.DecimalComma = &metric.decimal
		}
	}
	var wrong table.Mistakes
	s := newSums(c, f.now())
	for i, row := range t.Rows {
		if wrong.Row(s.row(row, t.Lines[i])) {
			break
		}
	}
	return &m, wrong.List()
}

func guess(t *table.Table) feeds.Mapping {
	m := feeds.Mapping{Metrics: map[string]string{}}
	used := map[string]bool{}
	take := func(names []string) string {
		for _, want := range names {
			for _, name := range t.Names {
				if !used[name] && strings.ToLower(name) == want {
					used[name] = true
					return name
				}
			}
		}
		return ""
	}
	if m.Time = take(timeNames); m.Time == "" {
		if i := slices.IndexFunc(t.Rows[0], table.LooksDated); i >= 0 {
			m.Time = t.Names[i]
			used[m.Time] = true
		}
	}
	if name := take(visitNames); name != "" {
		m.Metrics[feeds.VisitsMetric] = name
	}
	if name := take(viewNames); name != "" {
		m.Metrics["pageviews"] = name
	}
	m.Channel, m.Landing, m.Country = take(channelNames), take(landingNames), take(countryNames)
	if len(m.Metrics) == 0 {
		// A single column of numbers is taken for the visits, unless it counts people.
		var numbers []string
		for i, name := range t.Names {
			if !used[name] && (table.LooksNumeric(strings.TrimSpace(t.Rows[0][i])) || table.Gap(t.Rows[0][i])) {
				numbers = append(numbers, name)
			}
		}
		if len(numbers) == 1 && !people(numbers[0]) {
			m.Metrics[feeds.VisitsMetric] = numbers[0]
		}
	}
	return m
}

// people reports whether a heading is about people, whose numbers can't be added up.
func people(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"visitor", "user", "uniq", "bezoekers", "gebruiker", "besucher", "nutzer"}, func(s string) bool { return strings.Contains(name, s) })
}
