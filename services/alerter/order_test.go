package alerter_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/alerter"
	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/subjects"
)

// brings is a bus that delivers only these messages. As on a real one, a batch that a stop
// leaves unfinished is no fault: it would be delivered again.
type brings []bus.Msg

func (b brings) Consume(ctx context.Context, _ bus.ConsumerConfig, handle func(context.Context, []bus.Msg) error) error {
	if err := handle(ctx, b); err != nil && ctx.Err() == nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// A cluster that loses its leader may store a later event seconds before an earlier one,
// which the relay is still publishing.
func TestAnEventThatIsStillUnderWayIsNotPassedOver(t *testing.T) {
	w := newWorld(t)
	w.receiver("c1", 0)
	var rows []ledger.Message
	w.write(func(ctx context.Context, tx *ledger.Tx) error {
		if err := tx.Enqueue(ctx, w.message(alerts.Found, "m1", 1), w.message(alerts.Found, "m2", 1)); err != nil {
			return err
		}
		waiting, err := tx.Unpublished(ctx, 10)
		if err != nil {
			return err
		}
		rows, err = tx.AssignSeq(ctx, waiting)
		return err
	})
	second := rows[1]
	a, err := alerter.New(alerter.Options{
		Ledger: w.ledger, Bus: brings{{Subject: second.Subject, ID: second.MsgID, Seq: second.Seq, Data: second.Payload, Delivered: 1}},
		Channels: w.channels(), Logger: slog.New(slog.DiscardHandler),
		Registry: prometheus.NewRegistry(), Holder: "test", Now: w.clock.Now, Poll: 10 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if err := a.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	defer running.Wait()
	defer cancel()
	w.until("the later event is handled", func() bool {
		offset, err := w.ledger.Offset(t.Context(), "alerter", subjects.Mentions)
		return err == nil && offset == second.Seq
	})
	w.delivery("c1", "m1")
	w.delivery("c1", "m2")
}
