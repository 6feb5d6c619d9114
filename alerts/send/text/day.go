package text

import (
	"fmt"
	"time"
)

// Languages of messages.
const (
	English = "en"
	Dutch   = "nl"
)

var months = map[string][12]string{
	English: {"Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"},
	Dutch:   {"jan.", "feb.", "mrt.", "apr.", "mei", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."},
}

// Day writes a day, in English where the language is neither of ours: 20 Nov 2026. It is empty for
// the zero time.
func Day(language string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	names, ok := months[language]
	if !ok {
		names = months[English]
	}
	t = t.UTC()
	return fmt.Sprintf("%d %s %d", t.Day(), names[t.Month()-1], t.Year())
}
