package csv

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/table"
)

// columns is a complete mapping.
type columns struct {
	names                           []string
	zone                            *time.Location
	span                            feeds.Span
	form                            table.Form
	time, channel, landing, country int // -1 where there is none
	metrics                         []metric
}

type metric struct {
	name    string
	column  int
	decimal bool // its commas are decimal commas
}

// understand completes a mapping from the first rows. The error says what is missing.
func understand(t *table.Table, m feeds.Mapping) (columns, error) {
	c := columns{names: t.Names, channel: -1, landing: -1, country: -1, span: m.Span}
	var err error
	if c.zone, err = time.LoadLocation(m.Zone); err != nil || m.Zone == "Local" {
		return c, table.UnknownZone(m.Zone)
	}
	switch {
	case m.Time == "":
		return c, table.NoDates(t.Names)
	case len(m.Metrics) == 0:
		return c, feeds.Mistaken("file_no_visits", "no column of visits was found. Name one of: {columns}", "columns", table.List(t.Names))
	}
	if c.time, err = t.Column(m.Time); err != nil {
		return c, err
	}
	for name, column := range map[*int]string{&c.channel: m.Channel, &c.landing: m.Landing, &c.country: m.Country} {
		if column == "" {
			continue
		}
		if *name, err = t.Column(column); err != nil {
			return c, err
		}
	}
	if err := c.chooseForm(t, m); err != nil {
		return c, err
	}
	if c.country >= 0 && c.span == feeds.HourSpan {
		return c, feeds.Mistaken("file_country_by_hour", "countries are stored by day: leave that column out, or import the file by day")
	}
	for _, name := range slices.Sorted(maps.Keys(m.Metrics)) {
		i, err := t.Column(m.Metrics[name])
		if err != nil {
			return c, err
		}
		if name != feeds.MetricName(name) {
			return c, feeds.Mistaken("file_metric_name", `"{metric}" can't be the name of a metric: use lower-case letters, digits and _`, "metric", table.Clip(name))
		}
		if slices.Contains([]int{c.time, c.channel, c.landing, c.country}, i) {
			return c, feeds.Mistaken("file_column_used", "column {column} can't be the numbers of {metric}: it is used for something else", "column", table.Clip(t.Names[i]), "metric", name)
		}
		decimal := false
		if m.DecimalComma != nil {
			decimal = *m.DecimalComma
		} else if decimal, err = t.DecimalComma(i); err != nil {
			return c, err
		}
		c.metrics = append(c.metrics, metric{name, i, decimal})
	}
	return c, nil
}

// chooseForm determines the format of the dates, and whether they are hours or days.
func (c *columns) chooseForm(t *table.Table, m feeds.Mapping) (err error) {
	if m.Dates == "" {
		if c.form, err = t.Form(c.time); err != nil {
			return err
		}
	} else {
		ok := false
		if c.form, ok = table.FormNamed(m.Dates); !ok {
			return table.UnknownForm(m.Dates)
		}
	}
	if c.span == "" {
		c.span = feeds.DaySpan
		for _, row := range t.Rows {
			// A file of days may write each as its midnight.
			if stamp, ok := c.form.Parse(row[c.time]); ok && stamp.Clock && !stamp.Wall.Equal(stamp.Wall.Truncate(24*time.Hour)) {
				c.span = feeds.HourSpan
				break
			}
		}
	}
	if c.span != feeds.HourSpan && c.span != feeds.DaySpan {
		return feeds.Mistaken("file_span", `"{span}" is not a span. Use hour or day`, "span", table.Clip(string(c.span)))
	}
	return nil
}

// rowCells is a row without its numbers.
type rowCells struct {
	stamp table.Stamp
	text  string // all its labels, by which equal rows are found
}

// read returns the key of a row's samples without time and metric.
func (c *columns) read(row []string) (key feeds.SampleKey, cells rowCells, wrong *feeds.FileMistake) {
	ok := false
	if cells.stamp, ok = c.form.Parse(row[c.time]); !ok {
		return key, cells, table.NotInForm(row[c.time], c.names[c.time], c.form)
	}
	if c.span == feeds.HourSpan && !cells.stamp.Clock {
		return key, cells, feeds.Mistaken("file_no_clock", `"{value}" in column {column} has no time of day`, "value", table.Clip(row[c.time]), "column", table.Clip(c.names[c.time]))
	}
	key.Span = c.span
	cells.text = strings.TrimSpace(row[c.time])
	if c.channel >= 0 {
		key.Channel = feeds.ChannelName(row[c.channel])
		cells.text += "\x00" + row[c.channel]
	}
	if c.landing >= 0 {
		key.Landing = landing(row[c.landing])
		cells.text += "\x00" + row[c.landing]
	}
	if c.country >= 0 {
		if key.Country, ok = country(row[c.country]); !ok {
			return key, cells, feeds.Mistaken("file_country", `"{value}" in column {column} is not a two-letter country code, for example NL`,
				"value", table.Clip(row[c.country]), "column", table.Clip(c.names[c.country]))
		}
		cells.text += "\x00" + row[c.country]
	}
	return key, cells, nil
}

// landing returns the landing class of a page. The path itself is not stored, since paths may
// contain e-mail addresses.
func landing(cell string) feeds.Landing {
	cell = strings.TrimSpace(cell)
	switch strings.ToLower(cell) {
	case "", "(not set)", "not set", "unknown":
		return ""
	case "home":
		return feeds.HomeLanding
	case "deep":
		return feeds.DeepLanding
	}
	path := cell
	if u, err := url.Parse(cell); err == nil {
		path = u.Path
	}
	return feeds.LandingOf(path)
}

// country returns a code in capital letters; empty where it isn't known.
func country(cell string) (code string, ok bool) {
	cell = strings.ToUpper(strings.TrimSpace(cell))
	if cell == "" || cell == "(NOT SET)" || cell == "UNKNOWN" {
		return "", true
	}
	if len(cell) != 2 || cell[0] < 'A' || cell[0] > 'Z' || cell[1] < 'A' || cell[1] > 'Z' {
		return "", false
	}
	return cell, true
}
