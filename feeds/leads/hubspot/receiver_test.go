package hubspot

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
)

const secret = "11111111-2222-3333-4444-555555555555"

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func receiver(now time.Time) *Reader { return &Reader{now: func() time.Time { return now }} }

// notice is a notice as HubSpot signs it.
func notice(address, body string, at time.Time) feeds.LeadInbound {
	stamp := strconv.FormatInt(at.UnixMilli(), 10)
	h := http.Header{}
	h.Set("X-HubSpot-Request-Timestamp", stamp)
	h.Set("X-HubSpot-Signature-v3", base64.StdEncoding.EncodeToString(signature(secret, "POST", address, []byte(body), stamp)))
	return feeds.LeadInbound{Source: feeds.LeadSource{Secrets: map[string]feeds.Secret{"client_secret": secret}}, Method: "POST", URL: address, Header: h, Body: []byte(body)}
}

const events = `[{"eventId":1,"subscriptionType":"contact.propertyChange","objectId":51,"propertyName":"lifecyclestage","propertyValue":"customer"},
	{"eventId":2,"subscriptionType":"contact.privacyDeletion","objectId":12345678901},{"eventId":3,"subscriptionType":"deal.creation","objectId":7}]`

func TestNotices(t *testing.T) {
	reply, batch, err := receiver(noon).Receive(t.Context(), notice("https://namedrop.example/in/x", events, noon))
	if err != nil || reply.Status != 204 || !batch.Wake || len(batch.Gone) != 1 || batch.Gone[0] != "12345678901" || len(batch.Leads) != 0 {
		t.Errorf("%+v, %+v, %v", reply, batch, err)
	}
	_, batch, err = receiver(noon).Receive(t.Context(), notice("https://namedrop.example/in/x", `[{"subscriptionType":"deal.creation","objectId":7}]`, noon))
	if err != nil || batch.Wake {
		t.Errorf("a deal wakes the poll of contacts: %v", err)
	}
	if reply, _, err := receiver(noon).Receive(t.Context(), notice("https://namedrop.example/in/x", `{"a":1}`, noon)); err == nil || reply.Status != 400 {
		t.Errorf("%+v, %v", reply, err)
	}
	if reply, _, err := receiver(noon).Receive(t.Context(), feeds.LeadInbound{Method: "GET"}); err != nil || reply.Status != 405 {
		t.Errorf("%+v, %v", reply, err)
	}
}

func TestNoticesThatAreNotHubSpots(t *testing.T) {
	const address = "https://namedrop.example/in/x?b=a%3Ab"
	for name, change := range map[string]func(*feeds.LeadInbound){
		"another body":    func(in *feeds.LeadInbound) { in.Body = append(in.Body, ' ') },
		"another address": func(in *feeds.LeadInbound) { in.URL += "c" },
		"another method":  func(in *feeds.LeadInbound) { in.Method = "PUT" },
		"another time": func(in *feeds.LeadInbound) {
			in.Header.Set("X-HubSpot-Request-Timestamp", strconv.FormatInt(noon.UnixMilli()+1, 10))
		},
		"no time":      func(in *feeds.LeadInbound) { in.Header.Del("X-HubSpot-Request-Timestamp") },
		"no signature": func(in *feeds.LeadInbound) { in.Header.Del("X-HubSpot-Signature-v3") },
		"a signature in hex": func(in *feeds.LeadInbound) {
			in.Header.Set("X-HubSpot-Signature-v3", "232db2615f3d666fe21a8ec971ac7b54")
		},
		"no secret": func(in *feeds.LeadInbound) { in.Source.Secrets = nil },
		"only an old signature": func(in *feeds.LeadInbound) {
			in.Header = http.Header{"X-Hubspot-Signature": {"232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de"}}
		},
	} {
		in := notice(address, events, noon)
		change(&in)
		reply, batch, err := receiver(noon).Receive(t.Context(), in)
		if reply.Status == 204 || batch.Wake || len(batch.Gone) > 0 || name != "another method" && (err == nil || reply.Status != 401) {
			t.Errorf("%s: %+v, %v", name, reply, err)
		}
	}
	for _, late := range []time.Duration{tolerance + time.Second, -tolerance - time.Second} {
		if reply, _, err := receiver(noon.Add(late)).Receive(t.Context(), notice(address, events, noon)); err == nil || reply.Status != 401 {
			t.Errorf("after %v: %+v, %v", late, reply, err)
		}
	}
	if _, batch, err := receiver(noon).Receive(t.Context(), notice(address, events, noon)); err != nil || !batch.Wake {
		t.Errorf("the unchanged one: %v", err)
	}
}

// The published signatures, or those that were computed by the published rule.
func TestSignatureVectors(t *testing.T) {
	dir := os.Getenv("NAMEDROP_TESTDATA")
	if dir == "" {
		t.Skip("NAMEDROP_TESTDATA is not set")
	}
	b, err := os.ReadFile(filepath.Join(dir, "visits", "hubspot", "signature_vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Secret  string
		Vectors []struct{ Version, Method, URI, Body, Timestamp, Signature string }
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, v := range file.Vectors {
		if v.Version != "v3" {
			continue
		}
		found++
		ms, _ := strconv.ParseInt(v.Timestamp, 10, 64)
		h := http.Header{}
		h.Set("X-HubSpot-Request-Timestamp", v.Timestamp)
		h.Set("X-HubSpot-Signature-v3", v.Signature)
		in := feeds.LeadInbound{Source: feeds.LeadSource{Secrets: map[string]feeds.Secret{"client_secret": feeds.Secret(file.Secret)}}, Method: v.Method, URL: v.URI, Header: h, Body: []byte(v.Body)}
		if _, batch, err := receiver(time.UnixMilli(ms)).Receive(t.Context(), in); err != nil || !batch.Wake {
			t.Errorf("%+v: %v", v, err)
		}
	}
	if found == 0 {
		t.Error("no signature of version 3")
	}
}

func FuzzReceive(f *testing.F) {
	f.Add(events)
	f.Add(`[{"objectId":"x"}]`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, body string) {
		reply, batch, err := receiver(noon).Receive(context.Background(), notice("https://namedrop.example/in/x", body, noon))
		if (err == nil) != (reply.Status == 204) || err != nil && (batch.Wake || len(batch.Gone) > 0) || len(batch.Leads) > 0 {
			t.Errorf("%q: %+v, %+v, %v", body, reply, batch, err)
		}
	})
}

func FuzzPlain(f *testing.F) {
	f.Add("<p>a &amp; b</p>")
	f.Add("<<<&&&")
	f.Fuzz(func(t *testing.T, s string) {
		if len(plain(s)) > 4*len(s) {
			t.Errorf("%q grew", s)
		}
	})
}
