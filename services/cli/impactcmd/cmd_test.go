package impactcmd

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds/table"
)

func ask(t *testing.T, c Cmd) (string, error) {
	t.Helper()
	var out, errs bytes.Buffer
	err := c.Run(context.Background(), Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	return out.String(), err
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "series.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// days is a CSV of n days from 2026-01-01 with a value for each.
func days(n int, value func(i int) string) string {
	var b strings.Builder
	b.WriteString("date,visits\n")
	for i := range n {
		fmt.Fprintf(&b, "2026-%02d-%02d,%s\n", 1+i/28, 1+i%28, value(i))
	}
	return b.String()
}

func TestBadInput(t *testing.T) {
	fine := func(i int) string { return fmt.Sprint(100 + i*7%13) }
	for _, c := range []struct{ name, text, at, want string }{
		{"empty", "", "2026-01-02", "empty"},
		{"heading only", "date,visits\n", "2026-01-02", "no rows"},
		{"text for a number", "date,visits\n2026-01-01,10\n2026-01-02,many\n", "2026-01-02", "line 3"},
		{"mixed dates", "date,visits\n2026-01-01,10\n02.01.2026,11\n", "2026-01-02", "use one format"},
		{"doubled rows", "date,visits\n2026-01-01,10\n2026-01-02,11\n2026-01-02,12\n", "2026-01-02", "lines 3 and 4"},
		{"thousands or decimals", "date;visits\n2026-01-01;1,234\n2026-01-02;2,345\n", "2026-01-02", "decimal comma"},
		{"before the data", days(10, fine), "2025-12-01", "before the first row"},
		{"first day", days(10, fine), "2026-01-01", "first row"},
		{"after the data", days(10, fine), "2027-01-01", "after the last row"},
		{"too large", "date,visits\n2026-01-01,1e300\n2026-01-02,2\n", "2026-01-02", "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ask(t, Cmd{Series: write(t, c.text), At: c.at})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want it to say %q", err, c.want)
			}
		})
	}
}

func TestOddSeriesGetAnAnswer(t *testing.T) {
	for _, c := range []struct {
		name  string
		value func(i int) string
	}{
		{"constant", func(int) string { return "50" }},
		{"all zeros", func(int) string { return "0" }},
		{"one outlier", func(i int) string { return map[bool]string{true: "1000000", false: fmt.Sprint(100 + i*7%13)}[i == 20] }},
		{"negative", func(i int) string { return fmt.Sprint(i*7%13 - 6) }},
		{"decimal point", func(i int) string { return fmt.Sprintf("%d.5", i*7%13) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := ask(t, Cmd{Series: write(t, days(112, c.value)), At: "2026-04-20", Until: "2026-04-22", JSON: true})
			if err != nil {
				t.Fatal(err)
			}
			if !json.Valid([]byte(out)) || strings.Contains(out, "NaN") || strings.Contains(out, "Inf") {
				t.Fatalf("no plain JSON: %s", out)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []Cmd{
		{Series: "testdata/visits.csv", At: "2026-06-14", Until: "2026-06-20"},
		{Series: "testdata/visits.csv", Mentions: "testdata/mentions.csv"},
	} {
		first, err := ask(t, c)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := ask(t, c)
		if first != again {
			t.Error("the same question got two answers")
		}
		if strings.Contains(first, "caused") || !strings.Contains(first, "Timing alone does not prove cause.") {
			t.Errorf("the words are wrong:\n%s", first)
		}
		if !strings.Contains(first, "probably brought") {
			t.Errorf("the planted lift was missed:\n%s", first)
		}
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// The text and the picture of a mention are golden, byte for byte.
func TestGolden(t *testing.T) {
	dir := t.TempDir()
	drawn := filepath.Join(dir, "a.svg")
	text, err := ask(t, Cmd{Series: "testdata/visits.csv", At: "2026-06-14", Until: "2026-06-20", SVG: drawn})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := os.ReadFile(drawn)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{"lift.txt": []byte(text), "lift.svg": picture} {
		path := filepath.Join("testdata", "golden", name)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got; go test -update writes it anew):\n%s", name, diff)
		}
	}
	if err := xml.Unmarshal(picture, new(struct{ XMLName xml.Name })); err != nil {
		t.Errorf("the picture is no XML: %v", err)
	}
}

func FuzzSeries(f *testing.F) {
	f.Add("date,visits\n2026-01-01,10\n2026-01-02,11\n")
	f.Add("a;b\n01.02.2026;1.234,5\n")
	f.Add("\"Date\" \"y\"\n\"2011-01-02\" 99.1\n")
	f.Fuzz(func(t *testing.T, text string) {
		read, err := table.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		if out, err := (sheet{read}).series(choice{}); err == nil && len(out.series.Values) == 0 {
			t.Fatal("a series without rows")
		}
	})
}
