package podcast

import (
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

func TestDatesWrittenByHand(t *testing.T) {
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, time.UTC)
	}
	for s, want := range map[string]time.Time{
		"2 nov 2026 07:00":                          at(11, 2, 7),
		"ma, 02 nov 2026 07:00:00 +0100":            at(11, 2, 6),
		"Mo, 02 Mai 2026 07:00:00 +0200":            at(5, 2, 5),
		"di, 03 mrt 2026 07:00:00 +0100":            at(3, 3, 6),
		"Mar, 03 Mars 2026 07:00:00 +0100":          at(3, 3, 6),
		"lundi 2 novembre 2026":                     at(11, 2, 0),
		"2 de noviembre de 2026":                    at(11, 2, 0),
		"Mon, 2 Nov 26 07:00 EST":                   at(11, 2, 12),
		"Mon,02 Nov 2026 07:00:00 CET":              at(11, 2, 6),
		"Mon, 02 Nov 2026 24:00:00 GMT":             at(11, 3, 0),
		"Mon, 02 Nov 2026 06:59:60 GMT":             at(11, 2, 7),
		"Mon, 02 Nov 2026 07:00:00 GMT+2":           at(11, 2, 5),
		"Mon, 02 Nov 2026 07:00:00 -05:00":          at(11, 2, 12),
		"Mon, 02 Sept 2026 07:00:00 +0200":          at(9, 2, 5),
		"Sept. 2nd, 2026":                           at(9, 2, 0),
		"November 2, 2026 7:00 PM":                  at(11, 2, 19),
		"2. November 2026, 07:00 Uhr MEZ":           at(11, 2, 6),
		"  Mon,   02  Nov 2026   07:00:00 GMT ":     at(11, 2, 7),
		"1793602800":                                at(11, 2, 7),
		"1793602800000":                             at(11, 2, 7),
		"20261102":                                  at(11, 2, 0),
		"2026/11/02 07:00:00":                       at(11, 2, 7),
		"2026-11-02t07:00:00+01":                    at(11, 2, 6),
		"2026-11-02T07":                             at(11, 2, 7),
		"2026-11-02T07:00:00 Europe/Amsterdam":      at(11, 2, 6),
		"Mon, 2 Nov 2026 02:00:00 America/New_York": at(11, 2, 7),
		"lun, 02 ott 2026 07:00:00 +0000":           at(10, 2, 7),
		"2 gennaio 2026":                            at(1, 2, 0),
		"2 ноября 2026 г., 07:00":                   at(11, 2, 7),
		"2 мая 2026":                                at(5, 2, 0),
		"poniedziałek, 2 listopada 2026":            at(11, 2, 0),
		"2 Kasım 2026 07:00":                        at(11, 2, 7),
		"3. 11. 2026":                               at(11, 3, 0),
		"2026-W45-1":                                at(11, 2, 0),
		"2026年11月2日 07:00":                          at(11, 2, 7),
		"31/12/2026 07:00":                          at(12, 31, 7),
		"12/31/2026 7 PM":                           at(12, 31, 19),
		"Monday 31-12-2026":                         at(12, 31, 0),
		"2 Nov 2026 GMT+2":                          at(11, 2, 0),
		"2 Nov 2026 +0000":                          at(11, 2, 0),
		"2nd of November 2026":                      at(11, 2, 0),
		"dimanche 1er novembre 2026":                at(11, 1, 0),
		"Mon, 02 Nov 2026 07.00.00 +0100":           at(11, 2, 6),
		"20261102T070000Z":                          at(11, 2, 7),
		"Mon Nov 02 07:00:00 GMT+02:00 2026":        at(11, 2, 5),
		"Mon Nov  2 07:00:00 2026":                  at(11, 2, 7),
	} {
		if got, ok := date(s); !ok || !got.Equal(want) {
			t.Errorf("%q: %v %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "soon", "Thu, 31 Jun 2026 07:00:00 GMT", "2026-W45", "42", "Mon, 02 Nov", "99 Nov 2026", "2 nov 2026 07:99", "0000-00-00", "2026-13-01", "31/31/2026", "1.2.3", "20261341"} {
		if got, ok := date(s); ok {
			t.Errorf("%q is no date, read as %v", s, got)
		}
	}
}

// The parser takes zones that it doesn't know for UTC, half a day off.
func TestZonesByTheirNames(t *testing.T) {
	for zone, want := range map[string]int{"JST": -2, "AEST": -3, "MEZ": 6, "EST": 12, "CEST": 5, "GMT": 7, "XYZ": 7, "+0100": 6} {
		for _, form := range []string{"Mon, 02 Nov 2026 07:00:00 " + zone, "Mon Nov 02 07:00:00 " + zone + " 2026"} {
			body := `<rss version="2.0"><channel><item><guid>1</guid><title>One</title><pubDate>` + form + `</pubDate></item></channel></rss>`
			b, err := Parse([]byte(body), "", feeds.Source{})
			if err != nil {
				t.Fatal(err)
			}
			if got := b.Documents[0].Published; !got.Equal(time.Date(2026, 11, 2, want, 0, 0, 0, time.UTC)) {
				t.Errorf("%q is read as %v, want %d:00 on the 2nd", form, got, want)
			}
		}
	}
}
