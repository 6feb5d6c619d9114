package search_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search"
)

func TestTheOffsetSurvives(t *testing.T) {
	dir := t.TempDir()
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if x.Offset() != 0 {
		t.Errorf("a new index has the offset %d", x.Offset())
	}
	var entries []index.Entry
	for i := range 5 {
		e := episode(fmt.Sprint("d", i), "t", noon.AddDate(0, -i, 0), "acme")
		e.Seq = uint64(10 + i)
		entries = append(entries, e)
	}
	put(t, x, entries...)
	if x.Offset() != 14 {
		t.Errorf("offset %d, want 14", x.Offset())
	}
	for _, month := range []string{"2026-11", "2026-10", "2026-09", "2026-08"} {
		if err := x.Drop(month); err != nil {
			t.Fatal(err)
		}
	}
	x.Close()
	if x, err = search.Open(dir, search.Options{}); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if x.Offset() != 14 {
		t.Errorf("after dropping and opening again: offset %d, want 14", x.Offset())
	}
	if got := found(t, x, "acme"); got != "d4" {
		t.Errorf("left: %s", got)
	}
}

func TestReindexServesMeanwhile(t *testing.T) {
	x := open(t)
	put(t, x, episode("old", "t", noon, "acme before"), episode("gone", "t", noon, "acme"), episode("both", "t", noon, "acme old text"))
	ctx := context.Background()
	var told search.Progress
	err := x.Reindex(ctx, func(feed func([]index.Entry) error) error {
		if got := len(strings.Fields(found(t, x, "acme"))); got != 3 {
			t.Errorf("meanwhile %d documents are found", got)
		}
		put(t, x, episode("both", "t", noon, "acme new text"), episode("late", "t", noon, "acme"))
		if err := x.Delete(ctx, []string{"gone"}); err != nil {
			return err
		}
		if err := x.Reindex(ctx, nil, nil); !errors.Is(err, search.ErrReindexing) {
			t.Errorf("a second reindex: %v", err)
		}
		// The feed is older than what came meanwhile.
		return feed([]index.Entry{episode("old", "t", noon, "acme before"), episode("gone", "t", noon, "acme"), episode("both", "t", noon, "acme old text")})
	}, func(p search.Progress) { told = p })
	if err != nil {
		t.Fatal(err)
	}
	if told.Documents != 3 {
		t.Errorf("progress %+v", told)
	}
	for q, want := range map[string]int{"acme": 3, "new": 1, "gone": 0} {
		if got := len(strings.Fields(found(t, x, q))); got != want {
			t.Errorf("%s: %d documents, want %d", q, got, want)
		}
	}
}

func TestAStoppedReindexChangesNothing(t *testing.T) {
	dir := t.TempDir()
	x, err := search.Open(dir, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	put(t, x, episode("a", "t", noon, "acme"))
	ctx, stop := context.WithCancel(context.Background())
	err = x.Reindex(ctx, func(feed func([]index.Entry) error) error {
		if err := feed([]index.Entry{episode("b", "t", noon, "acme")}); err != nil {
			return err
		}
		stop()
		return feed([]index.Entry{episode("c", "t", noon, "acme")})
	}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("want canceled, got %v", err)
	}
	if got := found(t, x, "acme"); got != "a" {
		t.Errorf("found %s", got)
	}
	if dirs, _ := filepath.Glob(filepath.Join(dir, "gen-*")); len(dirs) != 1 {
		t.Errorf("left behind: %v", dirs)
	}
}

func TestCompactKeepsWhatIsThere(t *testing.T) {
	x := open(t)
	for i := range 20 {
		put(t, x, episode(fmt.Sprintf("d%02d", i), "t", noon, "acme"))
	}
	if err := x.Delete(context.Background(), []string{"d03"}); err != nil {
		t.Fatal(err)
	}
	if err := x.Compact(context.Background()); err != nil {
		t.Fatal(err)
	}
	st, err := x.Stats()
	if err != nil {
		t.Fatal(err)
	}
	if st.Passages != 38 || len(st.Partitions) != 1 || st.Partitions[0].Segments != 1 {
		t.Errorf("%+v", st)
	}
	if got := len(strings.Fields(found(t, x, "acme"))); got != 19 {
		t.Errorf("%d documents", got)
	}
}

func TestExport(t *testing.T) {
	x := open(t)
	put(t, x, episode("a", `=HYPERLINK("http://evil.example")`, noon, "acme, \"quoted\"\nand cut", "-1+1 acme"), episode("b", "t", noon.AddDate(0, -1, 0), "acme"))
	var out bytes.Buffer
	n, err := x.Export(context.Background(), &out, search.CSV, search.Request{Query: parse(t, "acme")})
	if err != nil || n != 3 {
		t.Fatalf("%d rows, %v", n, err)
	}
	text, bom := strings.CutPrefix(out.String(), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if !bom || strings.Count(text, "\r\n") != 4 {
		t.Errorf("not as Excel takes it: %q", text)
	}
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d lines, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	out.Reset()
	if _, err := x.Export(context.Background(), &out, search.JSONLines, search.Request{Query: parse(t, "acme")}); err != nil {
		t.Fatal(err)
	}
	var first search.Row
	if err := json.NewDecoder(&out).Decode(&first); err != nil || first.Document != "a" || first.Link != "https://cdn.example/a.mp3#t=0" {
		t.Errorf("%+v %v", first, err)
	}
}

func TestTotalsSuggestAndNames(t *testing.T) {
	x := open(t)
	ctx := context.Background()
	for i := range 12 {
		e := episode(fmt.Sprintf("d%02d", i), "t", noon.AddDate(0, 0, -i), "pricing at acme", "acme again")
		e.Sources = []string{"s1"}
		e.Kind = feeds.Kinds[i%2]
		e.People = []string{"Anna Berg"}
		e.Brands = []index.EntryBrand{{Brand: "b1", Passage: 1, Confidence: .9, Type: index.Passing}, {Brand: "b1", Passage: 2, Confidence: .5, Type: index.Passing}}
		put(t, x, e)
	}
	got, err := x.Totals(ctx, search.Request{Query: parse(t, "acme"), From: noon.AddDate(0, 0, -9).Truncate(24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if got.Documents != 10 || got.Passages != 20 || len(got.Days) != 10 || got.Kinds[0].Documents != 5 || got.Brands[0] != (search.Count{Value: "b1", Documents: 10}) || got.Speakers[0].Value != "Ann" {
		t.Errorf("%+v", got)
	}
	got, err = x.Totals(ctx, search.Request{Query: parse(t, "acme prycing")})
	if err != nil || got.Suggest != "acme pricing" {
		t.Errorf("did you mean: %q, %v", got.Suggest, err)
	}
	brands := []index.Brand{{ID: "b1", Name: "Berg & Dal", Aliases: []string{"BD"}}, {ID: "b2", Name: "Bergen"}}
	for prefix, want := range map[string]string{"ber": "Anna Berg (person), Berg & Dal (brand)", "DAL": "Berg & Dal (brand)", "bd": "Berg & Dal (brand)", "growth t": "Growth Talk (show)", "b1": "", "xyz": ""} {
		names, err := x.Names(ctx, prefix, 5, brands)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range names {
			got = append(got, fmt.Sprintf("%s (%s)", n.Value, n.Field))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, want %q", prefix, got, want)
		}
	}
}
