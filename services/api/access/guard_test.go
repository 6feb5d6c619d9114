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
	keyFile := KeyIn(t.TempDir())
	if _, err := keyFile.Ensure(); err != nil {
		t.Fatal(err)
	}
	secret, err := keyFile.Read()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		open   bool
		inside bool
		host   string
		header map[string]string
		method string
		want   Scope
		status int
	}{
		{name: "loopback alone makes nobody of a request", host: "127.0.0.1:8090"},
		{name: "nor does localhost", host: "localhost:8090"},
		{name: "nor IPv6", host: "[::1]:8090"},
		{name: "the key does", host: "127.0.0.1:8090", header: map[string]string{"Authorization": "Bearer " + secret}, want: Admin},
		{name: "another key doesn't", host: "127.0.0.1:8090", header: map[string]string{"Authorization": "Bearer " + secret[:len(secret)-2] + "AA"}},
		{name: "nor a part of it", host: "127.0.0.1:8090", header: map[string]string{"Authorization": "Bearer " + secret[:len(secret)-1]}},
		{name: "nor its prefix", host: "127.0.0.1:8090", header: map[string]string{"Authorization": "Bearer nd_key_"}},
		{name: "nor the key as a cookie", host: "127.0.0.1:8090", header: map[string]string{"Cookie": Cookie + "=" + secret}},
		{name: "a request of this process's own", inside: true, host: "in.process", want: Admin},
		{name: "has the scope of the token it brings", inside: true, host: "in.process", header: map[string]string{"Authorization": "Bearer " + token}, want: Read},
		{name: "an open desk is open", open: true, host: "127.0.0.1:8090", want: Admin},
		{name: "by the name localhost", open: true, host: "LOCALHOST:8090", want: Admin},
		{name: "and by IPv6", open: true, host: "[::1]:8090", want: Admin},
		{name: "whatever a proxy says of itself", open: true, host: "localhost", header: map[string]string{"X-Forwarded-For": "198.51.100.7"}, want: Admin},
		{name: "but not to a rebound name", open: true, host: "evil.example:8090"},
		{name: "nor to one that ends alike", open: true, host: "evil.localhost"},
		{name: "nor to one with a dot", open: true, host: "localhost.:8090"},
		{name: "nor without a name", open: true, host: ""},
		{name: "nor to a short spelling", open: true, host: "127.1"},
		{name: "a token has its scope", host: "desk.example", header: map[string]string{"Authorization": "Bearer " + token}, want: Read},
		{name: "whatever the case of its scheme", host: "desk.example", header: map[string]string{"Authorization": "bearer " + token}, want: Read},
		{name: "a wrong token is nobody, even on an open desk", open: true, host: "localhost", header: map[string]string{"Authorization": "Bearer nd_x"}},
		{name: "so is a wrong key", open: true, host: "localhost", header: map[string]string{"Authorization": "Bearer nd_key_x"}},
		{name: "a write from another site is refused", open: true, host: "localhost", method: "POST",
			header: map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, status: http.StatusForbidden},
		{name: "so is one from another port", open: true, host: "localhost:8090", method: "POST",
			header: map[string]string{"Origin": "http://localhost:9", "Sec-Fetch-Site": "same-site"}, status: http.StatusForbidden},
		{name: "and one without a site of its own", open: true, host: "localhost:8090", method: "POST",
			header: map[string]string{"Origin": "null"}, status: http.StatusForbidden},
		{name: "a write from the desk itself goes through", open: true, host: "localhost", method: "POST",
			header: map[string]string{"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, want: Admin},
		{name: "a session that ended falls back to what anyone may", open: true, host: "localhost", header: map[string]string{"Cookie": Cookie + "=old"}, want: Admin},
		{name: "which is nothing on a desk that isn't open", host: "localhost", header: map[string]string{"Cookie": Cookie + "=old"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			method := c.method
			if method == "" {
				method = http.MethodGet
			}
			r := httptest.NewRequest(method, "/", nil)
			r.Host = c.host
			if c.inside {
				r = r.WithContext(Inside(r.Context()))
			}
			for k, v := range c.header {
				r.Header.Set(k, v)
			}
			var got Scope
			w := httptest.NewRecorder()
			Guard{Store: s, Key: keyFile, Cookie: Cookie, Open: c.open, Refuse: func(w http.ResponseWriter, status int) { w.WriteHeader(status) }}.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
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

// During a long answer the caller is looked up again: the principal in the context must not count
// as a credential.
func TestTheGuardDoesNotTrustItself(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r = r.WithContext(With(r.Context(), ByKey()))
	if p, err := (Guard{Store: store{}, Key: KeyIn(t.TempDir()), Cookie: Cookie}).Who(r); err == nil {
		t.Errorf("let in as %+v", p)
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
