package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

// One article in two feeds is one row in the inbox, one result and one message that lists both.
func TestOneArticleInTwoFeeds(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	var published atomic.Bool
	text := "<p>We compared twelve tools over the winter, and honestly Larkmeter was the only one that the whole team still used in spring.</p>"
	for _, feed := range []string{"blog", "planet"} {
		w.Handle("/"+feed+".xml", http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(rw, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The %s</title><language>en</language>
				<item><guid>first-%s</guid><title>Hello</title><link>https://%s.example/hello</link><description>Nothing here.</description></item>`, feed, feed, feed)
			if published.Load() {
				fmt.Fprintf(rw, `<item><guid>%s-2</guid><title>Twelve tools</title><link>https://blog.example/tools?utm_source=%s</link><pubDate>%s</pubDate>
					<content:encoded><![CDATA[%s]]></content:encoded></item>`, feed, feed, time.Now().UTC().Format(time.RFC1123Z), text)
			}
			fmt.Fprint(rw, `</channel></rss>`)
		}))
	}
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	url, closeHook := hook.Serve()
	t.Cleanup(closeHook)
	s := serve(t, quick)
	s.addBrand("Larkmeter", nil)
	var channel struct{ ID string }
	s.must("POST", "/channels", map[string]any{"name": "receiver", "url": url, "secret": hookSecret, "settings": map[string]any{"url": url, "batch": 10}}, &channel)
	s.must("POST", "/rules", map[string]any{"name": "all", "channels": []string{channel.ID}, "group_seconds": 20}, nil)
	for _, feed := range []string{"blog", "planet"} {
		s.waitRead(s.addSource(w.At("/" + feed + ".xml")).ID)
	}
	published.Store(true)
	type row struct {
		ID     string
		State  string
		Copies []struct{ ID, URL string }
	}
	var page struct{ Items []row }
	eventually(t, func() string {
		s.must("GET", "/mentions", nil, &page)
		if len(page.Items) != 1 || len(page.Items[0].Copies) != 2 {
			return fmt.Sprintf("%+v", page.Items)
		}
		return ""
	})
	if n := len(s.mentions("copies=all")); n != 2 {
		t.Errorf("%d mentions, want 2", n)
	}
	got, err := hook.WaitFor(testContext(t), 1)
	if err != nil {
		t.Fatal(err)
	}
	var events []struct {
		Data struct{ Copies []struct{ ID, Link string } }
	}
	body := got[0].Body
	if !strings.HasPrefix(string(body), "[") {
		body = []byte("[" + string(body) + "]")
	}
	if err := json.Unmarshal(body, &events); err != nil || len(events) != 1 || len(events[0].Data.Copies) != 2 {
		t.Errorf("%v: %s", err, got[0].Body)
	}
	var found struct {
		Items []struct{ Similar []struct{ Document string } }
	}
	eventually(t, func() string {
		s.must("GET", "/search?q=Larkmeter", nil, &found)
		if len(found.Items) != 1 || len(found.Items[0].Similar) != 1 {
			return fmt.Sprintf("search %+v", found)
		}
		return ""
	})
	s.must("PATCH", "/mentions/"+page.Items[0].ID, map[string]any{"state": "dismissed", "reason": "advert"}, nil)
	for _, m := range s.mentions("copies=all&state=dismissed,new") {
		if m.State != "dismissed" {
			t.Errorf("a copy is still %s", m.State)
		}
	}
	s.must("PATCH", "/mentions/"+page.Items[0].ID, map[string]any{"state": "new"}, nil)
	if n := len(s.mentions("copies=all&state=new")); n != 2 {
		t.Errorf("%d mentions are new after the undo", n)
	}
	time.Sleep(time.Second)
	if n := len(hook.Requests()); n != 1 {
		t.Errorf("%d messages", n)
	}
}
