package typeform_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/typeform"
)

const secret = "a secret of our own"

var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func receiver() *typeform.Receiver { return typeform.New(func() time.Time { return now }) }

// request is a request as Typeform signs it.
func request(body, settings string) feeds.LeadInbound {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	h := http.Header{}
	h.Set("Typeform-Signature", "sha256="+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	src := feeds.LeadSource{ID: "s", HashKey: "key", Settings: json.RawMessage(settings), Secrets: map[string]feeds.Secret{"secret": secret}}
	return feeds.LeadInbound{Source: src, Method: "POST", Header: h, Body: []byte(body)}
}

const response = `{"event_id":"e","event_type":"form_response","form_response":{"token":"abc","submitted_at":"2026-11-28T18:17:02Z",
	"hidden":{"utm_source":"pod","landing_page":"https://shop.example/pricing?gclid=1","score":3},
	"definition":{"fields":[{"id":"f1","ref":"heard","type":"multiple_choice","title":"So, how did you hear about {{field:x}} us?"},{"id":"f2","ref":"mail","type":"email","title":"Mail"},{"id":"f3","ref":"more","type":"long_text","title":"Hear about more?"}]},
	"answers":[{"type":"text","text":"first","field":{"id":"f3","ref":"more"}},{"type":"choices","choices":{"labels":["A podcast","A friend"],"other":"Ana"},"field":{"id":"f1","ref":"heard","type":"multiple_choice"}},
	{"type":"email","email":"Pat@buyer.example","field":{"id":"f2","ref":"mail","type":"email"}},{"type":"file_url","file_url":{"a":1},"field":{"id":"f9"}},{"type":"number","number":12,"field":{"ref":"size"}}]}}`

func TestAResponseIsALead(t *testing.T) {
	in := request(response, `{"answer":"heard","note":"size"}`)
	reply, batch, err := receiver().Receive(t.Context(), in)
	if err != nil || reply.Status != 204 || len(batch.Leads) != 1 || len(batch.Warnings) != 0 {
		t.Fatalf("%+v, %+v, %v", reply, batch, err)
	}
	l := batch.Leads[0]
	if l.Key != "abc" || l.Answer != "A podcast, A friend, Ana" || l.Note != "12" || l.Landing != "/pricing?utm_source=pod" || l.Person != in.Source.Person("pat@buyer.example") ||
		l.Address != "" || l.Stage != "lead" || !l.Time.Equal(time.Date(2026, 11, 28, 18, 17, 2, 0, time.UTC)) {
		t.Errorf("%+v", l)
	}
	// Sent again it is the same lead. Without a reference the first question that asks is taken.
	if _, again, _ := receiver().Receive(t.Context(), request(response, ``)); again.Leads[0].ID != l.ID || again.Leads[0].Answer != "first" {
		t.Errorf("%+v", again)
	}
}

func TestTestdata(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	body, err1 := os.ReadFile(filepath.Join(dir, "visits", "typeform", "made_webhook.body.json"))
	head, err2 := os.ReadFile(filepath.Join(dir, "visits", "typeform", "made_webhook.headers.json"))
	var headers map[string]string
	if err1 != nil || err2 != nil || json.Unmarshal(head, &headers) != nil {
		t.Fatal(err1, err2)
	}
	in := request(string(body), ``)
	in.Header.Set("Typeform-Signature", headers["Typeform-Signature"])
	in.Source.Secrets = map[string]feeds.Secret{"secret": feeds.Secret(headers["secret"])}
	_, batch, err := receiver().Receive(t.Context(), in)
	if err != nil || batch.Leads[0].Answer != "Late Shift podcast, with Ana" || batch.Leads[0].Landing != "?utm_source=podcast" || batch.Leads[0].Person == "" {
		t.Errorf("%+v, %v", batch, err)
	}
}

func TestWhatIsNoResponse(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		in     feeds.LeadInbound
	}{
		"a partial response": {204, request(strings.Replace(response, `"form_response","form`, `"form_response_partial","form`, 1), ``)},
		"no token":           {400, request(strings.Replace(response, `"token":"abc"`, `"token":""`, 1), ``)},
		"not JSON":           {400, request(`<html>`, ``)},
		"bad settings":       {500, request(response, `[]`)},
		"a GET":              {405, feeds.LeadInbound{Method: "GET"}},
	} {
		reply, batch, err := receiver().Receive(t.Context(), c.in)
		if reply.Status != c.status || len(batch.Leads) > 0 || (err == nil) != (c.status == 204 || c.status == 405) {
			t.Errorf("%s: %+v, %+v, %v", name, reply, batch, err)
		}
	}
	for name, change := range map[string]func(*feeds.LeadInbound){
		"another body":   func(in *feeds.LeadInbound) { in.Body = append(in.Body, ' ') },
		"no signature":   func(in *feeds.LeadInbound) { in.Header.Del("Typeform-Signature") },
		"one in hex":     func(in *feeds.LeadInbound) { in.Header.Set("Typeform-Signature", "sha256=00ff") },
		"no secret":      func(in *feeds.LeadInbound) { in.Source.Secrets = nil },
		"another secret": func(in *feeds.LeadInbound) { in.Source.Secrets = map[string]feeds.Secret{"secret": "another secret!!"} },
	} {
		in := request(response, ``)
		change(&in)
		if reply, batch, err := receiver().Receive(t.Context(), in); err == nil || reply.Status != 401 || len(batch.Leads) > 0 {
			t.Errorf("%s: %+v, %v", name, reply, err)
		}
	}
	if typeform.Spec().Check(feeds.LeadSource{Secrets: map[string]feeds.Secret{"secret": "short"}}) == nil {
		t.Error("a short secret is taken")
	}
}

func FuzzReceive(f *testing.F) {
	f.Add(response)
	f.Add(`{"event_type":"form_response","form_response":{"token":"t","answers":[{"type":"choice","choice":[]}]}}`)
	f.Fuzz(func(t *testing.T, body string) {
		reply, batch, err := receiver().Receive(context.Background(), request(body, ``))
		if (err == nil) != (reply.Status == 204) || err != nil && len(batch.Leads) > 0 {
			t.Fatalf("%q: %+v, %v", body, reply, err)
		}
		for _, l := range batch.Leads {
			if l.Key == "" || len(l.Answer) > feeds.MaxLeadText || l.Time.After(now) || strings.Contains(l.Landing, "@") {
				t.Errorf("%+v", l)
			}
		}
	})
}
