package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/namedrop/namedrop/services/ledger"
)

// deadLetters lists messages of the bus that could not be processed.
func (d *diagnosis) deadLetters(ctx context.Context, l *ledger.Ledger) {
	const named = 3
	n, err := l.CountDeadLetters(ctx)
	if err == nil && n > 0 {
		var letters []ledger.DeadLetter
		if letters, _, err = l.DeadLetters(ctx, ledger.Page{Limit: named}); err == nil {
			err = describeDeadLetters(n, letters)
		}
	}
	d.report("dead letters", err, "every message was processed")
}

func describeDeadLetters(n int, letters []ledger.DeadLetter) error {
	lines := make([]string, len(letters))
	for i, letter := range letters {
		lines[i] = fmt.Sprintf("%s: %s of %s (%s)", letter.ID, letter.Subject, letter.Consumer, short(letter.Cause))
	}
	if more := n - len(letters); more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return fmt.Errorf("%s could not be processed and were set aside; everything after them goes on: %s. "+
		"namedrop dead-letter list shows them; retry processes one again, discard deletes it", count(n, "message of the bus", "messages of the bus"), strings.Join(lines, "; "))
}
