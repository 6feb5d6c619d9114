package podping

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

// op is an operation as block_api sends it.
func op(account, id, payload string) string {
	return fmt.Sprintf(`{"type":"custom_json_operation","value":{"required_auths":[],"required_posting_auths":[%q],"id":%q,"json":%q}}`, account, id, payload)
}

const update = `{"version":"1.1","medium":"podcast","reason":"update","iris":["https://feeds.example/a.rss","https://feeds.example/b.rss"],"timestampNs":1,"sessionId":2}`

func TestAnnounced(t *testing.T) {
	for name, tt := range map[string]struct {
		op   string
		want string
	}{
		"1.1":             {op("podping.aaa", "pp_podcast_update", update), "https://feeds.example/a.rss https://feeds.example/b.rss"},
		"old urls":        {op("podping.aaa", "podping", `{"version":"0.3","urls":["https://feeds.example/a.rss"]}`), "https://feeds.example/a.rss"},
		"old url":         {op("podping.aaa", "podping", `{"url":"https://feeds.example/a.rss","reason":"feed_update"}`), "https://feeds.example/a.rss"},
		"condenser":       {`["custom_json",{"required_posting_auths":["podping.aaa"],"id":"podping","json":"{\"url\":\"https://feeds.example/a.rss\"}"}]`, "https://feeds.example/a.rss"},
		"not followed":    {op("mallory", "pp_podcast_update", update), ""},
		"a test":          {op("podping.aaa", "pplt_podcast_update", update), ""},
		"another game":    {op("podping.aaa", "sm_market_rent", update), ""},
		"a vote":          {`{"type":"vote_operation","value":{"voter":"podping.aaa"}}`, ""},
		"no JSON":         {op("podping.aaa", "podping", `{{`), ""},
		"too large":       {op("podping.aaa", "podping", `{"url":"https://feeds.example/`+strings.Repeat("a", 9000)+`"}`), ""},
		"something else":  {`7`, ""},
		"wrong structure": {`["custom_json"]`, ""},
	} {
		var b block
		if err := json.Unmarshal([]byte(`{"transactions":[{"operations":[`+tt.op+`]}]}`), &b); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(announced(b, map[string]bool{"podping.aaa": true}), " "); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// hive is a node with blocks from 1,000 on. It forgets nothing.
func hive(t *testing.T, head *atomic.Int64, blocks map[int64]string, fail *atomic.Bool) *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct {
			Method string
			Params json.RawMessage
		}
		if fail.Load() || json.NewDecoder(r.Body).Decode(&req) != nil {
			http.Error(w, "busy", http.StatusBadGateway)
			return
		}
		switch req.Method {
		case "condenser_api.get_following":
			fmt.Fprint(w, `{"result":[{"follower":"podping","following":"podping.aaa","what":["blog"]}]}`)
		case "condenser_api.get_dynamic_global_properties":
			fmt.Fprintf(w, `{"result":{"head_block_number":%d}}`, head.Load())
		case "block_api.get_block":
			var p struct {
				N int64 `json:"block_num"`
			}
			_ = json.Unmarshal(req.Params, &p)
			fmt.Fprintf(w, `{"result":{"block":{"transactions":[{"operations":[%s]}]}}}`, blocks[p.N])
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// Each block is read once, also after the node failed and another took over.
func TestListen(t *testing.T) {
	var head atomic.Int64
	var broken, works atomic.Bool
	head.Store(1005)
	blocks := map[int64]string{1005: op("podping.aaa", "podping", `{"url":"https://feeds.example/5"}`), 1006: op("podping.aaa", "podping", `{"url":"https://feeds.example/6"}`), 1007: op("podping.aaa", "podping", `{"url":"https://feeds.example/7"}`)}
	first, second := hive(t, &head, blocks, &broken), hive(t, &head, blocks, &works)
	l := New(Options{Nodes: []string{first.URL, second.URL}, Client: http.DefaultClient, Every: time.Millisecond})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var got []string
	var at feeds.Position
	err := l.Listen(ctx, feeds.Subscription{Sources: func() []feeds.Source { return nil }, Take: func(b feeds.Batch) error {
		got, at = append(got, b.Nudged...), b.Position
		switch len(got) {
		case 1:
			head.Store(1006)
		case 2:
			broken.Store(true)
			head.Store(1007)
		case 3:
			cancel()
		}
		return nil
	}})
	if want := []string{"https://feeds.example/5", "https://feeds.example/6", "https://feeds.example/7"}; err != nil || !slices.Equal(got, want) || string(at) != `{"block":1007}` {
		t.Fatalf("%v, %q, %s", err, got, at)
	}
	// From where it was, after an outage of a day: the last hour is read.
	head.Store(1007 + 28800)
	blocks[head.Load()-maxBehind] = op("podping.aaa", "podping", `{"url":"https://feeds.example/old"}`)
	blocks[head.Load()-maxBehind+1] = op("podping.aaa", "podping", `{"url":"https://feeds.example/recent"}`)
	got = nil
	ctx, cancel = context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_ = l.Listen(ctx, feeds.Subscription{At: at, Sources: func() []feeds.Source { return nil }, Take: func(b feeds.Batch) error {
		if got = append(got, b.Nudged...); len(got) > 0 {
			cancel()
		}
		return nil
	}})
	if !slices.Equal(got, []string{"https://feeds.example/recent"}) {
		t.Errorf("after an outage: %q", got)
	}
	works.Store(true)
	var f *feeds.Fault
	if err := l.Listen(t.Context(), feeds.Subscription{Sources: func() []feeds.Source { return nil }}); !errors.As(err, &f) || f.Code != "podping_away" {
		t.Errorf("both nodes away: %v", err)
	}
}

// The recorded log names feeds that were announced; as operations they are read to the same list.
func TestRecordedAnnouncements(t *testing.T) {
	data := os.Getenv("NAMEDROP_TESTDATA")
	if data == "" {
		t.Skip("NAMEDROP_TESTDATA is not set: the recorded log is not part of this repository")
	}
	raw, err := os.ReadFile(filepath.Join(data, "sources", "podping", "very-first-trans.log"))
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)Feed Updated - .* - ([0-9a-f]{40}) - (\S+)`).FindAllStringSubmatch(string(raw), -1)
	var ops, want []string
	for _, l := range lines {
		payload, _ := json.Marshal(map[string]string{"url": l[2]})
		ops, want = append(ops, op("podping.aaa", "podping", string(payload))), append(want, l[2])
	}
	var b block
	if err := json.Unmarshal([]byte(`{"transactions":[{"operations":[`+strings.Join(ops, ",")+`]}]}`), &b); err != nil {
		t.Fatal(err)
	}
	got := announced(b, map[string]bool{"podping.aaa": true})
	if len(got) < 50 || !slices.Equal(got, want) {
		t.Errorf("%d of %d announcements were read", len(got), len(want))
	}
	t.Logf("%d announcements", len(got))
}

func FuzzAnnounced(f *testing.F) {
	f.Add([]byte(`{"transactions":[{"operations":[` + op("podping.aaa", "pp_podcast_update", update) + `]}]}`))
	f.Add([]byte(`{"transactions":[{"operations":[["custom_json",{}],7,null]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var b block
		if json.Unmarshal(raw, &b) != nil {
			return
		}
		for _, iri := range announced(b, map[string]bool{"podping.aaa": true}) {
			if iri == "" || len(iri) > maxIRI {
				t.Fatalf("%q", iri)
			}
		}
	})
}
