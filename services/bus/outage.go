package bus

import (
	"errors"
	"syscall"

	"github.com/namedrop/namedrop/services/ledger"
)

// outage reports whether an error comes from the machine or the database and not from the
// message: a full disk, a database that is away. Every message fails then, and none of them
// becomes a dead letter, however long it lasts.
func outage(err error) bool {
	for _, cause := range []error{
		ledger.ErrUnavailable, ledger.ErrDiskFull,
		syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM,
	} {
		if errors.Is(err, cause) {
			return true
		}
	}
	return false
}
