package report

import (
	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

// Direct is the evidence that names the mention itself. People are counted, each once.
type Direct struct {
	Links    int // made for it or for its show
	Clicks   int // on them, within the window of its kind
	Named    int // self-reports that name it, within SelfReportDays
	InWindow int // of Named, those within the window of its kind
	Show     int // self-reports that name only its show
	Channel  int // self-reports that name only a kind or a network that it fits
}

// SelfReportDays is how long after its publication people can name a mention.
const SelfReportDays = 90

// Add adds the evidence of another mention.
func (d *Direct) Add(o Direct) {
	d.Links += o.Links
	d.Clicks, d.Named, d.InWindow, d.Show, d.Channel = d.Clicks+o.Clicks, d.Named+o.Named, d.InWindow+o.InWindow, d.Show+o.Show, d.Channel+o.Channel
}

// enough is how much direct evidence counts as agreement.
const enough = 5

// grade applies the rule of the verdict to the lift of visits over the kind's window and to the
// direct evidence. The first line that holds decides:
//
//	clear        a lift, and at least five clicks or named self-reports
//	likely       one of the two
//	possible     a rise with a plain p under .05, or self-reports that name only the show or the channel
//	cannot_tell  too little history, an outage, an overlap, or blind to 30 %
//	no_sign      30 % would have been seen
func grade(lift impact.Verdict, d Direct) evidence.Verdict {
	direct := d.Clicks >= enough || d.Named >= enough
	switch {
	case lift == impact.Likely && direct:
		return evidence.Clear
	case lift == impact.Likely || direct:
		return evidence.Likely
	case lift == impact.Possible || d.Show+d.Channel > 0:
		return evidence.Possible
	case lift == impact.NoSign:
		return evidence.NoSign
	}
	return evidence.CannotTell
}
