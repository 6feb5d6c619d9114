package train_test

import (
	"testing"

	"github.com/namedrop/namedrop/index/detect/train"
)

// floors are the least figures on documents that nothing was learned from.
var floors = map[string]struct{ f1, precision float64 }{
	"calls":    {f1: 0.80},
	"podcasts": {f1: 0.91},
	"captions": {precision: 0.975},
}

// TestLeftOut prints the figures of documents that nothing was learned from. It needs
// NAMEDROP_TESTDATA and NAMEDROP_SLOW.
func TestLeftOut(t *testing.T) {
	data := dataOf(t)
	trainer, err := train.NewTrainer(data)
	if err != nil {
		t.Fatal(err)
	}
	figures, err := trainer.LeftOut()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range figures {
		t.Logf("%s, exact stage alone\n%s", f.Set, f.Exact.String())
		t.Logf("%s, left out\n%s", f.Set, f.Tally.String())
		if floor := floors[f.Set]; f.Tally.F1() < floor.f1 || f.Tally.Precision() < floor.precision {
			t.Errorf("%s: F1 %.3f, want %.2f; precision %.3f, want %.3f", f.Set, f.Tally.F1(), floor.f1, f.Tally.Precision(), floor.precision)
		}
	}
}
