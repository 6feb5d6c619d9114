package ledger_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/alertstest"
	"github.com/namedrop/namedrop/alerts/send/post"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/migrations"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// before is the schema as it was before a migration.
func before(t *testing.T, url, migration string) fstest.MapFS {
	t.Helper()
	words := migrations.SQLite()
	if !strings.HasPrefix(url, "sqlite:") {
		words = migrations.Postgres()
	}
	out := fstest.MapFS{}
	for _, name := range must(fs.Glob(words, "*.sql"))(t) {
		if name < migration {
			out[name] = &fstest.MapFile{Data: must(fs.ReadFile(words, name))(t)}
		}
	}
	return out
}

// A delivery that was pending before channels had settings and deliveries items is sent as it was
// rendered, with the same id, and later events don't alert twice.
func TestPendingDeliveriesAreSentAfterAMigration(t *testing.T) {
	const secret = "whsec_bmFtZWRyb3AtdGVzdC1zZWNyZXQtMzItYnl0ZXMtbG9uZw=="
	hook, err := alertstest.New(secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	address, stop := hook.Serve()
	t.Cleanup(stop)
	client, err := post.New(post.Options{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Minute, UserAgent: "test", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	eachEmpty(t, func(t *testing.T, url string) {
		ctx := t.Context()
		o := ledger.Options{URL: url}
		l := must(ledger.Open(ctx, ledger.WithSchema(o, before(t, url, "00008"))))(t)
		type old struct{ id, mention, event, body, state string }
		rows := []old{
			{feeds.ID("delivery", "hook", "m1"), "m1", "found", `{"specversion":"1.0","id":"m1.3","data":{"workspace":"default","mention":"m1","revision":3,"hits":[{"quote":"\"revision\":99 é \u0000"}]}}`, "pending"},
			{feeds.ID("delivery", "hook", "m1", "amended", "4"), "m1", "amended", `{"id":"m1.4","data":{"mention":"m1","revision":4}}`, "pending"},
			{feeds.ID("delivery", "hook", "m2"), "m2", "found", `{"id":"m2.1","data":{"mention":"m2","revision":1}}`, "delivered"},
			{"odd", "m3", "found", "no JSON \xff\x00", "dead"},
		}
		write(t, l, func(tx *ledger.Tx) error {
			if err := ledger.Exec(ctx, tx, `INSERT INTO channels (id, workspace, name, type, active, revision, secret, data, created, updated)
				VALUES ('hook', 'default', 'Hook', 'webhook', 1, 7, ?, ?, 1, 1)`, secret+" "+secret,
				fmt.Sprintf(`{"id":"hook","name":"Hook","type":"webhook","url":"%s/in?k=\"1\"","events":["amended"],"active":true,"revision":7}`, address)); err != nil {
				return err
			}
			for _, r := range rows {
				if err := ledger.Exec(ctx, tx, `INSERT INTO deliveries (id, workspace, channel, rules, mention, event, body, state, attempts, not_before, created, finished, error)
					VALUES (?, 'default', 'hook', '["r1"]', ?, ?, ?, ?, 2, 5, 5, 0, '')`, r.id, r.mention, r.event, []byte(r.body), r.state); err != nil {
					return err
				}
			}
			return nil
		})
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}

		l = must(ledger.Open(ctx, o))(t)
		defer l.Close()
		ch := must(record.GetChannel(ctx, l, "", "hook"))(t)
		if ch.Text("url") != address+`/in?k="1"` || ch.Secrets["secret"].Reveal() != secret+" "+secret || ch.Revision != 7 || !cmp.Equal(ch.Events, []alerts.EventName{alerts.Amended}) || !ch.Active {
			t.Fatalf("the channel became %+v", ch)
		}
		adapter := webhook.New(client)
		if err := adapter.Validate(ch); err != nil {
			t.Error(err)
		}
		sent := map[string]string{}
		for _, d := range must(record.ClaimDeliveries(ctx, l, []alerts.ChannelType{webhook.Type}, time.Now(), 16, "test", time.Minute))(t) {
			attempt, err := adapter.Send(ctx, ch, d)
			if err != nil || attempt.Number != 3 || !d.Rendered() {
				t.Errorf("%+v: %v", attempt, err)
			}
			sent[d.ID] = fmt.Sprint(d.Items)
			if !hasArrived(hook, d.ID, string(d.Body)) {
				t.Errorf("%s didn't arrive as it was", d.ID)
			}
		}
		want := map[string]string{
			rows[0].id: fmt.Sprint([]alerts.Item{{Kind: "mention", Subject: "m1", Event: "found", Revision: 3}}),
			rows[1].id: fmt.Sprint([]alerts.Item{{Kind: "mention", Subject: "m1", Event: "amended", Revision: 4}}),
		}
		if diff := cmp.Diff(want, sent); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
		for _, r := range rows[:2] {
			if !hasArrived(hook, r.id, r.body) {
				t.Errorf("%s was sent with other bytes than it was made with", r.id)
			}
		}
		for _, known := range []record.Sent{
			{Delivery: rows[0].id, Channel: "hook", Mention: "m1", Revision: 3, Rendered: true}, {Delivery: rows[2].id, Channel: "hook", Mention: "m2", Revision: 1, Rendered: true},
		} {
			found := must(record.FoundIn(ctx, l, map[int64]string{3: "m1", 1: "m2"}[known.Revision]))(t)
			if diff := cmp.Diff([]record.Sent{known}, found); diff != "" {
				t.Error(diff)
			}
		}
		if odd, _, err := record.GetDelivery(ctx, l, "", "odd"); err != nil || odd.Items[0].Revision != 0 {
			t.Errorf("%+v, %v", odd, err)
		}
	})
}

func hasArrived(hook *alertstest.Receiver, id, body string) bool {
	for _, m := range alertstest.Messages(hook.Requests()) {
		if m.ID == id {
			return string(m.Body) == body && m.Verified && m.SameBytes
		}
	}
	return false
}
