package google_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/visits/google"
	"github.com/namedrop/namedrop/feeds/visits/google/googletest"
	"github.com/namedrop/namedrop/feeds/visits/pull"
	"github.com/namedrop/namedrop/feeds/visits/pull/pulltest"
)

var now = time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)

func auth(t *testing.T, at time.Time, address string) *google.Auth {
	t.Helper()
	c, err := pull.NewClient("Google", pulltest.Options(t, at))
	if err != nil {
		t.Fatal(err)
	}
	return google.New(c, address)
}

func TestTokens(t *testing.T) {
	account := googletest.New(t, now)
	s := httptest.NewServer(account)
	defer s.Close()
	a := auth(t, now, s.URL+"/token")
	for _, c := range []struct {
		scope string
		renew bool
		given int
	}{{"read", false, 1}, {"read", false, 1}, {"other", false, 2}, {"read", true, 3}, {"read", false, 3}} {
		got, err := a.Token(t.Context(), account.File, c.scope, c.renew)
		r := &http.Request{Header: http.Header{"Authorization": {"Bearer " + got}}}
		if err != nil || account.Given() != c.given || !account.Allowed(r, c.scope) {
			t.Errorf("%+v: %v, %d given", c, err, account.Given())
		}
	}
	account.Revoke()
	if _, err := a.Token(t.Context(), account.File, "read", true); feeds.FaultOf(err) != feeds.FaultCredentials || !strings.Contains(err.Error(), "clock") {
		t.Errorf("a revoked key: %v", err)
	}
	wrong := googletest.New(t, now.Add(time.Hour))
	late := httptest.NewServer(wrong)
	defer late.Close()
	if _, err := auth(t, now, late.URL+"/token").Token(t.Context(), wrong.File, "read", false); feeds.FaultOf(err) != feeds.FaultCredentials {
		t.Errorf("a wrong clock: %v", err)
	}
}

// A file that isn't a key is refused before anything is sent, and not shown.
func TestKeysThatCantBeRead(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something was sent") }))
	defer s.Close()
	a := auth(t, now, s.URL)
	for _, file := range []string{
		"", "hush-hush", `{"hush`, `{}`, `{"client_email":"a","private_key":"hush"}`,
		`{"type":"authorized_user","client_email":"a","private_key":"-----BEGIN PRIVATE KEY-----\naHVzaA==\n-----END PRIVATE KEY-----\n"}`,
		`{"client_email":"a","private_key":"-----BEGIN PRIVATE KEY-----\naHVzaA==\n-----END PRIVATE KEY-----\n"}`,
	} {
		_, err := a.Token(t.Context(), feeds.Secret(file), "read", false)
		if feeds.FaultOf(err) != feeds.FaultCredentials || strings.Contains(fmt.Sprintf("%v %+v", err, err), "hush") {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	account := googletest.New(t, now)
	for _, c := range []struct {
		status int
		body   string
		kind   feeds.FaultKind
	}{
		{400, `{"error":"invalid_scope"}`, feeds.FaultCredentials}, {401, `{"error":"invalid_client"}`, feeds.FaultCredentials},
		{429, ``, feeds.FaultThrottled}, {500, ``, feeds.FaultTransient}, {302, ``, feeds.FaultUnparsable},
		{200, `{}`, feeds.FaultUnparsable}, {200, `<html>`, feeds.FaultUnparsable}, {200, `{"access_token":"a\r\nX: b"}`, feeds.FaultUnparsable},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		}))
		if _, err := auth(t, now, s.URL).Token(t.Context(), account.File, "read", false); feeds.FaultOf(err) != c.kind {
			t.Errorf("%d %s: %v", c.status, c.body, err)
		}
		s.Close()
	}
}
