package access

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

type store map[string]Principal

func (s store) TokenHolder(_ context.Context, hash string) (Principal, error) {
	if p, ok := s[hash]; ok {
		return p, nil
	}
	return Principal{}, ErrUnknown
}
func (s store) SessionHolder(ctx context.Context, hash string) (Principal, error) {
	return s.TokenHolder(ctx, hash)
}

func TestGuard(t *testing.T) {
	token, hash := NewToken()
	s := store{hash: {Name: "crm", Scope: Read, Workspace: "default"}}
	for _, c := range []struct {
		name     string
		loopback bool
		host     string
		header   map[string]string
		method   string
		want     Scope
		status   int
	}{
		{name: "loopback is open", loopback: true, host: "127.0.0.1:8090", want: Admin},
		{name: "localhost is open", loopback: true, host: "localhost:8090", want: Admin},
		{name: "IPv6 loopback is open", loopback: true, host: "[::1]:8090", want: Admin},
		{name: "a rebound name is not", loopback: true, host: "evil.example:8090"},
		{name: "behind a proxy it is not", loopback: true, host: "localhost", header: map[string]string{"X-Forwarded-For": "198.51.100.7"}},
		{name: "whatever the proxy says of itself", loopback: true, host: "localhost", header: map[string]string{"X-Forwarded-Server": "edge"}},
		{name: "an empty forwarding header is one", loopback: true, host: "localhost", header: map[string]string{"X-Forwarded-For": ""}},
		{name: "RFC 7239 says proxy too", loopback: true, host: "localhost", header: map[string]string{"Forwarded": "for=198.51.100.7"}},
		{name: "beyond loopback it is not", host: "127.0.0.1:8090"},
		{name: "a token has its scope", host: "desk.example", header: map[string]string{"Authorization": "Bearer " + token}, want: Read},
		{name: "whatever the case of its scheme", host: "desk.example", header: map[string]string{"Authorization": "bearer " + token}, want: Read},
		{name: "a wrong token is nobody, even on loopback", loopback: true, host: "localhost", header: map[string]string{"Authorization": "Bearer nd_x"}},
		{name: "a write from another site is refused", loopback: true, host: "localhost", method: "POST",
			header: map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, status: http.StatusForbidden},
		{name: "a write from the desk itself goes through", loopback: true, host: "localhost", method: "POST",
			header: map[string]string{"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, want: Admin},
		{name: "a session that ended falls back to what anyone may", loopback: true, host: "localhost", header: map[string]string{"Cookie": Cookie + "=old"}, want: Admin},
	} {
		t.Run(c.name, func(t *testing.T) {
			method := c.method
			if method == "" {
				method = http.MethodGet
			}
			r := httptest.NewRequest(method, "/", nil)
			r.Host = c.host
			for k, v := range c.header {
				r.Header.Set(k, v)
			}
			var got Scope
			w := httptest.NewRecorder()
			Guard{Store: s, Loopback: c.loopback, Refuse: func(w http.ResponseWriter, status int) { w.WriteHeader(status) }}.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				got = From(r.Context()).Scope
			})).ServeHTTP(w, r)
			if got != c.want {
				t.Errorf("scope %q, want %q", got, c.want)
			}
			if c.status != 0 && w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
		})
	}
}

func TestScopes(t *testing.T) {
	if !Admin.Includes(Write) || Read.Includes(Write) || Scope("").Includes(Read) || Scope("odd").Includes(Read) {
		t.Error("a scope must include those before it and no other")
	}
}

func TestPassword(t *testing.T) {
	h := HashPassword("correct horse")
	if ok, err := VerifyPassword(h, "correct horse"); err != nil || !ok {
		t.Errorf("the right password: %v, %v", ok, err)
	}
	if ok, err := VerifyPassword(h, "wrong"); err != nil || ok {
		t.Errorf("a wrong password: %v, %v", ok, err)
	}
	for _, bad := range []string{"", "$argon2id$v=19$m=9999999,t=3,p=2$AA$AA", "$argon2id$v=19$m=1,t=0,p=0$AA$"} {
		if _, err := VerifyPassword(bad, "x"); err == nil {
			t.Errorf("hash %q was taken", bad)
		}
	}
}
