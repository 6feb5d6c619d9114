package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds/feedstest"
)

type accountView struct {
	ID, Health, Code string
	Sources          int
	Keys             []string
	Budgets          []struct{ Used, Limit int64 }
}

// An account is entered once, from a file, and shared. Its budget is shown and kept, a revoked token is told where people
// look, and a new one heals the sources. Its secret stands in no log, answer or error.
func TestAnAccountOfX(t *testing.T) {
	t.Parallel()
	w := feedstest.NewServer(t)
	var refuse atomic.Bool
	w.Handle("/2/tweets/search/recent", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if refuse.Load() || r.Header.Get("Authorization") != "Bearer x-secret-1" && r.Header.Get("Authorization") != "Bearer x-secret-2" {
			rw.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(rw, `{"title":"Unauthorized"}`)
			return
		}
		if r.URL.Query().Get("since_id") != "" {
			fmt.Fprint(rw, `{"meta":{"result_count":0}}`)
			return
		}
		fmt.Fprintf(rw, `{"data":[{"id":"1995100000000000003","text":"We moved to Larkmeter","created_at":%q,"author_id":"7"},{"id":"1995100000000000002","text":"Nothing","created_at":%q,"author_id":"7"}],
			"includes":{"users":[{"id":"7","username":"ann","name":"Ann"}]},"meta":{"newest_id":"1995100000000000003","result_count":2}}`,
			time.Now().UTC().Format(time.RFC3339), time.Now().UTC().Format(time.RFC3339))
	}))
	s := serve(t, quick+fmt.Sprintf("endpoints: {x: %q}\nlog: {level: debug}\n", w.URL))
	s.addBrand("Larkmeter", nil)
	// Without an account the source says what it needs.
	if out, code := s.run(nil, "source", "add", "--type", "x", "query=larkmeter"); code != 0 {
		t.Fatal(out)
	}
	var sources struct {
		Items []struct{ ID, Health, Code, Error, Account string }
	}
	source := func(health, code string) {
		t.Helper()
		eventually(t, func() string {
			sources.Items = nil // what an answer leaves out would stay
			s.must("GET", "/sources", nil, &sources)
			if got := sources.Items[0]; got.Health != health || got.Code != code {
				return fmt.Sprintf("%+v", got)
			}
			return ""
		})
	}
	source("needs_key", "account_missing")
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("x-secret-1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := s.run(nil, "account", "add", "x", "--name", "Ours", "--set", "cap=2", "--secret", "token="+file)
	if code != 0 || !strings.Contains(out, "1 source is read with it") {
		t.Fatalf("%d %s", code, out)
	}
	source("healthy", "")
	eventually(t, func() string {
		if got := s.mentions("state=new"); len(got) != 1 || got[0].Document.URL != "https://x.com/ann/status/1995100000000000003" {
			return fmt.Sprintf("%+v", got)
		}
		return ""
	})
	var accounts struct{ Items []accountView }
	s.must("GET", "/accounts", nil, &accounts)
	a := accounts.Items[0]
	if a.Health != "healthy" || a.Sources != 1 || len(a.Keys) != 1 || a.Budgets[0].Limit != 2_000_000 || a.Budgets[0].Used != 2*5_000+10_000 {
		t.Errorf("%+v", a)
	}
	if out, _ := s.run(nil, "account"); !strings.Contains(out, "$0.02 of $2.00 this month") {
		t.Error(out)
	}
	// The token is revoked: the source, the account and doctor say so.
	refuse.Store(true)
	s.must("POST", "/sources/"+sources.Items[0].ID+"/fetch", nil, nil)
	source("needs_key", "x_token_refused")
	eventually(t, func() string {
		s.must("GET", "/accounts", nil, &accounts)
		if a := accounts.Items[0]; a.Health != "needs_key" || a.Code != "x_token_refused" {
			return fmt.Sprintf("%+v", a)
		}
		return ""
	})
	doctor, code := s.run(nil, "doctor")
	if code == 0 || !strings.Contains(doctor, "1 account is refused") {
		t.Errorf("doctor exits with %d: %s", code, doctor)
	}
	if status, text := s.call("DELETE", "/accounts/"+a.ID, nil, nil); status != http.StatusConflict || !strings.Contains(text, "account_in_use") {
		t.Errorf("%d %s", status, text)
	}
	refuse.Store(false)
	if out, code := s.run(strings.NewReader("x-secret-2"), "account", "edit", a.ID, "--secret", "token=-"); code != 0 {
		t.Fatal(out)
	}
	source("healthy", "")
	// A budget that is used up stops the source before the request.
	if out, code := s.run(nil, "account", "edit", a.ID, "--set", "cap=0.03"); code != 0 {
		t.Fatal(out)
	}
	asked := len(w.Asked(""))
	s.must("POST", "/sources/"+sources.Items[0].ID+"/fetch", nil, nil)
	source("throttled", "budget_month")
	if n := len(w.Asked("")); n > asked+1 {
		t.Errorf("asked %d times", n-asked)
	}
	_, answers := s.call("GET", "/accounts", nil, nil)
	shown, _ := s.run(nil, "account", "show", a.ID)
	_, listed := s.call("GET", "/sources", nil, nil)
	s.stop()
	for _, text := range []string{s.out.String(), answers, shown, listed, doctor} {
		if strings.Contains(text, "x-secret") {
			t.Errorf("a secret is shown: %s", text)
		}
	}
}

// Someone who objects is left out from then on, and what is stored of them is deleted.
func TestAnObjection(t *testing.T) {
	t.Parallel()
	net := &small{Server: feedstest.NewServer(t)}
	networks["hackernews"].serve(net)
	net.set(post{2, "We moved to Larkmeter."})
	s := serve(t, quick+networks["hackernews"].settings(net))
	s.addBrand("Larkmeter", nil)
	if out, code := s.run(nil, append([]string{"source", "add"}, networks["hackernews"].add(net)...)...); code != 0 {
		t.Fatal(out)
	}
	mentions := func(want int) {
		t.Helper()
		eventually(t, func() string {
			if got := s.mentions("state=new"); len(got) != want {
				return fmt.Sprintf("%d mentions, want %d", len(got), want)
			}
			return ""
		})
	}
	mentions(1)
	out, code := s.run(nil, "objection", "add", "@Ann", "--network", "hackernews", "--note", "by mail")
	if code != 0 || !strings.Contains(out, "1 stored document was deleted") {
		t.Fatalf("%d %s", code, out)
	}
	mentions(0)
	net.set(post{3, "Larkmeter again."}, post{2, "We moved to Larkmeter."})
	time.Sleep(time.Second)
	mentions(0)
	var objections struct{ Items []struct{ ID, Who string } }
	s.must("GET", "/objections", nil, &objections)
	if len(objections.Items) != 1 || objections.Items[0].Who != "ann" {
		t.Fatalf("%+v", objections)
	}
	s.must("DELETE", "/objections/"+objections.Items[0].ID, nil, nil)
	net.set(post{4, "Larkmeter once more."}, post{3, "Larkmeter again."})
	eventually(t, func() string {
		if got := s.mentions("state=new"); len(got) == 0 {
			return "nothing is stored after the objection was ended"
		}
		return ""
	})
}
