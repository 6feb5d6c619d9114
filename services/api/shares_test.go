package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// A link is shown once, expires within a year, and ends at once when it is revoked.
func TestShares(t *testing.T) {
	c := config.Default()
	c.Public.Listen, c.Public.URL = "127.0.0.1:0", "https://public.example"
	d := openWith(t, app.Options{Config: c})
	agency := d.anotherWorkspace()
	d.want(200, nil, "POST", "/brands", `{"name":"Larkmeter"}`)
	id := evidence.ReportID("", "larkmeter", "c")
	err := d.a.Ledger().Write(t.Context(), func(tx *ledger.Tx) error {
		return evidence.PutReport(t.Context(), tx, evidence.Report{ID: id, Workspace: "default", Brand: "larkmeter", State: evidence.Open, Revision: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	path := "/reports/" + id + "/shares"
	var made struct {
		ID, URL string
		Expires time.Time
	}
	resp := d.want(200, &made, "POST", path, `{"days":7}`)
	token, ok := strings.CutPrefix(made.URL, "https://public.example/shared/")
	if left := time.Until(made.Expires); !ok || len(token) < 43 || left < 6*24*time.Hour || left > 7*24*time.Hour {
		t.Fatalf("%+v", made)
	}
	if resp.Header.Get("Content-Encoding") != "" {
		t.Error("an answer with a secret is compressed")
	}
	share, err := evidence.ShareByToken(t.Context(), d.a.Ledger(), token, time.Now())
	if err != nil || share.Report != id || share.ID != made.ID {
		t.Errorf("%+v, %v", share, err)
	}
	var p problem
	for body, reason := range map[string]string{
		`{"days":7,"expires":"2090-01-01T00:00:00Z"}`: "share_expires",
		`{"expires":"2020-01-01T00:00:00Z"}`:          "share_expires",
		`{"expires":"2090-01-01T00:00:00Z"}`:          "share_expires",
	} {
		if d.want(422, &p, "POST", path, body); p.Reason != reason {
			t.Errorf("%s: %s", body, p.Reason)
		}
	}
	d.want(422, nil, "POST", path, `{"days":367}`)
	d.want(422, nil, "POST", path, `{"days":-1}`)
	d.want(404, nil, "POST", "/reports/nosuch/shares", `{}`)
	d.want(404, nil, "POST", path, `{}`, agency...)
	d.want(404, nil, "GET", path, "", agency...)
	d.want(404, nil, "DELETE", "/shares/"+made.ID, "", agency...)
	soon := fmt.Sprintf(`{"expires":%q}`, time.Now().Add(time.Hour).Format(time.RFC3339))
	d.want(200, nil, "POST", path, soon)
	for _, list := range []string{path, "/shares"} {
		body, err := io.ReadAll(d.want(200, nil, "GET", list, "").Body)
		if err != nil || strings.Contains(string(body), token) || strings.Contains(string(body), evidence.ShareHash(token)) {
			t.Errorf("%s, %v", body, err)
		}
		var page struct{ Items []struct{ ID, Report string } }
		if err := json.Unmarshal(body, &page); err != nil || len(page.Items) != 2 || page.Items[0].Report != id {
			t.Errorf("%s, %v", body, err)
		}
	}
	d.want(204, nil, "DELETE", "/shares/"+made.ID, "")
	d.want(404, &p, "DELETE", "/shares/"+made.ID, "")
	if p.Reason != "share_not_found" {
		t.Error(p.Reason)
	}
	if _, err := evidence.ShareByToken(t.Context(), d.a.Ledger(), token, time.Now()); err == nil {
		t.Error("a revoked link works")
	}
	for range evidence.MostShares - 1 {
		d.want(200, nil, "POST", path, `{}`)
	}
	if d.want(409, &p, "POST", path, `{}`); p.Reason != "too_many_shares" {
		t.Error(p.Reason)
	}
}

func TestSharesNeedThePublicSide(t *testing.T) {
	d := open(t)
	var p problem
	if d.want(409, &p, "POST", "/reports/any/shares", `{}`); p.Reason != "public_off" || !strings.Contains(p.Detail, "public.listen") {
		t.Errorf("%+v", p)
	}
}
