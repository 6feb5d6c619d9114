package detector

import (
	"os"
	"testing"

	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func TestMain(m *testing.M) { os.Exit(ledgertest.Main(m)) }
