package archive_test

import (
	"testing"

	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// Short names for the fixtures of these tests.
var (
	noon      = ledgertest.Noon
	at        = ledgertest.At
	write     = ledgertest.Write
	show      = ledgertest.Show
	addSource = ledgertest.AddSource
	episode   = ledgertest.Episode
	save      = ledgertest.Save
	mention   = ledgertest.Mention
)

func must[T any](v T, err error) func(testing.TB) T { return ledgertest.Must(v, err) }
