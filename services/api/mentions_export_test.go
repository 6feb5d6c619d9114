package api_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger"
)

// sheet reads an export as a second program does.
func (d *desk) sheet(path string, separator rune) (header []string, rows [][]string) {
	d.t.Helper()
	resp := d.ask("GET", path, "")
	text, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(resp.Header.Get("Content-Disposition"), ".csv") {
		d.t.Fatalf("%s answers %d with %v: %s", path, resp.StatusCode, resp.Header, text)
	}
	body, bom := strings.CutPrefix(string(text), "\ufeff")
	if !bom {
		d.t.Errorf("%s has no byte order mark", path)
	}
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = separator
	all, err := r.ReadAll()
	if err != nil {
		d.t.Fatalf("%s: %v", path, err)
	}
	return all[0], all[1:]
}

// exported are documents as strangers write them.
const exported = `{"id":"a","kind":"podcast","language":"en","source":"Square Talk","title":"=HYPERLINK(\"http://evil.example\")","url":"https://show.example/a","published":"2026-11-02T23:30:00Z","cues":[{"start":3683.4,"end":3690,"speaker":"@Ann","text":"We moved to Larkmeter in May."}]}
{"id":"b","kind":"post","language":"nl","source":"Blog","title":"Over \"meten\"","text":"Wij gebruiken nu Larkmeter; =1+1 zegt niemand.","url":"https://blog.example/b","published":"2026-10-01T08:00:00Z"}
{"id":"c","kind":"post","language":"en","source":"Blog","title":"Undated","text":"Ask Larkmeter."}
`

func TestMentionsAsCSV(t *testing.T) {
	d := open(t)
	d.want(200, nil, "POST", "/imports/documents", exported, "Content-Type", "application/jsonl")
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.settle()
	var list struct{ Items []mentionView }
	d.want(200, &list, "GET", "/mentions?kind=podcast", "")
	episode := list.Items[0]
	d.want(200, nil, "PATCH", "/mentions/"+episode.ID, `{"state":"dismissed","reason":"advert"}`)

	header, rows := d.sheet("/mentions/export?state=new,dismissed", ',')
	if len(rows) != 3 {
		t.Fatalf("%d rows: %q", len(rows), rows)
	}
	cells := func(row []string) map[string]string {
		out := map[string]string{}
		for i, name := range header {
			out[name] = row[i]
		}
		return out
	}
	at := slices.IndexFunc(rows, func(row []string) bool { return cells(row)["kind"] == "podcast" })
	want := map[string]string{
		"brand": "Larkmeter", "confidence_class": episode.Class, "confidence": fmt.Sprint(episode.Confidence), "quote": "We moved to Larkmeter in May.",
		"second": "3686.13", "time": "1:01:26", "speaker": "'@Ann", "show": "Square Talk", "network": "import", "kind": "podcast",
		"title": `'=HYPERLINK("http://evil.example")`, "published": "2026-11-02", "state": "dismissed", "type": "passing", "reason": "advert", "copies": "0",
		"link": "https://show.example/a", "desk": d.a.Desk() + "/mentions/" + episode.ID, "synthetic": "",
	}
	got := cells(rows[at])
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	// For a Dutch spreadsheet; and what is unknown is empty.
	header, rows = d.sheet("/mentions/export?separator=semicolon", ';')
	for _, row := range rows {
		got := cells(row)
		if got["second"] != "" || got["time"] != "" || got["speaker"] != "" {
			t.Errorf("a post has the time %q, %q", got["second"], got["time"])
		}
		switch got["title"] {
		case `Over "meten"`:
			if !strings.Contains(got["quote"], ";' =1+1") || !strings.HasPrefix(got["confidence"], "0,") || got["published"] != "2026-10-01" {
				t.Errorf("%q", got)
			}
		case "Undated":
			if got["published"] != "" {
				t.Errorf("an undated post is of %s", got["published"])
			}
		default:
			t.Errorf("%q", got)
		}
	}

	// The filters are those of the list.
	for _, q := range []string{"", "kind=post", "lang=nl", "state=dismissed", "q=meten", "brand=nosuch", "from=2026-10-15&to=2026-11-30&state=dismissed", "conf=0.99", "unsure=too&sort=found", "copies=all"} {
		d.want(200, &list, "GET", "/mentions?"+q, "")
		var ids, same []string
		for _, m := range list.Items {
			ids = append(ids, m.ID)
		}
		header, rows := d.sheet("/mentions/export?"+q, ',')
		for _, row := range rows {
			link := row[slices.Index(header, "desk")]
			same = append(same, link[strings.LastIndex(link, "/")+1:])
		}
		if diff := cmp.Diff(ids, same); diff != "" {
			t.Errorf("%s: %s", q, diff)
		}
	}
	for _, q := range []string{"state=lost", "separator=tab", "from=yesterday"} {
		d.want(422, nil, "GET", "/mentions/export?"+q, "")
	}
}

// measured counts rows and looks at the memory as they pass.
type measured struct {
	header http.Header
	lines  int
	bytes  int
	most   uint64
	looked int
}

func (m *measured) Header() http.Header { return m.header }
func (m *measured) WriteHeader(int)     {}
func (m *measured) Write(b []byte) (int, error) {
	m.bytes += len(b)
	m.lines += bytes.Count(b, []byte("\n")) // a write may end between the two of a line end
	if m.bytes-m.looked > 4<<20 {
		m.looked = m.bytes
		m.most = max(m.most, heap())
	}
	return len(b), nil
}

func heap() uint64 {
	var s runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// An export of any size holds one page of mentions in memory.
func TestAnExportDoesNotGrowInMemory(t *testing.T) {
	many := 10_000
	if os.Getenv("NAMEDROP_SLOW") != "" {
		many = 1_000_000
	}
	d := open(t)
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","kind":"post","language":"en","title":"`+strings.Repeat("t", 1000)+`","text":"We moved to Larkmeter."}`, "Content-Type", "application/jsonl")
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	d.settle()
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		columns, err := tx.Column(t.Context(), "SELECT name FROM pragma_table_info('mentions')")
		if err != nil {
			return err
		}
		values := make([]string, len(columns))
		for i, c := range columns {
			switch c {
			case "id", "brand":
				values[i] = "m." + c + " || n"
			case "published":
				values[i] = "m.published - n"
			default:
				values[i] = "m." + c
			}
		}
		_, err = tx.Exec(t.Context(), "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ?) INSERT INTO mentions ("+
			strings.Join(columns, ", ")+") SELECT "+strings.Join(values, ", ")+" FROM mentions m, many", many)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	before := heap()
	w := &measured{header: http.Header{}}
	d.h.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/api/v1/mentions/export?unsure=too", nil).WithContext(access.Inside(t.Context())))
	if w.lines != many+2 {
		t.Fatalf("%d lines, want %d: the header, one mention and its doubles", w.lines, many+2)
	}
	t.Logf("%d MB in %d rows; the heap grew by %d KB", w.bytes>>20, many, (int64(w.most)-int64(before))>>10)
	if w.most > before+24<<20 {
		t.Errorf("the heap grew from %d to %d MB", before>>20, w.most>>20)
	}
}
