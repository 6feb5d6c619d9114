package x

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/feeds/feedstest"
	"github.com/namedrop/namedrop/feeds/fetch"
)

var now = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

const token = "bearer-7d1f"

func setUp(t *testing.T, limit int64) (*feedstest.Server, *feedstest.Accounts, *Reader) {
	s := feedstest.NewServer(t)
	a := feedstest.NewAccounts(feeds.Account{ID: "a", Type: AccountType, Name: "ours", Secrets: map[string]feeds.Secret{tokenField: token}}, limit)
	return s, a, New(feedstest.Door(t), s.URL, a, func() time.Time { return now })
}

var source = feeds.Source{Type: Type, Query: "larkmeter", Account: "a"}

const recent = "/2/tweets/search/recent"

const firstPage = `{"data":[{"id":"1995100000000000003","text":"We use Larkmeter &amp; love it https://t.co/a","created_at":"2026-11-30T10:00:00.000Z","author_id":"7","lang":"en","conversation_id":"1995100000000000001",
"note_tweet":{"text":"We use Larkmeter &amp; love it. All of it, at length."},"public_metrics":{"like_count":3,"retweet_count":1,"reply_count":2,"quote_count":1},"entities":{"urls":[{"expanded_url":"https://larkmeter.example/x","title":"Meters"}]}},
{"id":"1995100000000000002","text":"RT @ann: Larkmeter","created_at":"2026-11-30T09:00:00.000Z","author_id":"8","referenced_tweets":[{"type":"retweeted"}]},
{"id":"bad","text":"x"}],"includes":{"users":[{"id":"7","username":"ann","name":"Ann <3"}]},"errors":[{"title":"Not Found Error"}],
"meta":{"newest_id":"1995100000000000003","result_count":3,"next_token":"p2"}}`

func TestASearchIsReadPageByPage(t *testing.T) {
	s, a, r := setUp(t, 10_000_000)
	s.Handle(recent, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.Header.Get("Authorization") != "Bearer "+token {
			t.Errorf("asked with %q", q.Header.Get("Authorization"))
		}
		switch {
		case q.URL.Query().Get("next_token") == "p2":
			fmt.Fprint(w, `{"data":[{"id":"1995000000000000001","text":"Larkmeter","author_id":"9"}],"meta":{"newest_id":"1995000000000000001","result_count":1}}`)
		case q.URL.Query().Get("since_id") != "":
			fmt.Fprint(w, `{"meta":{"result_count":0}}`)
		default:
			fmt.Fprint(w, firstPage)
		}
	}))
	b, err := r.Read(t.Context(), source, nil)
	if err != nil || len(b.Documents) != 1 || !b.More || len(b.Warnings) != 1 {
		t.Fatalf("%+v %v", b, err)
	}
	d := b.Documents[0]
	if d.Text != "We use Larkmeter & love it. All of it, at length.\nhttps://larkmeter.example/x\nMeters" || d.Handle != "@ann" || d.URL != "https://x.com/ann/status/1995100000000000003" ||
		d.Thread == "" || d.Engagement.Reposts != 2 || d.Network != "x" || d.ID == "" || d.Revision == "" {
		t.Errorf("%+v", d.Document)
	}
	if want := int64(3*pricePost + priceUser); a.Spent() != want {
		t.Errorf("spent %d, want %d", a.Spent(), want)
	}
	b, err = r.Read(t.Context(), source, b.Position)
	if err != nil || len(b.Documents) != 1 || b.More || b.Documents[0].Published.IsZero() {
		t.Fatalf("%+v %v", b, err)
	}
	b, err = r.Read(t.Context(), source, b.Position)
	if err != nil || len(b.Documents) != 0 || !strings.Contains(s.Asked(recent)[2].Query, "since_id=1995100000000000003") {
		t.Errorf("%+v %v %s", b, err, s.Asked(recent)[2].Query)
	}
}

// Nothing is asked that the budget doesn't allow, and what is left is used for a small page.
func TestTheBudgetIsKept(t *testing.T) {
	s, a, r := setUp(t, 200_000)
	s.Page(recent, "application/json", firstPage)
	b, err := r.Read(t.Context(), source, nil)
	if err != nil || !strings.Contains(s.Asked(recent)[0].Query, "max_results=10&") {
		t.Fatalf("%v %+v", err, s.Asked(recent))
	}
	for range 20 {
		if b, err = r.Read(t.Context(), source, b.Position); err != nil {
			break
		}
	}
	if feeds.FaultOf(err) != feeds.FaultQuota || a.Spent() > 200_000 {
		t.Errorf("%v after spending %d", err, a.Spent())
	}
	asked := len(s.Asked(recent))
	if _, err = r.Read(t.Context(), source, nil); feeds.FaultOf(err) != feeds.FaultQuota || len(s.Asked(recent)) != asked {
		t.Errorf("asked again: %v", err)
	}
}

func TestRefusals(t *testing.T) {
	reset := now.Add(7 * time.Minute).Unix()
	for _, c := range []struct {
		name   string
		status int
		body   string
		kind   feeds.FaultKind
		code   string
	}{
		{"a revoked token", 401, `{"title":"Unauthorized","type":"about:blank"}`, feeds.FaultCredentials, "x_token_refused"},
		{"credits used up", 429, `{"type":"https://api.twitter.com/2/problems/usage-capped"}`, feeds.FaultCredentials, "x_credits"},
		{"to be paid", 402, `{}`, feeds.FaultCredentials, "x_credits"},
		{"the wrong plan", 403, `{"type":"https://api.twitter.com/2/problems/client-forbidden"}`, feeds.FaultCredentials, "x_plan"},
		{"a bad search", 400, `{"type":"https://api.twitter.com/2/problems/invalid-request"}`, feeds.FaultBlocked, "x_query_refused"},
		{"a limit", 429, `{"type":"https://api.twitter.com/2/problems/rate-limit-exceeded"}`, feeds.FaultThrottled, ""},
		{"away", 503, `<html>`, feeds.FaultTransient, ""},
		{"another shape", 200, `{"statuses":[]}`, feeds.FaultUnparsable, "posts_unreadable"},
		{"data of another shape", 200, `{"data":{"id":1},"meta":{"result_count":1}}`, feeds.FaultUnparsable, "posts_unreadable"},
		{"no JSON", 200, `<html>sign in</html>`, feeds.FaultUnparsable, "posts_unreadable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, a, r := setUp(t, 10_000_000)
			s.Handle(recent, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Rate-Limit-Reset", fmt.Sprint(reset))
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			}))
			_, err := r.Read(t.Context(), source, nil)
			code, _ := feeds.CodeOf(err)
			if feeds.FaultOf(err) != c.kind || c.code != "" && code != c.code {
				t.Fatalf("%s %s: %v", feeds.FaultOf(err), code, err)
			}
			if strings.Contains(fmt.Sprintf("%+v", err), token) {
				t.Error("the error holds the token")
			}
			if c.kind == feeds.FaultThrottled && feeds.RetryAfterOf(err) < 7*time.Minute-time.Second {
				t.Errorf("again after %v", feeds.RetryAfterOf(err))
			}
			if c.status != 200 && a.Spent() != 0 {
				t.Errorf("a refusal cost %d", a.Spent())
			}
			if c.kind == feeds.FaultUnparsable && len(fetch.AnswerOf(err).Head) == 0 {
				t.Error("the answer was not kept")
			}
		})
	}
	if _, _, r := setUp(t, 1); true {
		_, err := r.Read(t.Context(), feeds.Source{Query: "a"}, nil)
		if f := new(feeds.Fault); !errors.As(err, &f) || f.Code != "account_missing" {
			t.Errorf("without an account: %v", err)
		}
	}
}

// Where X no longer knows the place, it is read from the beginning, with a warning.
func TestALostPlace(t *testing.T) {
	s, _, r := setUp(t, 10_000_000)
	s.Handle(recent, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Query().Get("since_id") != "" {
			w.WriteHeader(400)
			return
		}
		fmt.Fprint(w, firstPage)
	}))
	b, err := r.Read(t.Context(), source, feeds.Position(`{"since":"12"}`))
	if err != nil || len(b.Documents) != 1 || b.Warnings[0].Code != "x_gap" {
		t.Errorf("%+v %v", b, err)
	}
}

func TestTheRecordedAnswer(t *testing.T) {
	body, err := os.ReadFile(feedstest.Data(t, "sources/x/search_recent_tweets.json"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := parse(body)
	if err != nil || len(p.posts) != 10 || p.next == "" || p.newest != "1578516068309794817" || p.posts[0].Published.Format(time.RFC3339) != "2022-10-07T22:42:12Z" {
		t.Errorf("%d posts, %v: %+v", len(p.posts), err, p)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(firstPage))
	f.Add([]byte(`{"meta":{"result_count":0}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := parse(body)
		if costOf(body) < 0 {
			t.Error("a negative cost")
		}
		for _, d := range p.posts {
			if err != nil || d.ID == "" || d.Published.IsZero() || len(d.Text) > maxText {
				t.Errorf("%+v", d)
			}
		}
	})
}
