package spreadsheet_test

import (
	"encoding/csv"
	"errors"
	"flag"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/index/spreadsheet"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// hostile are texts as strangers write them.
var hostile = []string{
	"=1+1", "+31 20 123", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1+1", "＋1", "－1", "＠a", "|calc", "%0",
	"a \"quoted\" word", "two\nlines", "two\r\nlines", "two\rlines", "a;b,c\td", "thanks, @acme", "so, =HYPERLINK(\"http://evil.example\")",
	"so; \"=1+1\"", "\"=1+1\"", "so\n+cmd|' /C calc'!A0", "a\x00b\x1b[31m", "\xff\xfe", "\ufeff=1", "de koffie is 2,50 – lekker ☕", " spaces ", "", "'=1",
}

func written(t testing.TB, s spreadsheet.Separator, rows ...[]any) string {
	t.Helper()
	var b strings.Builder
	w := spreadsheet.NewWriter(&b, s)
	for _, row := range rows {
		if err := w.Write(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, separator := range map[string]spreadsheet.Separator{"comma": spreadsheet.Comma, "semicolon": spreadsheet.Semicolon} {
		rows := [][]any{{"text", "number", "second", "empty"}}
		for i, text := range hostile {
			rows = append(rows, []any{text, i, .924 + float64(i), nil})
		}
		rows = append(rows, []any{"unknown", 0, math.NaN(), math.Inf(1)})
		got, path := written(t, separator, rows...), "testdata/"+name+".csv"
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestATextOfAWrongTypeOfCell(t *testing.T) {
	if err := spreadsheet.NewWriter(&strings.Builder{}, spreadsheet.Comma).Write(struct{}{}); err == nil {
		t.Error("a cell of any type was written")
	}
}

func TestClock(t *testing.T) {
	for seconds, want := range map[float64]string{0: "0:00:00", 59.9: "0:00:59", 61: "0:01:01", 3661: "1:01:01", 36000: "10:00:00", -1: "0:00:00"} {
		if got := spreadsheet.Clock(seconds); got != want {
			t.Errorf("%v is %s, want %s", seconds, got, want)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAWriterThatFails(t *testing.T) {
	w := spreadsheet.NewWriter(full{}, spreadsheet.Comma)
	if err := errors.Join(w.Write("a"), w.Flush()); err == nil {
		t.Error("a failure was not reported")
	}
}

func TestALongTextFitsIntoACell(t *testing.T) {
	for text, want := range map[string]int{
		strings.Repeat("a", 32_767): 32_767, strings.Repeat("a", 32_768): 32_767,
		strings.Repeat("é", 32_767): 32_767, strings.Repeat("☕", 40_000): 32_767, strings.Repeat("😀", 20_000): 16_384,
	} {
		got := []rune(spreadsheet.Safe(text))
		if len(got) != want || len(got) != len([]rune(text)) && got[len(got)-1] != '…' {
			t.Errorf("%d characters of %q", len(got), text[:4])
		}
	}
}

// Whatever the text, a second reader finds one cell that is not a formula, with the separator that
// was meant and with the other one.
func FuzzWriter(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, separator := range []spreadsheet.Separator{spreadsheet.Comma, spreadsheet.Semicolon} {
			out := strings.TrimPrefix(written(t, separator, []any{"before", text, "after"}), "\ufeff")
			r := csv.NewReader(strings.NewReader(out))
			r.Comma = rune(separator)
			row, err := r.Read()
			if err != nil || len(row) != 3 || row[0] != "before" || row[2] != "after" {
				t.Fatalf("%q was read as %q: %v", out, row, err)
			}
			if got := strings.TrimLeft(row[1], " \u00a0\u3000"); got != "" && strings.ContainsRune("=+-@\t\r\n", rune(got[0])) {
				t.Errorf("a spreadsheet would run %q", row[1])
			}
			if again := spreadsheet.Safe(row[1]); again != row[1] && len(text) < 1000 {
				t.Errorf("%q became %q", row[1], again)
			}
			for _, cell := range strings.FieldsFunc(out, func(r rune) bool { return strings.ContainsRune(",;\t\r\n", r) }) {
				if strings.HasPrefix(strings.TrimLeft(cell, ` "`), "=") {
					t.Errorf("with another separator a spreadsheet would run %q", cell)
				}
			}
		}
	})
}
