package report

import (
	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// Direct is the evidence that names the mention itself.
type Direct struct {
	Clicks int // on its link
	Named  int // self-reports that name it
	Loose  int // self-reports that name only its show or its kind
}

// enough is how much direct evidence counts as agreement.
const enough = 5

// grade applies the rule of the verdict to the lift of visits over the kind's window and to the
// direct evidence. The first line that holds decides:
//
//	clear        a lift, and at least five clicks or named self-reports
//	likely       one of the two
//	possible     a rise with a plain p under .05, or self-reports that name only the show
//	cannot_tell  too little history, an outage, an overlap, or blind to 30 %
//	no_sign      30 % would have been seen
func grade(lift impact.Verdict, d Direct) evidence.Verdict {
	direct := d.Clicks >= enough || d.Named >= enough
	switch {
	case lift == impact.Likely && direct:
		return evidence.Clear
	case lift == impact.Likely || direct:
		return evidence.Likely
	case lift == impact.Possible || d.Loose > 0:
		return evidence.Possible
	case lift == impact.NoSign:
		return evidence.NoSign
	}
	return evidence.CannotTell
}
