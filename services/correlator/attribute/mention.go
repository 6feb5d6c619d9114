package attribute

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Window is how long after its publication a mention can be what a lead remembers.
const Window = 90 * 24 * time.Hour

// Tier is how precisely an answer says where somebody heard of the brand.
type Tier string

// The tiers, the most precise first.
const (
	Named   Tier = "named"   // one mention is meant
	Show    Tier = "show"    // a show or account, and more than one of its mentions could be meant
	Channel Tier = "channel" // only a kind or network, or a name that several shows share
	None    Tier = "none"    // something else, or nothing that can be known
)

// Mention is what an answer can be about. People are hosts and guests alike.
type Mention struct {
	ID, Brand, Kind, Show, Title, Network, Language, URL string
	People                                               []string
	Published                                            time.Time
}

// Answer is what a lead or a salesperson wrote. Without a time, no mention is too old or too new.
type Answer struct {
	ID, Text string
	At       time.Time
}

// Result is what an answer was matched to.
type Result struct {
	Tier       Tier
	Mention    string   // only for [Named]
	Show       string   // for [Named] and [Show]; empty where the mention has no show
	Candidates []string // mentions that fit, the newest first; at most [maxCandidates]
	Confidence float64  // from 0 to 1, in the tier as given
	Reasons    []Reason // a sentence, and what its parameter why is made of
}

// Row is a mention as a line of a file has it. Fields that aren't listed are ignored.
type Row struct {
	Mention   string   `json:"mention"`
	Brand     string   `json:"brand"`
	Kind      string   `json:"kind"`
	Show      string   `json:"show"`
	Title     string   `json:"title"`
	People    []string `json:"people"`
	Network   string   `json:"network"`
	Published string   `json:"published"`
	Language  string   `json:"language"`
	URL       string   `json:"url"`
}

// Value returns the mention of a row.
func (r Row) Value() (Mention, error) {
	m := Mention{ID: r.Mention, Brand: r.Brand, Kind: strings.ToLower(r.Kind), Show: r.Show, Title: r.Title, Network: strings.ToLower(r.Network), Language: strings.ToLower(r.Language), URL: r.URL, People: r.People}
	if m.ID == "" {
		return m, errors.New("mention is missing")
	}
	at, err := moment(r.Published)
	if err != nil {
		return m, fmt.Errorf("published: %w", err)
	}
	m.Published = at
	return m, nil
}

// AnswerRow is an answer as a line of standard input has it.
type AnswerRow struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	At   string `json:"at"`
}

// Value returns the answer of a row.
func (r AnswerRow) Value() (Answer, error) {
	a := Answer{ID: r.ID, Text: r.Text}
	if a.ID == "" {
		return a, errors.New("id is missing")
	}
	at, err := moment(r.At)
	if err != nil {
		return a, fmt.Errorf("at: %w", err)
	}
	// A day alone includes what was published during it.
	if len(strings.TrimSpace(r.At)) == len(time.DateOnly) {
		at = at.Add(24*time.Hour - time.Nanosecond)
	}
	a.At = at
	return a, nil
}

// moment parses a time or a day. Empty is the zero time.
func moment(s string) (time.Time, error) {
	if s = strings.TrimSpace(s); s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date or a time, as in 2026-03-02 or 2026-03-02T06:00:00Z", s)
}
