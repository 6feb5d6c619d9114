package alerter_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/alerts/send/slack"
	"github.com/namedrop/namedrop/alerts/send/webhook"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// eachWorld runs a test on either database.
func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("SQLite", func(t *testing.T) { test(t, newWorld(t)) })
	t.Run("PostgreSQL", func(t *testing.T) {
		test(t, newWorldOn(t, func(t testing.TB, now func() time.Time) *ledger.Ledger {
			l, err := ledger.Open(t.Context(), ledger.Options{URL: ledgertest.PostgresURL(t), Now: now})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { l.Close() })
			return l
		}))
	})
}

// find saves a document with a mention of Larkspur and announces it, as detection does.
func (w *world) find(n int) string {
	w.Helper()
	return w.findAs(n, feeds.Post, func(context.Context, *ledger.Tx, string) error { return nil })
}

// findAs is find, with a step between the document and its mention.
func (w *world) findAs(n int, kind feeds.Kind, between func(context.Context, *ledger.Tx, string) error) string {
	w.Helper()
	key := fmt.Sprint("post-", n)
	doc := feeds.Document{
		ID: feeds.DocumentID("web", key), Kind: kind, Network: "web", Key: key, Title: fmt.Sprint("Post ", n), Text: "We moved to Larkspur.",
		URL: "https://blog.example/" + key, Author: "Ann", Published: w.clock.Now(), Fetched: w.clock.Now(), Origin: feeds.Publisher,
	}
	draft := archive.NewDraft(doc)
	id := index.MentionID("default", "larkspur", doc.ID)
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		src, _, err := archive.AddSource(ctx, tx, feeds.Source{Key: "https://blog.example/feed", Type: feeds.FeedSource, URL: "https://blog.example/feed", Name: "Ann's blog"})
		if err != nil {
			return err
		}
		if _, err := record.GetBrand(ctx, tx, "", "larkspur"); err != nil {
			if _, err := record.PutBrand(ctx, tx, index.Brand{ID: "larkspur", Workspace: "default", Name: "Larkspur", Own: true, Active: true}); err != nil {
				return err
			}
		}
		if _, err := archive.SaveDocuments(ctx, tx, []*archive.Draft{draft}, src.ID); err != nil {
			return err
		}
		if err := between(ctx, tx, doc.ID); err != nil {
			return err
		}
		return w.changeIn(ctx, tx, alerts.Found, index.Mention{
			ID: id, Workspace: "default", Brand: "larkspur", Document: doc.ID, Revision: 1, Type: index.Discussed, Confidence: 0.9, State: index.New,
			Kind: doc.Kind, Published: doc.Published, Hits: []index.Hit{{Brand: "larkspur", Field: index.InText, Surface: "Larkspur", Quote: fmt.Sprint("We moved to Larkspur, time ", n), Confidence: 0.9}},
		})
	})
	return id
}

func (w *world) changeIn(ctx context.Context, tx *ledger.Tx, name alerts.EventName, m index.Mention) error {
	if err := record.SaveMention(ctx, tx, m); err != nil {
		return err
	}
	saved, err := record.GetMention(ctx, tx, "", m.ID)
	if err != nil {
		return err
	}
	if err := record.ChooseLead(ctx, tx, "", m.Brand, saved.Cluster); err != nil {
		return err
	}
	m.Updated = tx.Now()
	b, err := record.GetBrand(ctx, tx, "", m.Brand)
	if err != nil {
		return err
	}
	d, err := archive.GetDocumentMeta(ctx, tx, m.Document)
	if err != nil {
		return err
	}
	sources, err := archive.SourcesOf(ctx, tx, m.Document)
	if err != nil {
		return err
	}
	return mentions.Announce(ctx, tx, name, m, b, &d.Document, sources, "https://desk.example")
}

// change changes a mention and announces it.
func (w *world) change(id string, name alerts.EventName, do func(*index.Mention)) {
	w.Helper()
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		m, err := record.GetMention(ctx, tx, "", id)
		if err != nil {
			return err
		}
		m.Revision++
		do(&m)
		return w.changeIn(ctx, tx, name, m)
	})
}

// gathers makes the receiver's channel accept batches and its rule group.
func (w *world) gathers(id string, batch, seconds int) {
	w.Helper()
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		ch, err := record.GetChannel(ctx, tx, "", id)
		if err != nil {
			return err
		}
		if batch > 0 {
			ch.Settings = json.RawMessage(fmt.Sprintf(`{"url":%q,"batch":%d}`, ch.Text("url"), batch))
		}
		if _, err := record.PutChannel(ctx, tx, ch); err != nil {
			return err
		}
		r, err := record.GetRule(ctx, tx, "", "r-"+id)
		if err != nil {
			return err
		}
		r.GroupSeconds = seconds
		_, err = record.PutRule(ctx, tx, r)
		return err
	})
}

// One delivery holds several mentions, as they are when its window closes. What comes
// afterwards is another message.
func TestGatheredMentionsAreOneBatch(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		r := w.receiver("c1", 0, alerts.Amended, alerts.Dismissed)
		w.gathers("c1", 20, 900)
		w.start()
		var ids []string
		for n := range 5 {
			ids = append(ids, w.find(n))
		}
		w.change(ids[1], alerts.Amended, func(m *index.Mention) { m.Confidence = 0.95 })
		w.change(ids[2], alerts.Dismissed, func(m *index.Mention) { m.State = index.Dismissed })
		w.change(ids[3], alerts.Removed, func(m *index.Mention) { m.Removed, m.Hits = true, nil })
		w.handled()
		time.Sleep(50 * time.Millisecond)
		if n := len(r.Requests()); n != 0 {
			t.Fatalf("%d messages before the window closed", n)
		}
		w.stop()
		w.start() // a restart forgets nothing
		w.clock.forward(15 * time.Minute)
		in := w.arrived(r, 1)
		if in[0].Signature != nil || in[0].Header.Get("Content-Type") != "application/cloudevents-batch+json" || in[0].ID != w.sentAs("c1", ids[0]) {
			t.Errorf("%v %v %s", in[0].Signature, in[0].Header, in[0].ID)
		}
		var got []string
		var events []alerts.Event
		if err := json.Unmarshal(in[0].Body, &events); err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			got = append(got, e.ID+" "+e.Type)
		}
		want := []string{ids[0] + ".1 namedrop.mention.found.v1", ids[1] + ".2 namedrop.mention.found.v1", ids[4] + ".1 namedrop.mention.found.v1"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		var d alerts.Delivery
		w.until("it is recorded", func() bool {
			d, _, _ = record.GetDelivery(t.Context(), w.ledger, "", in[0].ID)
			return d.State == alerts.Delivered
		})
		wantItems := []alerts.Item{{Kind: "mention", Subject: ids[0], Event: "found", Revision: 1}, {Kind: "mention", Subject: ids[1], Event: "found", Revision: 2}, {Kind: "mention", Subject: ids[4], Event: "found", Revision: 1}}
		if diff := cmp.Diff(wantItems, d.Items); diff != "" || string(d.Body) != string(in[0].Body) {
			t.Error(diff)
		}
		// It was sent: each amendment is another message, sent at once.
		w.change(ids[1], alerts.Amended, func(m *index.Mention) { m.Confidence = 0.7 })
		in = w.arrived(r, 2)
		if in[1].Header.Get("Content-Type") != "application/cloudevents+json" || !strings.Contains(string(in[1].Body), ids[1]+".3") {
			t.Errorf("%s %s", in[1].Header.Get("Content-Type"), in[1].Body)
		}
		// A dismissal that is undone is new to the channel.
		w.change(ids[2], alerts.Amended, func(m *index.Mention) { m.State = index.New })
		w.handled()
		w.clock.forward(15 * time.Minute)
		in = w.arrived(r, 3)
		if !strings.Contains(string(in[2].Body), ids[2]+".3") || !strings.HasPrefix(string(in[2].Body), "[") {
			t.Errorf("%s", in[2].Body)
		}
	})
}

// A receiver that accepts no batches gets one message for each mention, even if the rule groups.
func TestWithoutBatchesNothingIsGathered(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	w.gathers("c1", 0, 900)
	w.start()
	w.find(1)
	w.find(2)
	for _, in := range w.arrived(r, 2) {
		if in.Header.Get("Content-Type") != "application/cloudevents+json" {
			t.Errorf("%v", in.Header)
		}
	}
}

// A retry of a grouped delivery sends the bytes that were rendered first, however its mentions
// have changed since.
func TestWhatWasGatheredIsRenderedOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		r := w.receiver("c1", 0)
		w.gathers("c1", 20, 60)
		real := w.sender
		w.sender = dying{real}
		w.start()
		ids := []string{w.find(1), w.find(2)}
		w.handled()
		w.clock.forward(time.Minute)
		w.arrived(r, 1)
		w.stop() // killed between sending and recording
		w.change(ids[0], alerts.Dismissed, func(m *index.Mention) { m.State = index.Dismissed })
		w.sender = real
		w.start()
		in := w.arrived(r, 2)
		if in[0].ID != in[1].ID || string(in[0].Body) != string(in[1].Body) || !strings.Contains(string(in[1].Body), ids[0]) {
			t.Errorf("sent again as %s: %s", in[1].ID, in[1].Body)
		}
	})
}

// If all mentions were dismissed or removed before the window closed, nothing is sent and
// nothing stays pending.
func TestNothingLeftIsNotSent(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		r := w.receiver("c1", 0)
		w.gathers("c1", 20, 60)
		w.start()
		id := w.find(1)
		gone := w.find(2)
		w.change(id, alerts.Dismissed, func(m *index.Mention) { m.State = index.Dismissed })
		w.write(func(ctx context.Context, tx *ledger.Tx) error {
			m, err := record.GetMention(ctx, tx, "", gone)
			if err != nil {
				return err
			}
			return mentions.DeleteDocument(ctx, tx, m.Document, "https://desk.example")
		})
		w.handled()
		w.clock.forward(time.Minute)
		w.until("nothing waits", func() bool {
			counts, err := record.DeliveryCounts(t.Context(), w.ledger)
			return err == nil && len(counts) == 0
		})
		if n := len(r.Requests()); n != 0 {
			t.Errorf("%d messages about nothing", n)
		}
	})
}

// A full message is sent before its window closes.
func TestAFullMessageIsSentAtOnce(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	w.gathers("c1", 2, 900)
	w.start()
	for n := range 5 {
		w.find(n)
	}
	w.arrived(r, 2)
	w.handled()
	if n := len(r.Requests()); n != 2 {
		t.Errorf("%d messages", n)
	}
}

func TestSlackGetsSeveralMentionsInOneMessage(t *testing.T) {
	w := newWorld(t)
	var mu sync.Mutex
	var bodies []string
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		b, _ := io.ReadAll(req.Body)
		mu.Lock()
		bodies = append(bodies, string(b))
		mu.Unlock()
		_, _ = rw.Write([]byte("ok"))
	}))
	defer s.Close()
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		_, err := record.PutChannel(ctx, tx, alerts.Channel{ID: "s", Name: "Team", Type: slack.Type, Active: true, Secrets: map[string]feeds.Secret{"url": feeds.Secret(s.URL + "/services/T0/B0/secret-secret-secret")}})
		if err != nil {
			return err
		}
		_, err = record.PutRule(ctx, tx, alerts.Rule{ID: "r-s", Workspace: "default", Name: "s", Channels: []string{"s"}, GroupSeconds: 60, Active: true})
		return err
	})
	w.start()
	for n := range 130 {
		w.find(n)
	}
	w.handled()
	w.clock.forward(time.Minute)
	sent := func() []string {
		mu.Lock()
		defer mu.Unlock()
		return bodies
	}
	w.until("Slack has it", func() bool { return len(sent()) > 0 })
	var p struct {
		Blocks []struct {
			Text     struct{ Text string }
			Elements []struct{ Text string }
		}
	}
	if err := json.Unmarshal([]byte(sent()[0]), &p); err != nil {
		t.Fatal(err)
	}
	shown := strings.Count(sent()[0], "We moved to Larkspur, time")
	last := p.Blocks[len(p.Blocks)-1].Elements[0].Text
	if len(sent()) != 1 || p.Blocks[0].Text.Text != "130 mentions of Larkspur" || shown < 10 || last != fmt.Sprintf("<https://desk.example/inbox|and %d more>", 130-shown) {
		t.Errorf("%d messages, %d shown: %q, %q", len(sent()), shown, p.Blocks[0].Text.Text, last)
	}
}

// A delivery that no process here can render stays pending.
func TestAnUnknownTypeWaits(t *testing.T) {
	w := newWorld(t)
	r := w.receiver("c1", 0)
	become := func(kind alerts.ChannelType) {
		w.write(func(ctx context.Context, tx *ledger.Tx) error {
			ch, err := record.GetChannel(ctx, tx, "", "c1")
			if err != nil {
				return err
			}
			ch.Type = kind
			_, err = record.PutChannel(ctx, tx, ch)
			return err
		})
	}
	become("pigeon")
	w.start()
	id := w.find(1)
	w.handled()
	time.Sleep(50 * time.Millisecond)
	if d := w.delivery("c1", id); d.State != alerts.Pending || d.Rendered() || d.Attempts != 0 {
		t.Fatalf("%+v", d)
	}
	become(webhook.Type)
	in := w.arrived(r, 1)
	if in[0].Signature != nil || in[0].Header.Get("Content-Type") != "application/cloudevents+json" || !strings.Contains(string(in[0].Body), id+".1") {
		t.Errorf("%v %s", in[0].Header, in[0].Body)
	}
}
