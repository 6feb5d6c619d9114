package calibration

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Markdown writes rows as a table.
func Markdown(w io.Writer, rows []Row) error {
	var b strings.Builder
	b.WriteString("| series | history, days | window, days | added | runs | flagged (p < .05) | model alone | interval held the truth | cannot tell | lambda |\n")
	b.WriteString("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, r := range rows {
		added := "nothing"
		if r.Rise > 0 {
			added = fmt.Sprintf("%+.0f %%", 100*r.Rise)
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %s | %d | %s | %s | %s | %s | %.2f |\n", r.World, r.History, r.Days, added, r.Runs,
			share(r.Flagged, r.Runs), share(r.Grid, r.Runs), share(r.Covered, r.Runs), share(r.CantSay, r.Runs), r.Lambda)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func share(n, of int) string { return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(max(of, 1))) }

var columns = []string{"series", "history", "window", "rise", "runs", "flagged", "grid", "covered", "cannot_tell", "torn", "lambda"}

// CSV writes rows with their counts.
func CSV(w io.Writer, rows []Row) error {
	out := csv.NewWriter(w)
	_ = out.Write(columns)
	for _, r := range rows {
		_ = out.Write([]string{
			r.World, strconv.Itoa(r.History), strconv.Itoa(r.Days), strconv.FormatFloat(r.Rise, 'g', -1, 64), strconv.Itoa(r.Runs),
			strconv.Itoa(r.Flagged), strconv.Itoa(r.Grid), strconv.Itoa(r.Covered), strconv.Itoa(r.CantSay), strconv.Itoa(r.Torn),
			strconv.FormatFloat(r.Lambda, 'f', 4, 64),
		})
	}
	out.Flush()
	return out.Error()
}

// ReadCSV reads what CSV wrote.
func ReadCSV(r io.Reader) ([]Row, error) {
	lines, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the calibration table: %w", err)
	}
	var rows []Row
	for _, l := range lines[1:] {
		row := Row{World: l[0]}
		for i, into := range map[int]*int{1: &row.History, 2: &row.Days, 4: &row.Runs, 5: &row.Flagged, 6: &row.Grid, 7: &row.Covered, 8: &row.CantSay, 9: &row.Torn} {
			if *into, err = strconv.Atoi(l[i]); err != nil {
				return nil, fmt.Errorf("reading the calibration table: %w", err)
			}
		}
		if row.Rise, err = strconv.ParseFloat(l[3], 64); err != nil {
			return nil, fmt.Errorf("reading the calibration table: %w", err)
		}
		if row.Lambda, err = strconv.ParseFloat(l[10], 64); err != nil {
			return nil, fmt.Errorf("reading the calibration table: %w", err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// MarkdownOverlaps writes how overlapping mentions were separated.
func MarkdownOverlaps(w io.Writer, rows []Overlap) {
	fmt.Fprintln(w, "\n| overlap | window, days | first day's effect | runs | told apart | bias | interval held the truth |")
	fmt.Fprintln(w, "| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
	split, covered := 0, 0
	for _, o := range rows {
		name := "one day apart"
		if o.Apart == 0 {
			name = "same day"
		}
		bias, held := "–", "–"
		if o.Split > 0 {
			bias, held = fmt.Sprintf("%+.1f %%", 100*o.Bias), share(o.Covered, 2*o.Split)
		}
		split, covered = split+2*o.Split, covered+o.Covered
		fmt.Fprintf(w, "| %s | %d | %+.0f %% | %d | %s | %s | %s |\n", name, o.Days, 100*o.Effect, o.Runs, share(o.Split, o.Runs), bias, held)
	}
	fmt.Fprintf(w, "\nOver all overlaps told apart the interval held the truth in %s. What is left of an effect after each day is drawn between 20 and 80 %% and unknown to the method.\n", share(covered, split))
}

// MarkdownDiscovery writes how the false-discovery rate turned out.
func MarkdownDiscovery(w io.Writer, d Discovery) {
	fmt.Fprintf(w, "\nFalse-discovery rate, %d series of 100 mentions, 10 of them real: %.1f reported on average, %.1f %% of them without effect, %s of the real found.\n",
		d.Runs, d.Reported, 100*d.FalseRates, share(d.Found, d.Real))
}
