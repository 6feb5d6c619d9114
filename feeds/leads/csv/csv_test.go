package csv_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/csv"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func file() *csv.File { return csv.New(func() time.Time { return now }) }

var source = feeds.LeadSource{ID: "s", HashKey: "key"}

// read reads a file with the guessed mapping, changed by change.
func read(t testing.TB, text string, change func(*feeds.LeadMapping)) ([]feeds.Lead, []feeds.Warning, error) {
	t.Helper()
	c, err := file().Preview(strings.NewReader(text), nil)
	if err != nil {
		return nil, nil, err
	}
	if change != nil {
		change(&c.Mapping)
	}
	var out []feeds.Lead
	read, err := file().Leads(t.Context(), strings.NewReader(text), source, c.Mapping, func(l []feeds.Lead) error {
		out = append(out, l...)
		return nil
	})
	return out, read.Warnings, err
}

func TestAFileOfHubSpot(t *testing.T) {
	got, warnings, err := read(t, "Record ID,Email,Lifecycle Stage,Create Date,How did you hear about us?,Amount,First Page Seen,Notes\n"+
		"51,pat@buyer.example,Sales Qualified Lead,2026-11-02 09:14,\"Late Shift podcast,\nwith Ana\",1200.50,https://shop.example/pricing?gclid=1&utm_source=podcast,Sounded keen\n"+
		"52,,lead,2026-11-03 10:00,,,,\n", func(m *feeds.LeadMapping) { m.Zone = "Europe/Amsterdam" })
	if err != nil || len(warnings) != 0 {
		t.Fatal(warnings, err)
	}
	value := 1200.5
	first := source.Lead("51", time.Date(2026, 11, 2, 8, 14, 0, 0, time.UTC))
	first.Person, first.Stage, first.Answer, first.Value = source.Person("pat@buyer.example"), "sales_qualified_lead", "Late Shift podcast,\nwith Ana", &value
	first.Landing, first.Note = "/pricing?utm_source=podcast", "Sounded keen"
	second := source.Lead("52", time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC))
	second.Stage = "lead"
	if diff := cmp.Diff([]feeds.Lead{first, second}, got); diff != "" {
		t.Error(diff)
	}
}

func TestADutchFileWithoutIds(t *testing.T) {
	const text = "Aanmaakdatum;E-mailadres;Hoe heb je ons gevonden / over ons gehoord?;Bedrag\n" +
		"03-11-2026 10:15;Pat@Buyer.example;De podcast;1.200,50\n21-10-2026 08:00;;LinkedIn;\n21-10-2026 08:00;;Een vriend;-\n"
	got, _, err := read(t, text, nil)
	if err != nil || len(got) != 3 || *got[0].Value != 1200.5 || got[1].Value != nil || got[0].Person == "" || got[1].ID == got[2].ID {
		t.Fatalf("%+v, %v", got, err)
	}
	again, _, err := read(t, strings.Replace(text, "De podcast", "De podcast van Ana", 1), nil)
	if err != nil || again[0].ID != got[0].ID || again[1].ID != got[1].ID {
		t.Errorf("a file that is imported twice adds leads: %v", err)
	}
	for _, l := range got {
		if strings.Contains(fmt.Sprintf("%+v", l), "uyer") {
			t.Errorf("an address is kept: %+v", l)
		}
	}
}

func TestARowTwice(t *testing.T) {
	got, warnings, err := read(t, "id,date,answer\n1,2026-11-01,a\n2,2026-11-01,b\n1,2026-11-01,c\n", nil)
	if err != nil || len(got) != 2 || got[0].Answer != "c" || len(warnings) != 1 || warnings[0].Code != "lead_rows_twice" || !strings.Contains(warnings[0].Detail, "line 4") {
		t.Errorf("%+v, %v, %v", got, warnings, err)
	}
}

func TestWhatIsLongIsCut(t *testing.T) {
	got, warnings, err := read(t, "id,date,answer\n1,2026-11-01,"+strings.Repeat("é", 5000)+"\n", nil)
	if err != nil || !got[0].Cut || len(got[0].Answer) > feeds.MaxLeadText || len(warnings) != 1 {
		t.Errorf("%v, %v", warnings, err)
	}
}

// A file with a fault yields no lead, and the error says where the fault is.
func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		"id,date\n1,2026-11-01\n2,yesterday\n":                `line 3`,
		"id,date,value\n1,2026-11-01,10\n2,2026-11-02,many\n": `many`,
		"id,date\n1,2027-11-01\n":                             "in the future",
		"name,colour\nx,blue\n":                               "no column of dates",
		"date,colour\n2026-11-01,blue\n":                      "can't be told apart",
		"id,date,answer\n,2026-11-01,\n":                      "no id, no e-mail address and no answer",
		"id,date\n1,03/04/2026\n":                             "day first or month first",
		"":                                                    "empty",
		"id,date\n1,2026-11-01\n2,2026-11-02,three\n":         "line 3",
	} {
		if got, _, err := read(t, text, nil); err == nil || !strings.Contains(err.Error(), want) || got != nil {
			t.Errorf("%q: %v, %v; want %s", text, got, err, want)
		}
	}
	for want, change := range map[string]func(*feeds.LeadMapping){
		"no time zone": func(m *feeds.LeadMapping) { m.Zone = "Mars/Olympus" },
		"no column":    func(m *feeds.LeadMapping) { m.Note = "nothing" },
		"date format":  func(m *feeds.LeadMapping) { m.Dates = "tomorrow" },
	} {
		if _, _, err := read(t, "id,date\n1,2026-11-01\n", change); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestLeadsArePassedOnInPieces(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,date,answer\n")
	for i := range 1200 {
		fmt.Fprintf(&b, "%d,2026-11-01,a\n", i)
	}
	c, err := file().Preview(strings.NewReader(b.String()), nil)
	if err != nil || len(c.Rows) != 20 || len(c.Problems) != 0 || c.Lines[0] != 2 {
		t.Fatalf("%d rows, %v, %v", len(c.Rows), c.Problems, err)
	}
	sizes := []int{}
	_, err = file().Leads(t.Context(), strings.NewReader(b.String()), source, c.Mapping, func(l []feeds.Lead) error {
		sizes = append(sizes, len(l))
		return nil
	})
	if diff := cmp.Diff([]int{500, 500, 200}, sizes); diff != "" || err != nil {
		t.Error(diff, err)
	}
	full := errors.New("no space left")
	if _, err := file().Leads(t.Context(), strings.NewReader(b.String()), source, c.Mapping, func([]feeds.Lead) error { return full }); !errors.Is(err, full) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := file().Leads(ctx, strings.NewReader(b.String()), source, c.Mapping, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func FuzzLeads(f *testing.F) {
	f.Add("id,email,date,answer\n1,a@b.example,2026-11-01,x\n", "UTC")
	f.Add("datum;bedrag;antwoord\n25.10.2026 02:00;1.234,5;x\n", "Europe/Amsterdam")
	f.Add("\xff\xfed\x00", "Asia/Kolkata")
	f.Fuzz(func(t *testing.T, text, zone string) {
		c, err := file().Preview(strings.NewReader(text), nil)
		if err != nil {
			return
		}
		c.Mapping.Zone = zone
		seen := map[string]bool{}
		_, err = file().Leads(context.Background(), strings.NewReader(text), source, c.Mapping, func(leads []feeds.Lead) error {
			for _, l := range leads {
				if seen[l.ID] || l.Key == "" || strings.Contains(l.Key, "@") || l.Time.After(now) || len(l.Answer) > feeds.MaxLeadText || l.Address != "" {
					t.Fatalf("%+v", l)
				}
				seen[l.ID] = true
			}
			return nil
		})
		if err != nil && len(seen) > 0 {
			t.Fatalf("leads of a file with a fault: %v", err)
		}
	})
}
