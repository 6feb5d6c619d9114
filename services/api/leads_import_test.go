package api_test

import (
	"encoding/binary"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

type leadsImported struct {
	Source   string
	State    string
	Detail   string
	Counts   map[string]int
	Warnings []struct{ Code, Detail string }
}

func importingLeads(mapping map[string]any, more ...string) string {
	b, _ := json.Marshal(mapping)
	q := url.Values{"site": {"shop"}, "mapping": {string(b)}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return "/leads/import?" + q.Encode()
}

// utf16le returns a text as Excel saves it.
func utf16le(s string) string {
	out := []byte{0xff, 0xfe}
	for _, c := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, c)
	}
	return string(out)
}

// An export as it comes from a spreadsheet: UTF-16, semicolons, decimal commas, dates of a day and of a
// minute, and the same lead twice.
const leadRows = "Aangemaakt op;Record ID;E-mail;Hoe heb je ons gevonden?;Fase;Bedrag\n" +
	"01-11-2026 09:30;7;ann@buyer.example;Podcast De Groei;Klant;1.250,50\n" +
	"13-11-2026 10:00;8;bo@buyer.example;;Lead;\n" +
	"14-11-2026 11:00;8;bo@buyer.example;LinkedIn;Lead;0,5\n"

func TestImportingLeads(t *testing.T) {
	d := openAt(t, func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) })
	file := utf16le(leadRows)
	var p struct {
		Names    []string
		Rows     [][]string
		Mapping  map[string]any
		Problems []string
	}
	d.want(200, &p, "POST", "/leads/import/preview", file)
	if len(p.Rows) != 3 || len(p.Problems) != 0 || p.Mapping["person"] != "E-mail" || p.Mapping["answer"] != "Hoe heb je ons gevonden?" {
		t.Fatalf("%+v", p)
	}
	p.Mapping["zone"] = "Europe/Amsterdam"
	var got leadsImported
	d.want(200, &got, "POST", importingLeads(p.Mapping, "dry_run", "true"), file)
	if got.Counts["added"] != 2 || len(got.Warnings) != 1 || got.Warnings[0].Code != "lead_rows_twice" {
		t.Errorf("%+v", got)
	}
	d.want(404, nil, "GET", "/leads/sources/"+got.Source, "")
	for round, what := range []string{"added", "unchanged"} {
		got = leadsImported{}
		d.want(200, &got, "POST", importingLeads(p.Mapping), file)
		if got.State != "done" || got.Counts[what] != 2 {
			t.Errorf("round %d: %+v", round, got)
		}
	}
	var listed leadsListed
	d.want(200, &listed, "GET", "/leads", "")
	first := listed.Items[1]
	if len(listed.Items) != 2 || first.Key != "7" || *first.Value != 1250.5 || first.Stage != "klant" || first.Address != "" || first.Person == "" ||
		first.Time.Format(time.RFC3339) != "2026-11-01T08:30:00Z" || listed.Items[0].Answer != "LinkedIn" {
		t.Errorf("%+v", listed)
	}
	var source struct{ Type, Arrival, Health string }
	d.want(200, &source, "GET", "/leads/sources/"+got.Source, "")
	if source.Type != "csv" || source.Arrival != "file" || source.Health != "healthy" {
		t.Errorf("%+v", source)
	}
	var jobs struct{ Items []struct{ Kind string } }
	if d.want(200, &jobs, "GET", "/imports", ""); len(jobs.Items) != 2 || jobs.Items[0].Kind != "leads" {
		t.Errorf("%+v", jobs)
	}
}

func TestLeadsThatCantBeImported(t *testing.T) {
	d := openAt(t, func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) })
	good := map[string]any{"time": "date", "id": "id"}
	for _, c := range []struct{ path, body, says string }{
		{importingLeads(good), "date,id\n2026-11-03,1\n03/11/2026,2\n", "Line 3"},
		{importingLeads(good), "date,id\n2026-11-21,1\n", "is in the future"},
		{importingLeads(map[string]any{"time": "date", "id": "id", "value": "v"}), "date,id,v\n2026-11-03,1,lots\n", `"lots" in column v`},
		{importingLeads(good), "day,id\n2026-11-03,1\n", `No column "date"`},
		{importingLeads(good), "", "empty"},
		{importingLeads(map[string]any{"time": "date", "zone": "Mars"}), "date\n", "time zone"},
		{importingLeads(good, "type", "hubspot"), "date,id\n", "can't be imported from files"},
		{importingLeads(good, "mapping", "{"), "date,id\n", "mapping"},
		{importingLeads(good, "site", " "), "date,id\n2026-11-03,1\n", "The site is empty"},
	} {
		var got leadsImported
		d.want(422, &got, "POST", c.path, c.body)
		if !strings.Contains(got.Detail, c.says) {
			t.Errorf("%q: %q, want %q", c.body, got.Detail, c.says)
		}
	}
	var held struct{ Items []any }
	if d.want(200, &held, "GET", "/leads/sources", ""); len(held.Items) != 0 {
		t.Error("a source came of a file that can't be read")
	}
}
