package evidence_test

import (
	"testing"

	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// Short names for the fixtures of these tests.
var (
	noon  = ledgertest.Noon
	write = ledgertest.Write
)

func must[T any](v T, err error) func(testing.TB) T { return ledgertest.Must(v, err) }
