package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Here each secret that an address can contain includes SECRET. No answer to a viewer may include
// it, on any route for any resource.
func TestAViewerSeesNoSecret(t *testing.T) {
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "Cannot POST "+r.URL.String(), http.StatusNotFound) // as many servers do
	}))
	defer echo.Close()
	d := open(t)
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	for _, address := range []string{
		"https://userSECRET:passSECRET@one.example/feed", "https://SECRETtoken@two.example/feed", "https://three.example/feed?auth=SECRET&x=1",
		"https://four.example/private/SECRET/feed.xml", "https://five.example/SECRET", "https://six.example/feed?SECRET", "seven.example/SECRET/rss?k=SECRET",
		"http://u:SECRET@eight.example:8080/a%2FSECRET/feed#SECRET", "feed://nine.example/feed;SECRET", "https://ten.example/SECRET%20x?q=a SECRET",
	} {
		d.want(200, nil, "POST", "/sources", `{"url":"`+address+`"}`)
	}
	d.want(200, nil, "POST", "/sources/import", `<opml version="2.0"><body><outline type="rss" text="S" xmlUrl="https://u:SECRET@opml.example/SECRET/feed" htmlUrl="https://u:SECRET@opml.example/?t=SECRET"/></body></opml>`)
	var first string
	for _, address := range []string{
		"https://u:SECRET@hooks.example/services/SECRET?token=SECRET", "http://hooks.example/SECRET", "https://SECRET@hooks.example", echo.URL + "/SECRET?k=SECRET",
	} {
		var made struct{ ID string }
		d.want(200, &made, "POST", "/channels", `{"name":"To them","url":"`+address+`","secret":"whsec_U0VDUkVUU0VDUkVUU0VDUkVUU0VDUkVU"}`)
		d.want(200, nil, "POST", "/channels/"+made.ID+"/test", "")
		first = made.ID
	}
	d.want(200, nil, "POST", "/rules", `{"name":"All","channels":["`+first+`"]}`)
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","kind":"post","source":"List","text":"We moved to Larkmeter last year."}`)
	d.settle()
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		ctx := t.Context()
		if _, err := record.AddDelivery(ctx, tx, alerts.Delivery{ID: "sent", Workspace: "default", Channel: first, Items: []alerts.Item{{Kind: alerts.MentionItem, Subject: "gone", Event: alerts.Found, Revision: 1}}, MediaType: "application/json", Body: []byte("{}")}); err != nil {
			return err
		}
		return record.FinishDelivery(ctx, tx, alerts.Attempt{Delivery: "sent", Number: 1, Status: 404, Answer: "Cannot POST /SECRET?k=SECRET"}, alerts.Failed, time.Time{})
	})
	if err != nil {
		t.Fatal(err)
	}

	text, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var spec struct{ Paths map[string]map[string]any }
	if err := json.Unmarshal(text, &spec); err != nil {
		t.Fatal(err)
	}
	var token struct{ Token string }
	d.want(200, &token, "POST", "/tokens", `{"name":"reader","scope":"read"}`)
	bearer := []string{"Authorization", "Bearer " + token.Token}
	read := func(path string) string {
		resp := d.ask("GET", path, "", bearer...)
		body, _ := io.ReadAll(resp.Body)
		got := string(body)
		for _, values := range resp.Header {
			got += "\n" + strings.Join(values, "\n")
		}
		plain, _ := url.QueryUnescape(got)
		if strings.Contains(got+plain, "SECRET") || strings.Contains(got, "U0VDUkVU") {
			t.Errorf("GET %s says %s", path, regexp.MustCompile(`.{0,120}(SECRET|U0VDUkVU).{0,60}`).FindString(got+plain))
		}
		return got
	}
	episode := regexp.MustCompile(`/documents/\w+`).FindString(d.recording("https://u:SECRET@cdn.example/1.mp3?sig=SECRET"))
	if got := read(episode); !strings.Contains(got, `"audio":"https://cdn.example/1.mp3?xxxxx"`) {
		t.Errorf("the episode is %s", got)
	}
	if got := read("/deliveries/sent"); !strings.Contains(got, `"status":404`) {
		t.Errorf("the delivery is %s", got)
	}
	lists, things := []string{"/search?q=larkmeter", "/search/export?q=larkmeter", "/search/export?q=larkmeter&format=csv", "/search/totals?q=larkmeter", "/search/suggest?q=s", "/../../metrics"}, 0
	for path, methods := range spec.Paths {
		if _, gets := methods["get"]; gets && !strings.Contains(path, "{") {
			lists = append(lists, strings.TrimPrefix(path, "/api/v1"))
		}
	}
	id := regexp.MustCompile(`"(?:id|document|mention)":"([^"]+)"`)
	for _, l := range lists {
		found := map[string]bool{}
		for _, m := range id.FindAllStringSubmatch(read(l), -1) {
			found[m[1]] = true
		}
		for thing := range found {
			for path, methods := range spec.Paths {
				if _, gets := methods["get"]; gets && strings.Contains(path, "{id}") {
					if resource := strings.Split(strings.TrimPrefix(path, "/api/v1"), "{"); strings.HasPrefix(l, strings.TrimSuffix(resource[0], "/")) {
						things++
						read(resource[0] + thing)
					}
				}
			}
		}
	}
	if things < 16 {
		t.Errorf("only %d things were looked at", things)
	}
	// A search must not spell out what an answer hides.
	for _, part := range []string{"SECRET", "secret", "auth=", "feed.xml", "pass"} {
		if got := read("/sources?q=" + part); !strings.Contains(got, `"items":[]`) {
			t.Errorf("searching %s finds %s", part, got)
		}
	}
	// With the scope write everything is shown but the passwords of feeds.
	sources, _ := io.ReadAll(d.ask("GET", "/sources?limit=100", "").Body)
	if s := string(sources); !strings.Contains(s, "three.example/feed?auth=SECRET") || strings.Contains(s, "passSECRET") {
		t.Errorf("an editor gets %s", s)
	}
	channels, _ := io.ReadAll(d.ask("GET", "/channels", "").Body)
	if !strings.Contains(string(channels), "/services/SECRET?token=SECRET") {
		t.Errorf("an editor gets %s", channels)
	}
	// What was hidden isn't taken for an address.
	for _, address := range []string{"https://xxxxx@two.example/feed", "https://four.example/xxxxx/feed.xml", "https://three.example/feed?xxxxx"} {
		d.want(422, nil, "POST", "/sources", `{"url":"`+address+`"}`)
	}
	d.want(422, nil, "POST", "/channels", `{"name":"a","url":"https://hooks.example/xxxxx"}`)
}
