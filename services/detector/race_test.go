package detector

import (
	"context"
	"testing"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/judge"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

// interrupted is a judge during whose first answer something happens.
type interrupted struct {
	asked int
	first func()
}

func (i *interrupted) Ask(context.Context, index.Brand, index.Hit) (judge.Answer, error) {
	if i.asked++; i.asked == 1 {
		i.first()
	}
	return judge.Answer{Brand: true, Reason: "it speaks of the product"}, nil
}

// A brand is added, and its rescan runs, while a new document is being read with the names
// from before. The rescan skips the document, because its own reference is still to come.
func TestABrandAddedWhileADocumentIsRead(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		j := &interrupted{}
		d := unstarted(t, l, j)
		listen(t, l, index.Brand{ID: "beacon", Name: "Beacon"})
		doc := publish(t, l, "1", "we saw a beacon on the hill and moved to Larkmeter", false)
		j.first = func() {
			listen(t, l, index.Brand{ID: "larkmeter", Name: "Larkmeter"})
			rescan(t, l, d)
		}
		if _, err := d.process(t.Context(), []string{doc.ID}); err != nil {
			t.Fatal(err)
		}
		if got := events(t, l); len(got) != 2 {
			t.Errorf("events %q, one for each brand expected", names4(got))
		}
		if j.asked != 1 {
			t.Errorf("the judge was asked %d times", j.asked)
		}
	})
}
