package bus

import (
	"context"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// After a server refuses one pull, the client library never pulls again.
func TestARefusedPullIsNotTheEnd(t *testing.T) {
	t.Parallel()
	b := start(t, Options{})
	asked, err := b.nc.SubscribeSync("$JS.API.CONSUMER.MSG.NEXT.DOCUMENTS.detector")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	arrived := make(chan Msg, 10)
	consume(t, b, ConsumerConfig{Name: "detector", Stream: Documents},
		func(_ context.Context, msgs []Msg) error { arrived <- msgs[0]; return nil })
	pull, err := asked.NextMsg(5 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	refusal := &nats.Msg{Subject: pull.Reply, Header: nats.Header{"Status": {"400"}, "Description": {"Bad Request"}}}
	if err := b.nc.PublishMsg(refusal); err != nil {
		t.Fatal(err)
	}
	if err := b.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	fill(t, b, 1)
	select {
	case <-arrived:
	case <-time.After(time.Minute):
		t.Error("the consumer has stopped without an error")
	}
}
