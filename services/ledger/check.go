package ledger

import (
	"context"
	"fmt"
	"strings"
)

// Check reads the whole ledger and says whether it is sound: for the command doctor.
func (l *Ledger) Check(ctx context.Context) error {
	if l.Postgres() {
		var one int64
		return l.row(ctx, "SELECT 1", nil, &one)
	}
	var faults []string
	err := l.each(ctx, "PRAGMA integrity_check(10)", nil, func(scan scanner) error {
		var line string
		if err := scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			faults = append(faults, line)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("checking the ledger: %w", err)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %s", ErrDamaged, strings.Join(faults, "; "))
	}
	return nil
}
