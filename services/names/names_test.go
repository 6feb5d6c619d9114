package names

import (
	"log/slog"
	"testing"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/services/ledger"
	"github.com/namedrop/namedrop/services/ledger/ledgertest"
	"github.com/namedrop/namedrop/services/ledger/record"
)

// Current returns a new brand at once, and Recent after two seconds.
func TestActiveBrands(t *testing.T) {
	l := ledgertest.Open(t)
	add := func(id, name string) {
		t.Helper()
		err := l.Write(t.Context(), func(tx *ledger.Tx) error {
			_, err := record.PutBrand(t.Context(), tx, index.Brand{ID: id, Workspace: ledger.DefaultWorkspace, Name: name, Active: true})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add("larkmeter", "Larkmeter")
	now := time.Unix(1e9, 0)
	c := New(l, slog.New(slog.DiscardHandler))
	c.now = func() time.Time { return now }
	first, err := c.Recent(t.Context())
	if err != nil || !first.Detector.Contains("we use Larkmeter") || first.Detector.Contains("we use Quillmark") {
		t.Fatal(err)
	}
	if again, err := c.Current(t.Context()); err != nil || again != first {
		t.Errorf("built again though nothing changed: %v", err)
	}
	add("quillmark", "Quillmark")
	now = now.Add(time.Second)
	if s, err := c.Recent(t.Context()); err != nil || s != first {
		t.Errorf("compared revisions after a second: %v", err)
	}
	now = now.Add(2 * time.Second)
	s, err := c.Recent(t.Context())
	if err != nil || !s.Detector.Contains("we use Quillmark") || s.Brands["quillmark"].Name != "Quillmark" {
		t.Errorf("%+v %v", s, err)
	}
	if now = now.Add(-time.Hour); s == nil || s.Revision <= first.Revision {
		t.Errorf("revision %d after %d", s.Revision, first.Revision)
	}
	if s, err := c.Recent(t.Context()); err != nil || s == nil { // a clock that was set back
		t.Error(err)
	}
}
