package evidence_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/evidence"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
)

func fileText(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// An erased person is in no table, and stays erased in a ledger that was restored from before.
func TestAPersonIsErasedEverywhere(t *testing.T) {
	ledgertest.Each(t, func(t *testing.T, l *ledger.Ledger) {
		ctx := t.Context()
		src := feeds.LeadSource{ID: "crm", Site: "acme", Type: "api", Name: "CRM", KeepAddress: true, HashKey: "k"}
		jan, eva := src.Person("jan.zoektnaam@buyer.example"), src.Person("eva@buyer.example")
		lead := func(key, person, address string) feeds.Lead {
			n := src.Lead(key, noon)
			n.Person, n.Address, n.Answer, n.Note, n.Landing = person, address, "zoektnaam heard it", "zoektnaam note", "/zoektnaam"
			return n
		}
		put := func(into *ledger.Ledger) {
			write(t, into, func(tx *ledger.Tx) error {
				if _, _, err := evidence.AddLeadSource(ctx, tx, src, evidence.ByRequest); err != nil {
					return err
				}
				_, err := evidence.PutLeads(ctx, tx, src, []feeds.Lead{
					lead("zoektnaam-1", jan, "jan.zoektnaam@buyer.example"), lead("zoektnaam-2", jan, "jan.zoektnaam@buyer.example"), {ID: src.Lead("3", noon).ID, Key: "3", Time: noon, Person: eva},
				}, evidence.LeadsOptions{Due: noon.Add(time.Hour)})
				return err
			})
		}
		put(l)
		n := 0
		erase := func(tx *ledger.Tx) (err error) { n, err = evidence.ErasePerson(ctx, tx, "", jan); return err }
		if write(t, l, erase); n != 2 {
			t.Errorf("%d leads", n)
		}
		if write(t, l, erase); n != 0 {
			t.Errorf("erased twice: %d", n)
		}
		gone := func(l *ledger.Ledger) {
			t.Helper()
			for _, needle := range []string{"zoektnaam", jan} {
				if l.Postgres() {
					continue // the same statements; the file below holds every table
				}
				copied := filepath.Join(t.TempDir(), "copy.db")
				if err := l.Backup(ctx, copied); err != nil {
					t.Fatal(err)
				}
				if strings.Contains(strings.ToLower(fileText(t, copied)), needle) {
					t.Errorf("%q is still in the ledger", needle)
				}
			}
			left := must(evidence.ListErased(ctx, l))(t)
			if len(left) != 2 {
				t.Errorf("%d erased", len(left))
			}
		}
		gone(l)
		// The backup is from before the erasure.
		list := must(evidence.ListErased(ctx, l))(t)
		restored := ledgertest.Open(t)
		put(restored)
		back := 0
		write(t, restored, func(tx *ledger.Tx) (err error) { back, err = evidence.EraseAgain(ctx, tx, list); return err })
		if back != 2 {
			t.Errorf("%d came back", back)
		}
		put(restored) // the CRM still has them
		gone(restored)
	})
}
