package attribute

import (
	"strconv"
	"time"
)

// period is a span of time that an answer names, the end excluded.
type period struct {
	from, to time.Time
	words    span
	why      Reason
	latest   bool // "the latest episode": no period, but the newest one
}

var months = map[string]time.Month{
	"january": 1, "januari": 1, "jan": 1, "february": 2, "februari": 2, "feb": 2, "march": 3, "maart": 3, "mrt": 3, "april": 4, "apr": 4,
	"may": 5, "mei": 5, "june": 6, "juni": 6, "jun": 6, "july": 7, "juli": 7, "jul": 7, "august": 8, "augustus": 8, "aug": 8,
	"september": 9, "sept": 9, "sep": 9, "october": 10, "oktober": 10, "oct": 10, "okt": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}

var weekdays = map[string]time.Weekday{
	"monday": 1, "maandag": 1, "tuesday": 2, "dinsdag": 2, "wednesday": 3, "woensdag": 3, "thursday": 4, "donderdag": 4,
	"friday": 5, "vrijdag": 5, "saturday": 6, "zaterdag": 6, "sunday": 0, "zondag": 0,
}

var counts = map[string]int{"a": 1, "one": 1, "een": 1, "two": 2, "twee": 2, "couple": 2, "three": 3, "drie": 3, "four": 4, "vier": 4, "five": 5, "vijf": 5, "six": 6, "zes": 6, "eight": 8, "acht": 8, "ten": 10, "tien": 10}

var (
	thisWeek  = phraseList("this week, this weeks, deze week, van de week, earlier this week, eerder deze week")
	lastWeek  = phraseList("last week, last weeks, vorige week, afgelopen week, previous week, de week hiervoor")
	thisMonth = phraseList("this month, this months, deze maand")
	lastMonth = phraseList("last month, last months, vorige maand, afgelopen maand, previous month")
	yesterday = phraseList("yesterday, yesterdays, gisteren, gister, gisteravond, last night")
	today     = phraseList("today, todays, vandaag, this morning, vanochtend, vanmorgen")
	newest    = phraseList("latest, newest, most recent, nieuwste, meest recente, laatste aflevering, laatste afl, laatste video, laatste filmpje, laatste post, last episode, laatste podcast, recentste")
	lastDay   = set("last afgelopen vorige past on op this deze")
	ago       = set("ago geleden terug")
	inMonth   = set("in of from van since sinds early late mid begin eind half around rond the begin somewhere ergens think denk last afgelopen maybe misschien ergens that die during about")
)

// when returns the period that an answer names, or nil. at is the time of the answer.
func when(ts []token, at time.Time) *period {
	if at.IsZero() {
		return nil
	}
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
	for i, t := range ts {
		for _, c := range []struct {
			words    *phrases
			from, to time.Time
			code     string
		}{
			{thisWeek, monday, monday.AddDate(0, 0, 7), "this_week"},
			{lastWeek, monday.AddDate(0, 0, -7), monday, "last_week"},
			{thisMonth, month, month.AddDate(0, 1, 0), "this_month"},
			{lastMonth, month.AddDate(0, -1, 0), month, "last_month"},
			{yesterday, day.AddDate(0, 0, -1), day, "yesterday"},
			{today, day, day.AddDate(0, 0, 1), "today"},
		} {
			if n := c.words.at(ts, i); n > 0 {
				return &period{from: c.from, to: c.to, words: span{i, i + n}, why: because(c.code)}
			}
		}
		if n := newest.at(ts, i); n > 0 {
			return &period{latest: true, words: span{i, i + n}}
		}
		if p := longAgo(ts, i, day, monday); p != nil {
			return p
		}
		if m, ok := months[t.word]; ok && (i > 0 && (inMonth[ts[i-1].word] || number(ts[i-1].word) > 0) || i+1 < len(ts) && number(ts[i+1].word) > 0 || t.upper && t.word != "may" && t.word != "mei" && t.word != "march") {
			return inThe(ts, i, m, day)
		}
		if d, ok := weekdays[t.word]; ok && i > 0 && lastDay[ts[i-1].word] {
			back := (int(day.Weekday())-int(d)+6)%7 + 1
			from := day.AddDate(0, 0, -back)
			return &period{from: from, to: from.AddDate(0, 0, 1), words: span{i - 1, i + 1}, why: because("weekday", "weekday", int(d))}
		}
	}
	return nil
}

// longAgo reads "two weeks ago": the calendar week then, a week around a count of months, a day around one of days.
func longAgo(ts []token, i int, day, monday time.Time) *period {
	if i+2 >= len(ts) {
		return nil
	}
	n := max(counts[ts[i].word], number(ts[i].word))
	unit := i + 1
	if ts[unit].word == "of" {
		unit++
	}
	if n < 1 || n > 100 || unit+1 >= len(ts) || !ago[ts[unit+1].word] {
		return nil
	}
	p := &period{words: span{i, unit + 2}, why: because("so_long_ago")}
	switch ts[unit].word {
	case "day", "days", "dag", "dagen":
		p.from, p.to = day.AddDate(0, 0, -n-1), day.AddDate(0, 0, -n+2)
	case "week", "weeks", "weken":
		p.from, p.to = monday.AddDate(0, 0, -7*n), monday.AddDate(0, 0, -7*n+7)
	case "month", "months", "maand", "maanden":
		p.from, p.to = day.AddDate(0, -n, -14), day.AddDate(0, -n, 15)
	default:
		return nil
	}
	return p
}

// inThe reads a month, or a day of it where a number stands beside it; the last one before the answer.
func inThe(ts []token, i int, m time.Month, day time.Time) *period {
	year := day.Year()
	if m > day.Month() {
		year--
	}
	p := &period{from: time.Date(year, m, 1, 0, 0, 0, 0, time.UTC), words: span{i, i + 1}, why: because("month", "month", int(m))}
	p.to = p.from.AddDate(0, 1, 0)
	for _, j := range []int{i - 1, i + 1} {
		if j < 0 || j >= len(ts) {
			continue
		}
		if d := number(ts[j].word); d >= 1 && d <= 31 && !ts[j].hash {
			p.from = time.Date(year, m, d, 0, 0, 0, 0, time.UTC)
			p.to = p.from.AddDate(0, 0, 1)
			p.words, p.why = span{min(i, j), max(i, j) + 1}, because("day", "day", d, "month", int(m))
			return p
		}
	}
	if i > 0 {
		switch ts[i-1].word {
		case "early", "begin":
			p.to = p.from.AddDate(0, 0, 12)
		case "late", "eind":
			p.from = p.from.AddDate(0, 0, 18)
		case "mid", "half":
			p.from, p.to = p.from.AddDate(0, 0, 8), p.from.AddDate(0, 0, 22)
		}
	}
	return p
}

// number returns the value of a word of up to four digits, with an ordinal's ending, or 0.
func number(w string) int {
	end := 0
	for end < len(w) && w[end] >= '0' && w[end] <= '9' {
		end++
	}
	if end == 0 || end > 4 {
		return 0
	}
	switch w[end:] {
	case "", "st", "nd", "rd", "th", "e", "de", "ste":
	default:
		return 0
	}
	n, _ := strconv.Atoi(w[:end])
	return n
}
