package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// An outside client can subscribe to every mention and replay them with a durable consumer, and
// can do nothing else.
func TestTheBusFromOutside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, 3)
	s := serve(t, quick)
	refused := make(chan error, 64)
	nc, err := nats.Connect(s.bus, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		select {
		case refused <- err:
		default:
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	events, err := nc.SubscribeSync("mention.>")
	if err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	s.addBrand("Larkmeter", nil)
	s.addSource(w.feeds()[0])
	first, err := events.NextMsg(20 * time.Second)
	if err != nil {
		t.Fatalf("no event arrived: %v", err)
	}
	var event struct {
		SpecVersion, Type, ID string
		Data                  struct {
			Mention  string
			Backfill bool
		}
	}
	if err := json.Unmarshal(first.Data, &event); err != nil || event.SpecVersion != "1.0" || event.Type != "namedrop.mention.found.v1" || !event.Data.Backfill {
		t.Errorf("event %s: %v", first.Data, err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	consumer, err := js.Consumer(t.Context(), "MENTIONS", "outside")
	if err != nil {
		t.Fatalf("the durable consumer: %v", err)
	}
	schema, err := jsonschema.NewCompiler().Compile("../../docs/schema/mention-event.v1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, func() string {
		if have := len(s.mentions("")); have != w.expected() {
			return fmt.Sprintf("%d mentions, want %d", have, w.expected())
		}
		return ""
	})
	replayed := map[string]bool{}
	msgs, err := consumer.Fetch(100, jetstream.FetchMaxWait(2*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	for m := range msgs.Messages() {
		event, err := jsonschema.UnmarshalJSON(bytes.NewReader(m.Data()))
		if err == nil {
			err = schema.Validate(event)
		}
		if err != nil {
			t.Errorf("%s does not keep to docs/events.md: %v", m.Data(), err)
		}
		replayed[m.Headers().Get("Nats-Msg-Id")] = true
		if err := m.DoubleAck(t.Context()); err != nil {
			t.Errorf("acknowledging: %v", err)
		}
	}
	if len(replayed) < w.expected() {
		t.Errorf("%d events were replayed, of %d mentions", len(replayed), w.expected())
	}
	// Everything else is refused, or reaches no subscriber.
	before := len(s.mentions(""))
	for _, subject := range []string{"mention.found.default.larkmeter.podcast", "doc.read.podcast.x", "$JS.API.STREAM.DELETE.MENTIONS", "$JS.API.STREAM.PURGE.MENTIONS", "$JS.API.STREAM.MSG.GET.DOCUMENTS",
		"$JS.API.STREAM.MSG.DELETE.MENTIONS", "$JS.API.CONSUMER.DELETE.MENTIONS.outside", "$JS.API.CONSUMER.MSG.NEXT.DOCUMENTS.detector",
		"$JS.API.CONSUMER.CREATE.DOCUMENTS"} {
		if err := nc.Publish(subject, []byte(`{"last_by_subj":"doc.>"}`)); err != nil {
			t.Fatal(err)
		}
		select {
		case <-refused:
		case <-time.After(time.Minute):
			t.Errorf("publishing on %s was not refused", subject)
		}
	}
	for _, subject := range []string{"doc.>", ">", "live.>", "$JS.>"} {
		if _, err := nc.SubscribeSync(subject); err != nil {
			continue
		}
		select {
		case <-refused:
		case <-time.After(time.Minute):
			t.Errorf("subscribing to %s was not refused", subject)
		}
	}
	if after := len(s.mentions("")); after != before {
		t.Errorf("%d mentions became %d", before, after)
	}
	s.stop()
	s.start()
	if len(s.mentions("")) != before {
		t.Error("mentions were lost")
	}
}
