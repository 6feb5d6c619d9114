package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// stranger connects from outside, over TCP, as any NATS client would. Refusals
// arrive on the returned channel.
func stranger(t *testing.T, b *Bus, opts ...nats.Option) (*nats.Conn, <-chan error) {
	t.Helper()
	refused := make(chan error, 16)
	nc, err := nats.Connect(b.Addr(), append(opts, nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		refused <- err
	}))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc, refused
}

func mention(i int) Message {
	return Message{Subject: "mention.found.default.acme.podcast", ID: fmt.Sprintf("m%d.1", i), Data: fmt.Appendf(nil, `{"id":"m%d.1"}`, i)}
}

func publishMentions(t *testing.T, b *Bus, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		m := mention(i)
		if err := b.Publish(t.Context(), m.Subject, m.ID, m.Data); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStrangerHearsMentions(t *testing.T) {
	t.Parallel()
	b := start(t, Options{Listen: "127.0.0.1:0"})
	nc, _ := stranger(t, b)
	sub, err := nc.SubscribeSync("mention.>")
	if err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	publishMentions(t, b, 1, 1)
	m, err := sub.NextMsg(5 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if string(m.Data) != `{"id":"m1.1"}` || m.Header.Get("Nats-Msg-Id") != "m1.1" {
		t.Errorf("received %s with %v", m.Data, m.Header)
	}
}

// TestStrangerReplays reads what was published before it connected, with both interfaces of the
// client, and continues at its position.
func TestStrangerReplays(t *testing.T) {
	t.Parallel()
	b := start(t, Options{Listen: "127.0.0.1:0", Consumers: []string{"outside", "crm"}})
	publishMentions(t, b, 1, 30)

	nc, refused := stranger(t, b)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	cons, err := js.Consumer(t.Context(), Mentions, "outside")
	if err != nil {
		t.Fatal(err)
	}
	read := func(from, to int) {
		t.Helper()
		msgs, err := cons.Fetch(to-from+1, jetstream.FetchMaxWait(5*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		i := from
		for m := range msgs.Messages() {
			if m.Headers().Get("Nats-Msg-Id") != mention(i).ID {
				t.Fatalf("got %v at index %d", m.Headers(), i)
			}
			if err := m.DoubleAck(t.Context()); err != nil {
				t.Fatalf("acknowledging: %v", err)
			}
			i++
		}
		if i != to+1 {
			t.Fatalf("got up to %d of %d: %v", i-1, to, msgs.Error())
		}
	}
	read(1, 20)
	read(21, 30)
	publishMentions(t, b, 31, 40)
	read(31, 40)
	info, err := cons.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if info.NumPending != 0 || info.NumAckPending != 0 {
		t.Errorf("after reading all: %d pending, %d unacknowledged", info.NumPending, info.NumAckPending)
	}

	old, err := nc.JetStream()
	if err != nil {
		t.Fatal(err)
	}
	sub, err := old.PullSubscribe("", "crm", nats.Bind(Mentions, "crm"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := sub.Fetch(40, nats.MaxWait(5*time.Second))
	if err != nil || len(got) != 40 {
		t.Fatalf("the older interface got %d: %v", len(got), err)
	}
	select {
	case err := <-refused:
		t.Errorf("something a client needs is refused: %v", err)
	default:
	}
}

// TestStrangerConsumes keeps a subscription open, as a service would.
func TestStrangerConsumes(t *testing.T) {
	t.Parallel()
	b := start(t, Options{Listen: "127.0.0.1:0"})
	nc, _ := stranger(t, b)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	cons, err := js.Consumer(t.Context(), Mentions, "outside")
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 100)
	pulling, err := cons.Consume(func(m jetstream.Msg) {
		got <- m.Headers().Get("Nats-Msg-Id")
		_ = m.Ack()
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { pulling.Stop(); <-pulling.Closed() }()
	for i := 1; i <= 5; i++ {
		publishMentions(t, b, i, i)
		select {
		case id := <-got:
			if id != mention(i).ID {
				t.Fatalf("got %s at index %d", id, i)
			}
		case <-time.After(time.Minute):
			t.Fatalf("message %d did not come", i)
		}
	}
}

func TestStrangerIsRefused(t *testing.T) {
	t.Parallel()
	b := start(t, Options{Listen: "127.0.0.1:0"})
	consume(t, b, ConsumerConfig{Name: "alerter", Stream: Mentions, AckWait: time.Minute},
		func(ctx context.Context, _ []Msg) error { <-ctx.Done(); return ctx.Err() })
	publishMentions(t, b, 1, 3)
	eventually(t, "three messages in the alerter's hands", func() bool { return unacknowledged(t, b, "alerter") == 3 })

	publish := map[string]string{
		"a mention":                      "mention.found.default.acme.podcast",
		"a document":                     "doc.read.podcast.s",
		"news for open screens":          "live.mention",
		"a pull in the alerter's name":   "$JS.API.CONSUMER.MSG.NEXT.MENTIONS.alerter",
		"a pull from DOCUMENTS":          "$JS.API.CONSUMER.MSG.NEXT.DOCUMENTS.detector",
		"an ack in the alerter's name":   "$JS.ACK.MENTIONS.alerter.1.1.1.1.1",
		"deleting a stream":              "$JS.API.STREAM.DELETE.MENTIONS",
		"purging a stream":               "$JS.API.STREAM.PURGE.MENTIONS",
		"deleting a message":             "$JS.API.STREAM.MSG.DELETE.MENTIONS",
		"reading a message of DOCUMENTS": "$JS.API.STREAM.MSG.GET.DOCUMENTS",
		"reading one directly":           "$JS.API.DIRECT.GET.DOCUMENTS",
		"changing a stream":              "$JS.API.STREAM.UPDATE.MENTIONS",
		"making a stream":                "$JS.API.STREAM.CREATE.MINE",
		"making a consumer":              "$JS.API.CONSUMER.CREATE.MENTIONS.mine",
		"making one the older way":       "$JS.API.CONSUMER.DURABLE.CREATE.MENTIONS.mine",
		"deleting a consumer":            "$JS.API.CONSUMER.DELETE.MENTIONS.outside",
		"pausing a consumer":             "$JS.API.CONSUMER.PAUSE.MENTIONS.outside",
		"listing streams":                "$JS.API.STREAM.NAMES",
		"account information":            "$JS.API.INFO",
		"a system request":               "$SYS.REQ.SERVER.PING",
		"another's inbox":                "_INBOX.somebody.1",
		"our inbox":                      inboxPrefix + ".x",
	}
	for what, subject := range publish {
		t.Run("publish "+what, func(t *testing.T) {
			nc, refused := stranger(t, b)
			if err := nc.Publish(subject, []byte("{}")); err != nil {
				t.Fatal(err)
			}
			wantRefusal(t, nc, refused, "Publish", subject)
		})
	}
	for _, subject := range []string{">", "doc.>", "doc.read.podcast.s", "live.>", "$JS.>", "$JS.ACK.>", "$SYS.>", "*.>",
		"_R_.>", inboxPrefix + ".>", "$JS.EVENT.ADVISORY.>", "*"} {
		t.Run("subscribe "+subject, func(t *testing.T) {
			nc, refused := stranger(t, b)
			if _, err := nc.SubscribeSync(subject); err != nil {
				t.Fatal(err)
			}
			wantRefusal(t, nc, refused, "Subscription", subject)
		})
	}

	state, err := b.js.Stream(t.Context(), Mentions)
	if err != nil {
		t.Fatal(err)
	}
	if n := state.CachedInfo().State.Msgs; n != 3 {
		t.Errorf("MENTIONS holds %d messages, 3 were published", n)
	}
	if n := unacknowledged(t, b, "alerter"); n != 3 {
		t.Errorf("the alerter holds %d unacknowledged messages, not 3", n)
	}
}

func unacknowledged(t *testing.T, b *Bus, name string) int {
	t.Helper()
	cons, err := b.js.Consumer(t.Context(), Mentions, name)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return cons.CachedInfo().NumAckPending
}

func wantRefusal(t *testing.T, nc *nats.Conn, refused <-chan error, kind, subject string) {
	t.Helper()
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-refused:
		if !errors.Is(err, nats.ErrPermissionViolation) || !strings.Contains(err.Error(), kind) || !strings.Contains(err.Error(), subject) {
			t.Errorf("%s: %v", subject, err)
		}
	case <-time.After(time.Minute):
		t.Errorf("%s was allowed", subject)
	}
}

// TestPullCannotWrite asks for mentions to be "answered" to subjects of the streams:
// the server would publish them there itself, whatever the client may publish.
func TestPullCannotWrite(t *testing.T) {
	t.Parallel()
	b := start(t, Options{Listen: "127.0.0.1:0"})
	publishMentions(t, b, 1, 3)
	var heard inbox
	stop, err := b.Watch(">", func(subject string, _ []byte) { heard.add(Msg{Subject: subject}) })
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	nc, _ := stranger(t, b)
	for _, subject := range []string{"doc.read.podcast.s", "mention.found.default.acme.page", "live.mention", inboxPrefix + ".x"} {
		if err := nc.PublishRequest(nextSubject(outsideOne), subject, []byte(`{"batch":3,"no_wait":true}`)); err != nil {
			t.Fatal(err)
		}
		if err := nc.PublishRequest(infoSubject(outsideOne), subject, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // long enough for a message that must not arrive
	for name, want := range map[string]uint64{Documents: 0, Mentions: 3} {
		s, err := b.js.Stream(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.CachedInfo().State.Msgs; got != want {
			t.Errorf("%s holds %d messages, not %d", name, got, want)
		}
	}
	for _, m := range heard.all() {
		for _, prefix := range []string{"doc.", "mention.", "live."} {
			if strings.HasPrefix(m.Subject, prefix) {
				t.Errorf("a client wrote to %s", m.Subject)
			}
		}
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	b := start(t, Options{Listen: "127.0.0.1:0", RequireUser: true, User: "crm", Password: "a \"quoted\" secret"})
	for name, opts := range map[string][]nats.Option{
		"nobody":             nil,
		"wrong password":     {nats.UserInfo("crm", "guess")},
		"desk":               {nats.UserInfo(internalUser, "")},
		"desk with its word": {nats.UserInfo(internalUser, b.server.password)}, // only from inside the process
	} {
		if nc, err := nats.Connect(b.Addr(), opts...); err == nil {
			nc.Close()
			t.Errorf("%s was let in", name)
		} else if !errors.Is(err, nats.ErrAuthorization) {
			t.Errorf("%s: %v", name, err)
		}
	}
	nc, _ := stranger(t, b, nats.UserInfo("crm", "a \"quoted\" secret"))
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := js.Consumer(t.Context(), Mentions, "outside"); err != nil {
		t.Error(err)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{
		"no folder":              {},
		"open to the network":    {Dir: "x", Listen: "0.0.0.0:4222"},
		"every interface":        {Dir: "x", Listen: ":4222"},
		"no port":                {Dir: "x", Listen: "127.0.0.1"},
		"user without password":  {Dir: "x", RequireUser: true, User: "u"},
		"consumer with wildcard": {Dir: "x", Consumers: []string{"*"}},
	} {
		if _, err := Start(t.Context(), o); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			t.Log(err)
		}
	}
}
