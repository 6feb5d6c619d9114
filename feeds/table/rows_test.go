package table

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"
)

func TestRowsInUTF16(t *testing.T) {
	const text = "datum;bezoeken;kanaal\r\n2026-04-03;12;Café\r\n"
	for name, order := range map[string]unicode.Endianness{"little": unicode.LittleEndian, "big": unicode.BigEndian} {
		encoded, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		out := read(t, encoded)
		if len(out.Rows) != 1 || out.Rows[0][2] != "Café" || out.Names[0] != "datum" || out.Lines[0] != 2 {
			t.Errorf("%s: %+v", name, out)
		}
	}
	if out := read(t, "\xef\xbb\xbfdate,n\n2026-04-03,1\n"); out.Names[0] != "date" {
		t.Errorf("the mark stays: %q", out.Names[0])
	}
	if _, err := Open(strings.NewReader("d\x00a\x00t\x00e\x00")); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("UTF-16 without its mark: %v", err)
	}
}

func TestRowsOfASpreadsheetOnWindows(t *testing.T) {
	if out := read(t, "T\xe4glich;Datum\n5;2026-04-03\n"); out.Names[0] != "Täglich" {
		t.Errorf("%q", out.Names)
	}
	// A letter of several bytes where the look ahead ends is no reason to take UTF-8 for it.
	for pad := range 21 { // a row has as many bytes
		text := "date,name\n" + strings.Repeat("x", pad)
		text += strings.Repeat("2026-04-03,é€😀\n", 64<<10/20)
		out := read(t, text)
		if last := out.Rows[len(out.Rows)-1]; last[1] != "é€😀" {
			t.Fatalf("%d: %q", pad, last)
		}
	}
}

func TestRowsCanBePutBack(t *testing.T) {
	rows, err := Open(strings.NewReader("2026-04-03,1\n\n2026-04-04,2\n2026-04-05,3\n"))
	if err != nil {
		t.Fatal(err)
	}
	head, err := rows.Head(2)
	if err != nil {
		t.Fatal(err)
	}
	rows.Unread(head)
	var lines []int
	for {
		_, line, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if len(lines) != 3 || lines[0] != 1 || lines[1] != 3 || lines[2] != 4 {
		t.Errorf("lines %v", lines)
	}
}

func TestInstants(t *testing.T) {
	for _, c := range []struct {
		zone, wall string
		want       []string
	}{
		{"Europe/Amsterdam", "2026-10-25 01:00", []string{"2026-10-24T23:00:00Z"}},
		{"Europe/Amsterdam", "2026-10-25 02:00", []string{"2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"}},
		{"Europe/Amsterdam", "2026-10-25 03:00", []string{"2026-10-25T02:00:00Z"}},
		{"Europe/Amsterdam", "2026-03-29 02:30", nil},
		{"Australia/Lord_Howe", "2026-04-05 01:30", []string{"2026-04-04T14:30:00Z", "2026-04-04T15:00:00Z"}}, // half an hour
		{"UTC", "2026-10-25 02:00", []string{"2026-10-25T02:00:00Z"}},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		wall, err := time.Parse("2006-01-02 15:04", c.wall)
		if err != nil {
			t.Fatal(err)
		}
		got := Instants(wall, loc)
		ok := len(got) == len(c.want)
		for i := range c.want {
			ok = ok && got[i].Format(time.RFC3339) == c.want[i]
		}
		if !ok {
			t.Errorf("%s in %s: %v, want %v", c.wall, c.zone, got, c.want)
		}
	}
	cairo, err := time.LoadLocation("Africa/Cairo") // its summer time begins at midnight
	if err != nil {
		t.Fatal(err)
	}
	if got := Midnight(time.Date(2026, 4, 24, 9, 0, 0, 0, time.UTC), cairo); Wall(got, cairo).Hour() != 1 {
		t.Errorf("the day begins at %v", got.In(cairo))
	}
}
