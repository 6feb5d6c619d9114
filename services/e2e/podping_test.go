package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// A podcast that is announced on the Hive chain is read at once, and only its own feed is believed.
func TestPodping(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	items, reads, head := "", 0, 1000
	feed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		reads++
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Show</title>%s<item><guid>old</guid><title>Old</title><pubDate>Mon, 02 Nov 2020 10:00:00 GMT</pubDate></item></channel></rss>`, items)
	}))
	defer feed.Close()
	announce := func(account, address string) string {
		payload, _ := json.Marshal(fmt.Sprintf(`{"version":"1.1","medium":"podcast","reason":"update","iris":[%q,"https://nobody.example/feed"]}`, address))
		return fmt.Sprintf(`{"type":"custom_json_operation","value":{"required_auths":[],"required_posting_auths":[%q],"id":"pp_podcast_update","json":%s}}`, account, payload)
	}
	blocks := map[int]string{}
	node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req struct {
			Method string
			Params json.RawMessage
		}
		_ = json.NewDecoder(r.Body).Decode(&req)
		mu.Lock()
		defer mu.Unlock()
		switch req.Method {
		case "condenser_api.get_following":
			fmt.Fprint(w, `{"result":[{"follower":"podping","following":"podping.aaa","what":["blog"]}]}`)
		case "condenser_api.get_dynamic_global_properties":
			fmt.Fprintf(w, `{"result":{"head_block_number":%d}}`, head)
		case "block_api.get_block":
			var p struct {
				N int `json:"block_num"`
			}
			_ = json.Unmarshal(req.Params, &p)
			fmt.Fprintf(w, `{"result":{"block":{"transactions":[{"operations":[%s]}]}}}`, blocks[p.N])
		}
	}))
	defer node.Close()
	s, _ := told(t, fmt.Sprintf("endpoints: {podping: %q, podping_other: %q}\n", node.URL, node.URL))
	s.addType("podcast", "url="+feed.URL+"/feed")
	s.addType("podping", "url=")
	eventually(t, func() string {
		if got := s.named1("podping"); got.Health != "healthy" {
			return fmt.Sprintf("%+v\n%s", got, s.out)
		}
		return ""
	})
	count := func() int { mu.Lock(); defer mu.Unlock(); return reads }
	produce := func(op string) { mu.Lock(); defer mu.Unlock(); head++; blocks[head] = op }
	before := count()
	produce(announce("mallory", feed.URL+"/feed")) // an account that podping doesn't follow
	time.Sleep(5 * time.Second)
	if count() != before {
		t.Error("a stranger made the feed be read")
	}
	mu.Lock()
	items = fmt.Sprintf(`<item><guid>new</guid><title>Larkmeter is new</title><link>%s/new</link><pubDate>%s</pubDate></item>`, feed.URL, time.Now().UTC().Format(time.RFC1123Z))
	mu.Unlock()
	produce(announce("podping.aaa", feed.URL+"/feed"))
	s.mentioned(feed.URL + "/new")
}
