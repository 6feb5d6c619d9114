package alerter_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/cluster"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/archive"
	"github.com/namedrop/namedrop/services/ledger/record"
	"github.com/namedrop/namedrop/services/mentions"
)

// findLike is find for a copy of what a mention was found in.
func (w *world) findLike(mention string, n int, kind feeds.Kind) string {
	w.Helper()
	return w.findAs(n, kind, func(ctx context.Context, tx *ledger.Tx, doc string) error {
		m, err := record.GetMention(ctx, tx, "", mention)
		if err != nil {
			return err
		}
		same := cluster.Of(&feeds.Document{Text: "honestly this is the very best tool that we have bought in all these years " + mention})
		_, err = mentions.AssignClusters(ctx, tx, []archive.Fingerprinted{{Document: m.Document, Fingerprint: same}, {Document: doc, Fingerprint: same}})
		return err
	})
}

func TestACopyIsNotAlertedAgain(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		all := w.receiver("c1", 0, alerts.Amended, alerts.Dismissed)
		second := w.receiver("c2", 0)
		w.write(func(ctx context.Context, tx *ledger.Tx) error { // it only wants what came later
			r, err := record.GetRule(ctx, tx, "", "r-c2")
			if err != nil {
				return err
			}
			r.Kinds = []feeds.Kind{feeds.Video}
			_, err = record.PutRule(ctx, tx, r)
			return err
		})
		w.start()
		first := w.find(1)
		w.arrived(all, 1)
		w.stop()
		w.start() // a restart forgets nothing
		late := w.findLike(first, 2, feeds.Post)
		w.change(late, alerts.Amended, func(m *index.Mention) { m.Confidence = 0.95 })
		other := w.find(3)
		in := w.arrived(all, 2)
		if !strings.Contains(string(in[1].Body), other) {
			t.Errorf("the second message: %s", in[1].Body)
		}
		w.change(first, alerts.Dismissed, func(m *index.Mention) { m.State = index.Dismissed })
		in = w.arrived(all, 3)
		var ev alerts.Event
		if err := json.Unmarshal(in[2].Body, &ev); err != nil || ev.Data.Mention != first || len(ev.Data.Copies) != 2 {
			t.Errorf("the dismissal: %s", in[2].Body)
		}
		w.findLike(other, 4, feeds.Video) // the first of its row that this rule asks for
		if in := w.arrived(second, 1); !strings.Contains(string(in[0].Body), `"copies":[{`) {
			t.Errorf("to the second channel: %s", in[0].Body)
		}
		w.stop()
		w.loseBus() // everything comes again
		w.start()
		w.handled()
		time.Sleep(100 * time.Millisecond)
		if n, m := len(all.Requests()), len(second.Requests()); n != 3 || m != 1 {
			t.Errorf("%d and %d messages after a replay", n, m)
		}
	})
}

// Two alerters work on the same ledger and bus, as in a cluster during an upgrade.
func TestTwoAlertersAnnounceAConversationOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		const conversations, copies = 12, 3
		r := w.receiver("c1", 0)
		w.processes = 2
		w.start()
		for i := range conversations {
			first := w.find(i * 10)
			for k := 1; k <= copies; k++ {
				w.findLike(first, i*10+k, feeds.Post)
			}
		}
		w.handled()
		w.arrived(r, conversations)
		time.Sleep(200 * time.Millisecond)
		if n := len(r.Requests()); n != conversations {
			t.Errorf("%d messages about %d conversations", n, conversations)
		}
	})
}

// A message that was made before there were clusters has another id.
func TestADeliveryFromBeforeClusters(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		r := w.receiver("c1", 0)
		first := w.find(1)
		w.write(func(ctx context.Context, tx *ledger.Tx) error {
			_, err := record.AddDelivery(ctx, tx, alerts.Delivery{
				ID: feeds.ID("delivery", "c1", first), Channel: "c1", Rules: []string{"r-c1"}, MediaType: "application/json", Body: []byte("{}"),
				Items: []alerts.Item{{Kind: alerts.MentionItem, Subject: first, Event: alerts.Found, Revision: 1}},
			})
			return err
		})
		w.findLike(first, 2, feeds.Post)
		w.start()
		w.handled()
		w.arrived(r, 1)
		time.Sleep(100 * time.Millisecond)
		if n := len(r.Requests()); n != 1 {
			t.Errorf("%d messages", n)
		}
	})
}

// A grouped message holds what is left of its row when it is sent.
func TestACopyReplacesItsLeadInAGroupedMessage(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		r := w.receiver("c1", 0)
		w.gathers("c1", 10, 900)
		w.start()
		first := w.find(1)
		w.handled()
		second := w.findLike(first, 2, feeds.Post)
		w.change(first, alerts.Removed, func(m *index.Mention) { m.Removed, m.Hits = true, nil })
		w.handled()
		w.clock.forward(15 * time.Minute)
		if in := w.arrived(r, 1); !strings.Contains(string(in[0].Body), second) || strings.Contains(string(in[0].Body), first+".") {
			t.Errorf("%s", in[0].Body)
		}
	})
}
