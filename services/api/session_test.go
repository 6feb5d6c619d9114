package api_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// fromOutside is the header by which a test marks a request as not coming from this process.
const fromOutside = "Test-From-Outside"

// outside are the headers of a request from the network, without a credential at first.
func outside(header ...string) []string { return append(header, fromOutside, "yes") }

func session(resp *http.Response) string {
	cookie, _, _ := strings.Cut(resp.Header.Get("Set-Cookie"), ";")
	return cookie
}

const (
	ada   = `{"email":"ada@team.example","password":"correct horse"}`
	wrong = `{"email":" Ada@team.example","password":"wrong horse"}`
)

func TestATokenHoldsItsScopeUntilItIsRevoked(t *testing.T) {
	d := open(t)
	var token struct{ ID, Token string }
	d.want(200, &token, "POST", "/tokens", `{"name":"crm","scope":"read"}`)
	bearer := []string{"Authorization", "Bearer " + token.Token}
	d.want(200, nil, "GET", "/brands", "", bearer...)
	d.want(403, nil, "POST", "/brands", `{"name":"Larkmeter"}`, bearer...)
	d.want(204, nil, "DELETE", "/tokens/"+token.ID, "")
	// A wrong token is not the same as none.
	var p problem
	if d.want(401, &p, "GET", "/brands", "", bearer...); p.Reason != "token_unknown" {
		t.Errorf("with a token that is not known: %+v", p)
	}
	if d.want(401, &p, "GET", "/brands", "", outside()...); p.Reason != "sign_in" {
		t.Errorf("without a token: %+v", p)
	}
	if d.want(401, &p, "GET", "/events", "", outside()...); p.Code != "unauthorized" {
		t.Errorf("events: %+v", p)
	}
}

func TestSigningInAndOut(t *testing.T) {
	d := open(t)
	d.want(200, nil, "POST", "/users", `{"email":"ada@team.example","password":"correct horse","role":"write"}`)
	d.want(401, nil, "POST", "/session", wrong)
	d.want(401, nil, "POST", "/session", `{"email":"nobody@team.example","password":"correct horse"}`)
	in := d.want(200, nil, "POST", "/session", ada)
	cookie := in.Header.Get("Set-Cookie")
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") || strings.Contains(cookie, "Secure") {
		t.Errorf("cookie %q", cookie)
	}
	overHTTPS := d.want(200, nil, "POST", "/session", ada, "X-Forwarded-Proto", "https")
	if cookie := overHTTPS.Header.Get("Set-Cookie"); !strings.Contains(cookie, "Secure") {
		t.Errorf("behind HTTPS the cookie is %q", cookie)
	}

	signedIn := outside("Cookie", session(in))
	var who struct{ Name, Scope string }
	d.want(200, &who, "GET", "/session", "", signedIn...)
	if who.Name != "ada@team.example" || who.Scope != "write" {
		t.Errorf("signed in as %+v", who)
	}
	d.want(403, nil, "GET", "/tokens", "", signedIn...)
	d.want(403, nil, "PATCH", "/mentions/x", `{}`, append(signedIn, "Origin", "https://evil.example")...)
	d.want(204, nil, "DELETE", "/session", "", signedIn...)
	d.want(401, nil, "GET", "/brands", "", signedIn...)
	d.want(200, nil, "GET", "/brands", "", outside("Cookie", session(overHTTPS))...)
}

func TestGuessingIsSlowedDownAndASessionEnds(t *testing.T) {
	var ahead atomic.Int64
	d := openAt(t, func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	var user struct{ ID string }
	d.want(200, &user, "POST", "/users", `{"email":"ada@team.example","password":"correct horse","role":"read"}`)
	for range 5 {
		d.want(401, nil, "POST", "/session", wrong)
	}
	var p problem
	resp := d.want(429, &p, "POST", "/session", ada)
	if resp.Header.Get("Retry-After") == "" || !strings.Contains(p.Detail, "Wait") {
		t.Errorf("%q, retry after %q", p.Detail, resp.Header.Get("Retry-After"))
	}
	d.want(401, nil, "POST", "/session", `{"email":"bo@team.example","password":"correct horse"}`) // another address is another count

	ahead.Add(int64(time.Minute))
	in := session(d.want(200, nil, "POST", "/session", ada))
	d.want(200, nil, "GET", "/brands", "", outside("Cookie", in)...)
	ahead.Add(int64(15 * 24 * time.Hour))
	d.want(401, nil, "GET", "/brands", "", outside("Cookie", in)...)

	in = session(d.want(200, nil, "POST", "/session", ada))
	d.want(204, nil, "DELETE", "/users/"+user.ID, "")
	d.want(401, nil, "GET", "/brands", "", outside("Cookie", in)...)
}

// A write that another site's page sent is refused as everything else is: in a problem.
func TestAWriteFromAnotherSiteIsRefusedInAProblem(t *testing.T) {
	d := open(t)
	var p problem
	resp := d.want(403, &p, "POST", "/brands", `{"name":"Larkmeter"}`, "Origin", "https://evil.example")
	if p.Code != "forbidden" || resp.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %+v", resp.Header.Get("Content-Type"), p)
	}
	if allowed := d.want(405, nil, "POST", "/brands/larkmeter", `{}`).Header.Get("Allow"); allowed != "GET, PUT, PATCH, DELETE" {
		t.Errorf("allowed are %s", allowed)
	}
}
