package app

import (
	"context"

	"github.com/namedrop/namedrop/services/bus"
	"github.com/namedrop/namedrop/services/ledger"
)

// deadLetters keeps the bus's dead letters in the ledger.
type deadLetters struct{ ledger *ledger.Ledger }

func (d deadLetters) DeadLetter(ctx context.Context, l bus.Letter) error {
	return d.ledger.Write(ctx, func(tx *ledger.Tx) error {
		return tx.AddDeadLetter(ctx, ledger.DeadLetter{
			Consumer: l.Consumer, Stream: l.Stream, MsgID: l.ID, Subject: l.Subject, Seq: l.Seq, Data: l.Data,
			Attempts: l.Attempts, Poison: l.Poison, Cause: l.Cause,
		})
	})
}
