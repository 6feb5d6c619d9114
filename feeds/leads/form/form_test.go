package form_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/leads/form"
)

var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func receiver() *form.Receiver { return form.New(func() time.Time { return now }) }

func post(contentType, body, settings string) feeds.LeadInbound {
	h := http.Header{}
	h.Set("Content-Type", contentType)
	src := feeds.LeadSource{ID: "s", HashKey: "key", Settings: json.RawMessage(settings)}
	return feeds.LeadInbound{Source: src, Method: "POST", Header: h, Body: []byte(body)}
}

const (
	urlencoded = "application/x-www-form-urlencoded"
	jsonBody   = "application/json; charset=utf-8"
)

// Every way to send the same form gives the same lead.
func TestOneFormInManyForms(t *testing.T) {
	multi := "--b\r\nContent-Disposition: form-data; name=\"Your e-mail\"\r\n\r\nPat@buyer.example\r\n--b\r\nContent-Disposition: form-data; name=\"How did you hear about us?\"\r\n\r\nLate Shift\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"cv.pdf\"\r\n\r\nbinary\r\n--b\r\nContent-Disposition: form-data; name=\"page\"\r\n\r\nhttps://shop.example/a?utm_source=x&gclid=1\r\n--b--\r\n"
	const set = `{"person":"Your e-mail"}`
	var first feeds.Lead
	for i, in := range []feeds.LeadInbound{
		post(urlencoded, "Your+e-mail=pat%40buyer.example&How+did+you+hear+about+us%3F=Late+Shift&page=https%3A%2F%2Fshop.example%2Fa%3Futm_source%3Dx", set),
		post("multipart/form-data; boundary=b", multi, set),
		post(jsonBody, `{"Your e-mail":"pat@buyer.example","how_did_you_hear_about_us":"Late Shift","page":"/a?utm_source=x","other":{"a":1},"n":null}`, set),
		post(jsonBody, `{"id":7,"fields":[{"label":"Your e-mail","value":"pat@buyer.example"},{"key":"how_did_you_hear_about_us","label":"How?","value":["Late Shift"]},{"name":"page","value":"/a?utm_source=x"},{"name":"cv","value":{"url":"x"}}]}`, set),
	} {
		reply, batch, err := receiver().Receive(t.Context(), in)
		if err != nil || reply.Status != 204 || len(batch.Leads) != 1 || len(reply.Body) > 0 {
			t.Fatalf("%d: %+v, %+v, %v", i, reply, batch, err)
		}
		l := batch.Leads[0]
		if l.Answer != "Late Shift" || l.Person != in.Source.Person("pat@buyer.example") || l.Landing != "/a?utm_source=x" || !l.Time.Equal(now) || l.Stage != "lead" || l.Address != "" {
			t.Errorf("%d: %+v", i, l)
		}
		if first.ID == "" {
			first = l
		}
		if l.ID != first.ID {
			t.Errorf("%d is another lead", i)
		}
	}
}

func TestMappedFields(t *testing.T) {
	in := post(jsonBody, `{"q":"Late Shift","mail":"test@buyer.example","wert":"12.5","phase":"Sales Qualified","bem":"keen","when":1795824000000,"no":"A-7"}`,
		`{"answer":"q","note":"bem","value":"wert","stage":"phase","time":"when","id":"no"}`)
	_, batch, err := receiver().Receive(t.Context(), in)
	if err != nil || len(batch.Leads) != 1 {
		t.Fatal(batch, err)
	}
	l := batch.Leads[0]
	if l.Key != "A-7" || *l.Value != 12.5 || l.Stage != "sales_qualified" || l.Note != "keen" || l.Time.Unix() != 1795824000 || !l.Test {
		t.Errorf("%+v", l)
	}
	for when, want := range map[string]time.Time{`"2026-11-01T10:00:00+01:00"`: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC), `"2027-01-01T00:00:00Z"`: now, `"soon"`: now, `-5`: now, `1e99`: now} {
		_, batch, _ := receiver().Receive(t.Context(), post(jsonBody, `{"answer":"x","timestamp":`+when+`}`, ``))
		if got := batch.Leads[0].Time; !got.Equal(want) {
			t.Errorf("%s is %v", when, got)
		}
	}
}

func TestWhatYieldsNoLead(t *testing.T) {
	_, batch, err := receiver().Receive(t.Context(), post(urlencoded, "answer=x&website=spam", `{"honeypot":"website"}`))
	if err != nil || len(batch.Leads) > 0 {
		t.Errorf("a program: %+v, %v", batch, err)
	}
	_, batch, err = receiver().Receive(t.Context(), post(urlencoded, "colour=blue", ``))
	if err != nil || len(batch.Leads) > 0 || len(batch.Warnings) != 1 {
		t.Errorf("nothing that is known: %+v, %v", batch, err)
	}
	for name, in := range map[string]feeds.LeadInbound{
		"bad escapes":   post(urlencoded, "a=%zz", ``),
		"another type":  post("text/xml", "<a/>", ``),
		"no type":       post("", "a=b", ``),
		"not JSON":      post(jsonBody, "{", ``),
		"a list":        post(jsonBody, "[]", ``),
		"too large":     post(urlencoded, "a="+strings.Repeat("b", 64<<10), ``),
		"too many":      post(urlencoded, strings.Repeat("a=b&", 501), ``),
		"cut off":       post("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", ``),
		"bad multipart": post("multipart/form-data", "--b", ``),
	} {
		if reply, batch, err := receiver().Receive(t.Context(), in); err == nil || reply.Status != 400 || len(batch.Leads) > 0 {
			t.Errorf("%s: %+v, %v", name, reply, err)
		}
	}
}

func TestSites(t *testing.T) {
	const set = `{"origins":"https://shop.example/, https://www.shop.example","redirect":"https://shop.example/thanks"}`
	ask := func(method, origin string) (feeds.Reply, feeds.LeadBatch) {
		in := post(urlencoded, "answer=x", set)
		if in.Method = method; origin != "" {
			in.Header.Set("Origin", origin)
		}
		reply, batch, _ := receiver().Receive(t.Context(), in)
		return reply, batch
	}
	reply, batch := ask("POST", "https://shop.example")
	if reply.Status != 303 || reply.Header.Get("Location") != "https://shop.example/thanks" || reply.Header.Get("Access-Control-Allow-Origin") != "https://shop.example" || len(batch.Leads) != 1 {
		t.Errorf("%+v", reply)
	}
	if reply, batch = ask("POST", "https://evil.example"); reply.Status != 403 || len(batch.Leads) > 0 || reply.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%+v", reply)
	}
	if reply, batch = ask("OPTIONS", "https://www.shop.example"); reply.Status != 204 || reply.Header.Get("Access-Control-Allow-Methods") != "POST" || len(batch.Leads) > 0 {
		t.Errorf("%+v", reply)
	}
	if reply, _ = ask("GET", ""); reply.Status != 405 {
		t.Errorf("%+v", reply)
	}
}

func TestProofs(t *testing.T) {
	key := []byte("0123456789abcdef")
	webhook := func(id, stamp string) feeds.LeadInbound {
		in := post(jsonBody, `{"answer":"x"}`, `{"check":"webhook"}`)
		in.Source.Secrets = map[string]feeds.Secret{"secret": feeds.Secret("whsec_" + base64.StdEncoding.EncodeToString(key))}
		mac := hmac.New(sha256.New, key)
		fmt.Fprintf(mac, "%s.%s.%s", id, stamp, in.Body)
		in.Header.Set("Webhook-Id", id)
		in.Header.Set("Webhook-Timestamp", stamp)
		in.Header.Set("Webhook-Signature", "v1,AAAA v2,x v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
		return in
	}
	bearer := func(token string) feeds.LeadInbound {
		in := post(jsonBody, `{"answer":"x"}`, `{"check":"bearer"}`)
		in.Source.Secrets = map[string]feeds.Secret{"secret": "a long bearer token"}
		in.Header.Set("Authorization", token)
		return in
	}
	stamp := fmt.Sprint(now.Unix())
	changed := webhook("a", stamp)
	changed.Body = []byte(`{"answer":"y"}`)
	for name, c := range map[string]struct {
		in feeds.LeadInbound
		ok bool
	}{
		"signed": {webhook("a", stamp), true}, "another body": {changed, false}, "an old one": {webhook("a", fmt.Sprint(now.Unix()-301)), false},
		"of the future": {webhook("a", fmt.Sprint(now.Unix()+301)), false}, "no id": {webhook("", stamp), false}, "no time": {webhook("a", ""), false},
		"bearer": {bearer("Bearer a long bearer token"), true}, "another bearer": {bearer("Bearer another bearer tok"), false}, "none": {bearer(""), false},
		"an unknown way": {post(jsonBody, `{"answer":"x"}`, `{"check":"trust"}`), false},
	} {
		reply, batch, err := receiver().Receive(t.Context(), c.in)
		if c.ok != (err == nil && reply.Status == 204 && len(batch.Leads) == 1) || !c.ok && (reply.Status != 401 || len(batch.Leads) > 0) {
			t.Errorf("%s: %+v, %v", name, reply, err)
		}
	}
	_, one, _ := receiver().Receive(t.Context(), webhook("a", stamp))
	_, again, _ := receiver().Receive(t.Context(), webhook("a", fmt.Sprint(now.Unix()-60)))
	_, other, _ := receiver().Receive(t.Context(), webhook("b", stamp))
	if one.Leads[0].ID != again.Leads[0].ID || one.Leads[0].ID == other.Leads[0].ID {
		t.Error("a repeated request is another lead, or another request is the same")
	}
}

func TestSpec(t *testing.T) {
	check := form.Spec().Check
	good := feeds.LeadSource{Settings: json.RawMessage(`{"check":"webhook","origins":"https://shop.example"}`), Secrets: map[string]feeds.Secret{"secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="}}
	if err := check(good); err != nil {
		t.Error(err)
	}
	for _, s := range []string{`{"check":"webhook"}`, `{"check":"bearer"}`, `{"origins":"shop.example"}`, `{"origins":"https://shop.example/form"}`, `[]`} {
		if check(feeds.LeadSource{Settings: json.RawMessage(s)}) == nil {
			t.Errorf("%s is taken", s)
		}
	}
}

func FuzzReceive(f *testing.F) {
	f.Add(urlencoded, "answer=x&email=a%40b.example")
	f.Add(jsonBody, `{"fields":[{"key":"answer","value":[1,"a"]}]}`)
	f.Add("multipart/form-data; boundary=b", "--b\r\n\r\n--b--")
	f.Fuzz(func(t *testing.T, contentType, body string) {
		in := post("", body, `{"honeypot":"hp"}`)
		in.Header = http.Header{"Content-Type": {contentType}}
		reply, batch, err := receiver().Receive(context.Background(), in)
		if (err == nil) != (reply.Status == 204) || err != nil && len(batch.Leads) > 0 || len(reply.Body) > 0 {
			t.Fatalf("%q: %+v, %v", body, reply, err)
		}
		for _, l := range batch.Leads {
			if l.Key == "" || strings.Contains(l.Key, "@") || len(l.Answer) > feeds.MaxLeadText || l.Time.After(now) || strings.Contains(l.Landing, "@") || l.Address != "" {
				t.Errorf("%+v", l)
			}
		}
	})
}
