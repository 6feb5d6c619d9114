package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/services/api"
	"github.com/namedrop/namedrop/services/app"
	"github.com/namedrop/namedrop/services/config"
)

func TestSourcesHaveETagsToo(t *testing.T) {
	d := open(t)
	var src struct{ ID string }
	first := d.want(200, &src, "POST", "/sources", `{"url":"https://show.example/feed"}`).Header.Get("ETag")
	path := "/sources/" + src.ID
	second := d.want(200, nil, "PATCH", path, `{"paused":true}`, "If-Match", first).Header.Get("ETag")
	if first == "" || second == first {
		t.Errorf("%s became %s", first, second)
	}
	var p problem
	d.want(412, &p, "PATCH", path, `{"name":"Late"}`, "If-Match", first)
	d.want(412, nil, "DELETE", path, ``, "If-Match", first)
	if p.Code != "stale" {
		t.Errorf("%+v", p)
	}
	d.want(204, nil, "DELETE", path, ``, "If-Match", second)
}

// A parameter given several times is a list, as one with commas is.
func TestParametersGivenSeveralTimes(t *testing.T) {
	d := open(t)
	d.want(200, nil, "POST", "/sources", `{"url":"https://show.example/feed"}`)
	for _, query := range []string{"health=waiting,healthy", "health=healthy&health=waiting", "q=show&health=healthy&health=waiting"} {
		var sources struct{ Items []struct{ ID string } }
		if d.want(200, &sources, "GET", "/sources?"+query, ""); len(sources.Items) != 1 {
			t.Errorf("%s finds %d sources", query, len(sources.Items))
		}
	}
	d.want(422, nil, "GET", "/sources?limit=1&limit=2", "")
}

// A source that isn't polled can't be read now, and the answer doesn't claim that it will be.
func TestWhatIsNotReadNow(t *testing.T) {
	d := open(t)
	var src struct{ ID string }
	d.want(200, &src, "POST", "/sources", `{"url":"https://show.example/feed"}`)
	d.want(200, nil, "POST", "/sources/"+src.ID+"/fetch", "")
	d.want(200, nil, "PATCH", "/sources/"+src.ID, `{"paused":true}`)
	var p problem
	d.want(422, &p, "POST", "/sources/"+src.ID+"/fetch", "")
	if !strings.Contains(p.Detail, "paused") {
		t.Error(p.Detail)
	}
	d.want(200, nil, "PATCH", "/sources/"+src.ID, `{"paused":false}`)
	d.want(200, nil, "POST", "/sources/"+src.ID+"/fetch", "")
	d.want(204, nil, "DELETE", "/sources/"+src.ID, "")
	d.want(404, nil, "POST", "/sources/"+src.ID+"/fetch", "")
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","text":"Something."}`)
	var sources struct{ Items []struct{ ID string } }
	d.want(200, &sources, "GET", "/sources", "")
	d.want(422, &p, "POST", "/sources/"+sources.Items[0].ID+"/fetch", "")
	if !strings.Contains(p.Detail, "Import the file again") {
		t.Error(p.Detail)
	}
}

// A name of the user's own can be given, changed and cleared.
func TestANameOfTheUsersOwn(t *testing.T) {
	d := open(t)
	var src struct{ ID, Name, Title string }
	d.want(200, &src, "POST", "/sources", `{"url":"https://show.example/feed","name":"Our show","title":"The Show"}`)
	if src.Name != "Our show" || src.Title != "The Show" {
		t.Errorf("added as %+v", src)
	}
	for name, want := range map[string]string{"Theirs ": "Theirs", " ": "The Show"} {
		d.want(200, &src, "PATCH", "/sources/"+src.ID, `{"name":"`+name+`"}`)
		if src.Name != want || src.Title != "The Show" {
			t.Errorf("%q made it %+v", name, src)
		}
	}
	d.want(200, &src, "POST", "/sources", `{"url":"https://nameless.example/feed"}`)
	if src.Name != "nameless.example" {
		t.Errorf("nameless: %+v", src)
	}
}

// A renamed show is called so wherever it is named, and found so, though it was indexed before.
func TestARenamedShowIsFoundUnderItsName(t *testing.T) {
	d := open(t)
	d.want(200, nil, "POST", "/imports/documents", `{"id":"a","kind":"post","source":"Acme list","text":"We moved to Larkmeter last year."}`)
	d.settle()
	var sources struct{ Items []struct{ ID string } }
	d.want(200, &sources, "GET", "/sources", "")
	d.want(200, nil, "PATCH", "/sources/"+sources.Items[0].ID, `{"name":"Their list"}`)
	var found struct{ Items []struct{ Show string } }
	d.want(200, &found, "GET", "/search?q=larkmeter", "")
	if len(found.Items) != 1 || found.Items[0].Show != "Their list" {
		t.Errorf("%+v", found)
	}
	d.settle()
	for show, want := range map[string]int{"Their list": 1, "Acme list": 0} {
		d.want(200, &found, "GET", "/search?q="+url.QueryEscape(`show:"`+show+`"`), "")
		if len(found.Items) != want {
			t.Errorf("%s: %+v", show, found)
		}
	}
	csv, _ := io.ReadAll(d.ask("GET", "/search/export?format=csv&q=larkmeter", "").Body)
	if !strings.Contains(string(csv), "Their list") {
		t.Errorf("exported %s", csv)
	}
}

// A post that has moved is opened where it is now, though it was indexed before.
func TestAMovedPostIsOpenedWhereItIs(t *testing.T) {
	d := open(t)
	line := `{"id":"a","kind":"post","text":"We moved to Larkmeter last year.","url":"https://old.example/a"}`
	d.want(200, nil, "POST", "/imports/documents", line)
	d.settle()
	d.want(200, nil, "POST", "/imports/documents", strings.Replace(line, "old", "new", 1))
	var found struct {
		Items []struct {
			URL      string
			Passages []struct{ Link string }
		}
	}
	d.want(200, &found, "GET", "/search?q=larkmeter", "")
	if len(found.Items) != 1 || found.Items[0].URL != "https://new.example/a" || found.Items[0].Passages[0].Link != "https://new.example/a" {
		t.Errorf("%+v", found)
	}
}

// A private feed is added again with the password it turned out to want.
func TestNewCredentialsForASourceThatIsThere(t *testing.T) {
	d := open(t)
	add := func(address, outcome, shown string) {
		t.Helper()
		var src struct{ ID, Outcome, URL string }
		resp := d.want(200, &src, "POST", "/sources", `{"url":"`+address+`"}`)
		if src.Outcome != outcome || src.URL != shown || resp.Header.Get("ETag") == "" {
			t.Errorf("%s: %+v", address, src)
		}
	}
	add("http://show.example/feed", "added", "http://show.example/feed")
	add("https://show.example/feed/", "known", "http://show.example/feed")
	add("https://me:one@show.example/feed", "credentials", "https://me:xxxxx@show.example/feed")
	add("https://me:one@show.example/feed", "known", "https://me:xxxxx@show.example/feed")
	add("https://me:two@show.example/feed", "credentials", "https://me:xxxxx@show.example/feed")
	add("https://show.example/feed", "known", "https://me:xxxxx@show.example/feed")
	exported := func(want string) {
		t.Helper()
		text, _ := io.ReadAll(d.ask("GET", "/sources/export", "").Body)
		if !strings.Contains(string(text), want) {
			t.Errorf("exported %s, want %s", text, want)
		}
	}
	exported("https://me:two@show.example/feed")
	var p problem
	d.want(422, &p, "POST", "/sources", `{"url":"https://me:xxxxx@show.example/feed"}`)
	if !strings.Contains(p.Detail, "is hidden") {
		t.Error(p.Detail)
	}
	var in api.Imported
	d.want(200, &in, "POST", "/sources/import", `<opml version="2.0"><body><outline type="rss" text="S" xmlUrl="https://me:three@show.example/feed"/></body></opml>`)
	if in.Known != 1 || in.Added != 0 {
		t.Errorf("%+v", in)
	}
	exported("https://me:three@show.example/feed")
	var token struct{ Token string }
	d.want(200, &token, "POST", "/tokens", `{"name":"reader","scope":"read"}`)
	text, _ := io.ReadAll(d.ask("GET", "/sources/export", "", "Authorization", "Bearer "+token.Token).Body)
	if !strings.Contains(string(text), "https://xxxxx@show.example/feed") || strings.Contains(string(text), "three") {
		t.Errorf("a reader gets %s", text)
	}
}

// A deletion is undone with the password, which no answer shows, and with all settings. Later, or
// for an unknown source, the answer asks to add it again.
func TestARemovedSourceIsBroughtBack(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	d := openAt(t, func() time.Time { return now })
	var src struct{ ID string }
	var back struct {
		ID, Name, Title, URL string
		Paused               bool
	}
	d.want(200, &src, "POST", "/sources", `{"url":"https://me:secret@show.example/feed","name":"Mine","title":"The Show"}`)
	path := "/sources/" + src.ID
	d.want(200, nil, "PATCH", path, `{"paused":true}`)
	d.want(204, nil, "DELETE", path, "")
	d.want(404, nil, "GET", path, "")
	for range 2 { // the second finds it done
		d.want(200, &back, "POST", path+"/restore", "")
		if back.ID != src.ID || back.Name != "Mine" || back.Title != "The Show" || !back.Paused || back.URL != "https://me:xxxxx@show.example/feed" {
			t.Errorf("brought back as %+v", back)
		}
	}
	text, _ := io.ReadAll(d.ask("GET", "/sources/export", "").Body)
	if !strings.Contains(string(text), "https://me:secret@show.example/feed") {
		t.Errorf("without its password: %s", text)
	}
	d.want(204, nil, "DELETE", path, "")
	now = now.Add(time.Hour)
	var p problem
	d.want(404, &p, "POST", path+"/restore", "")
	if !strings.Contains(p.Detail, "Add it again") {
		t.Error(p.Detail)
	}
	d.want(404, nil, "POST", "/sources/nosuch/restore", "")
}

// A host that supports only http is read by http, which is found out once, when its address is
// added.
func TestAnAddressWithoutASchemeGetsTheOneThatAnswers(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	c := config.Default()
	c.Fetch.AllowPrivate = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	d := openWith(t, app.Options{Config: c, Now: time.Now})
	address := strings.TrimPrefix(plain.URL, "http://") + "/feed"
	var src struct{ URL string }
	d.want(200, &src, "POST", "/sources", `{"url":"`+address+`"}`)
	if src.URL != "http://"+address {
		t.Errorf("%q became %s", address, src.URL)
	}
	// A password is sent over https or not at all.
	other := "//" + strings.Replace(address, "127.0.0.1", "anna:secret@localhost", 1)
	d.want(200, &src, "POST", "/sources", `{"url":"`+other+`"}`)
	if !strings.HasPrefix(src.URL, "https://anna:") {
		t.Errorf("%q became %s", other, src.URL)
	}
}
