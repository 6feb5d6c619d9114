package record_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/alerts"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// The code of the last attempt is that of the delivery.
func TestAttemptsKeepTheirCodes(t *testing.T) {
	ledgertest.EachAt(t, at(noon), func(t *testing.T, l *ledger.Ledger) {
		refused, uncoded, arrived := delivery("c", 1), delivery("c", 2), delivery("c", 3)
		schedule(t, l, refused, uncoded, arrived)
		params := map[string]string{"status": "400 Bad Request"}
		finish := func(a alerts.Attempt, state alerts.DeliveryState) {
			write(t, l, func(tx *ledger.Tx) error { return record.FinishDelivery(t.Context(), tx, a, state, time.Time{}) })
		}
		finish(alerts.Attempt{Delivery: refused.ID, Error: "lost", Code: "connection_lost"}, alerts.Pending)
		finish(alerts.Attempt{Delivery: refused.ID, Error: "refused", Code: "receiver_refuses", Params: params}, alerts.Failed)
		finish(alerts.Attempt{Delivery: uncoded.ID, Error: "lost", Code: "connection_lost"}, alerts.Pending)
		finish(alerts.Attempt{Delivery: uncoded.ID, Error: "something else"}, alerts.Failed)
		finish(alerts.Attempt{Delivery: arrived.ID}, alerts.Delivered)

		got, err := record.Failures(t.Context(), l, []string{refused.ID, uncoded.ID, arrived.ID})
		want := map[string]record.Failure{refused.ID: {Error: "refused", Code: "receiver_refuses", Params: params}}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
		_, tries, err := record.GetDelivery(t.Context(), l, "", refused.ID)
		if err != nil || len(tries) != 2 || tries[0].Code != "connection_lost" || tries[0].Params != nil || !cmp.Equal(tries[1].Params, params) {
			t.Errorf("%+v %v", tries, err)
		}
	})
}
