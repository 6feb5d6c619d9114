package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/api"
)

// On every route that reads JSON, a body that is wrong in very many ways costs little and is
// answered with few words.
func TestManyMistakesAreFewWords(t *testing.T) {
	d := open(t)
	var routes struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]any
			}
		}
	}
	text, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &routes); err != nil {
		t.Fatal(err)
	}
	unknown := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"unknown%d":%d,`, i, i)
		}
		return `{` + b.String() + `"z":1}`
	}
	bodies := map[string]string{
		"310,000 unknown fields": unknown(310_000), "20,000 unknown fields": unknown(20_000), "150 unknown fields": unknown(150),
		"a long field":           `{"` + strings.Repeat("x", 400_000) + `":1}`,
		"a list of wrong things": `{"name":"a","aliases":[` + strings.Repeat(`1,`, 19_000) + `1],"channels":[` + strings.Repeat(`{},`, 300) + `1]}`,
		"a very long list":       `{"aliases":[` + strings.Repeat(`1,`, 200_000) + `1]}`,
		"lists in lists":         strings.Repeat(`[`, 200_000),
		"objects in objects":     strings.Repeat(`{"a":`, 80_000),
		"not JSON":               strings.Repeat("x", 100_000),
		"an array":               `[` + strings.Repeat(`{"a":1},`, 5_000) + `1]`,
	}
	asked := 0
	for path, methods := range routes.Paths {
		for method, o := range methods {
			if _, takes := o.RequestBody.Content["application/json"]; !takes {
				continue
			}
			path := strings.ReplaceAll(strings.TrimPrefix(path, "/api/v1"), "{id}", "x")
			for name, body := range bodies {
				asked++
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				start := time.Now()
				resp := d.ask(strings.ToUpper(method), path, body)
				answer, _ := io.ReadAll(resp.Body)
				took := time.Since(start)
				runtime.ReadMemStats(&after)
				var p struct{ Errors []any }
				if err := json.Unmarshal(answer, &p); err != nil || resp.StatusCode/100 != 4 || len(p.Errors) > 20 || len(answer) > 16<<10 {
					t.Errorf("%s %s with %s answers %d in %d bytes with %d errors: %.200s", method, path, name, resp.StatusCode, len(answer), len(p.Errors), answer)
				}
				if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 48 || took > 3*time.Second {
					t.Errorf("%s %s with %s allocates %d MiB in %s", method, path, name, used, took)
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d requests", asked)
	}
}

func TestAnAddressThatListsTooMuch(t *testing.T) {
	d := open(t)
	for _, query := range []string{strings.Repeat("health=x&", 5_000), "health=" + strings.Repeat("x,", 20_000), "health=" + strings.Repeat("x%2c", 15_000)} {
		resp := d.ask("GET", "/sources?"+query, "")
		if text, _ := io.ReadAll(resp.Body); resp.StatusCode != 422 || len(text) > 4096 {
			t.Errorf("%.20s: %d in %d bytes", query, resp.StatusCode, len(text))
		}
	}
	resp := d.ask("GET", "/sources?health="+strings.Repeat("x,", 1_000), "")
	if text, _ := io.ReadAll(resp.Body); resp.StatusCode != 422 || len(text) > 8192 || strings.Count(string(text), "location") > 20 {
		t.Errorf("a thousand wrong values: %d in %d bytes", resp.StatusCode, len(text))
	}
}

// The ledger keeps no NUL: what holds one is another thing here than there.
func TestNULs(t *testing.T) {
	d := open(t)
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	for _, id := range []string{"lark%00meter", "%00larkmeter", "larkmeter%00"} {
		d.want(404, nil, "GET", "/brands/"+id, "")
		d.want(404, nil, "DELETE", "/brands/"+id, "")
	}
	for _, name := range []string{`\u0000`, `Lark\u0000meter`} {
		d.want(400, nil, "POST", "/brands", `{"name":"`+name+`"}`)
		d.want(400, nil, "POST", "/tokens", `{"name":"`+name+`","scope":"read"}`)
	}
	d.want(200, nil, "GET", "/sources?q="+url.QueryEscape("a\x00b"), "")
}
