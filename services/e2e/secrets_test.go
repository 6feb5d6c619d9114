package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/feeds/feedstest"
)

// Whatever goes wrong, at any log level, the log holds no secret: not those of the configuration,
// of private feeds or of channels, nor the credentials of people and programs.
func TestSecretsStayOutOfTheLog(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	w.Page("/feed", "application/rss+xml", `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Private</title>
<item><guid>1</guid><title>Larkmeter</title><enclosure url="https://x.example/1.mp3" type="audio/mpeg"/><podcast:transcript url="`+w.At("/no.vtt?key=transcript-secret")+`" type="text/vtt"/></item></channel></rss>`)
	w.Page("/page", "text/html", "<!doctype html><p>Sign in")
	w.Handle("/moved", http.RedirectHandler("/nowhere?token=redirect-secret", http.StatusFound))
	hook, err := alertstest.New(hookSecret, nil)
	if err != nil {
		t.Fatal(err)
	}
	hook.Always(alertstest.Status(http.StatusInternalServerError))
	url, closeHook := hook.Serve()
	t.Cleanup(closeHook)
	s := serve(t, quick+`
log: {level: debug}
judge: {url: "http://127.0.0.1:9/v1", model: x, key: judge-secret}
`)
	secrets := []string{"judge-secret", "feed-secret", "query-secret", "transcript-secret", "redirect-secret", "hook-secret", "sign-in-secret", strings.TrimPrefix(hookSecret, "whsec_")}
	for _, path := range []string{"/feed", "/page", "/moved", "/status/500", "/nowhere"} {
		src := s.addSource(strings.Replace(w.At(path), "http://", "http://me:feed-secret@", 1) + "?token=query-secret")
		s.waitRead(src.ID)
	}
	s.addBrand("Larkmeter", nil)
	s.addWebhook(url+"/hook-secret", hookSecret)
	var channels struct{ Items []struct{ ID string } }
	s.must("GET", "/channels", nil, &channels)
	s.must("POST", "/channels/"+channels.Items[0].ID+"/test", nil, nil)
	var token struct{ Token string }
	s.must("POST", "/tokens", map[string]any{"name": "program", "scope": "read"}, &token)
	secrets = append(secrets, token.Token)
	if status, text := s.call("POST", "/session", map[string]any{"email": "me@x.example", "password": "sign-in-secret"}, nil); status != 401 {
		t.Errorf("signed in with %d: %s", status, text)
	}
	time.Sleep(300 * time.Millisecond)
	s.stop()
	said := s.out.String()
	if !strings.Contains(said, "source not read") {
		t.Fatalf("the log tells of no failure:\n%s", said)
	}
	for _, secret := range secrets {
		if secret == "" || strings.Contains(said, secret) {
			t.Errorf("%q stands in the log", secret)
		}
	}
	for _, out := range []string{"config print", "source list --json", "channel list --json", "token list --json"} {
		text, code := s.run(nil, strings.Fields(out)...)
		for _, secret := range secrets {
			if code != 0 || secret != "query-secret" && strings.Contains(text, secret) && !(secret == "hook-secret" && strings.HasPrefix(out, "channel")) {
				t.Errorf("%s (%d) tells %q: %s", out, code, secret, text)
			}
		}
	}
}

// Messages are signed with the new secret and the previous one, so a receiver that still has the
// previous one accepts them. Older secrets are no longer used.
func TestANewSecretBesideTheOld(t *testing.T) {
	s := serve(t, calm)
	hook := s.receiver() // which knows the first
	var channels struct{ Items []struct{ ID string } }
	s.must("GET", "/channels", nil, &channels)
	channel := "/channels/" + channels.Items[0].ID
	last := ""
	for n, good := range []bool{true, false} {
		var made struct{ Secret string }
		s.must("POST", channel+"/secret", nil, &made)
		s.must("POST", channel+"/test", nil, nil)
		if made.Secret == last || strings.Contains(made.Secret, " ") {
			t.Errorf("got %q after %q", made.Secret, last)
		}
		got, err := hook.WaitFor(t.Context(), n+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := got[n].Signature; (err == nil) != good {
			t.Errorf("after %d new secrets the first one's signature: %v", n+1, err)
		}
		last = made.Secret
	}
}
