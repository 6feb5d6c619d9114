package mentions_test

import (
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// Short names for the fixtures of these tests.
var (
	noon      = ledgertest.Noon
	write     = ledgertest.Write
	addSource = ledgertest.AddSource
	episode   = ledgertest.Episode
	save      = ledgertest.Save
)
