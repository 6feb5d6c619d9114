// Package report makes the report of a mention from what was counted: it puts the counts of a
// site on a grid of days, asks package impact about the mention's window, and applies the rule of
// the verdict. It reads no ledger and no clock. Same input, same report.
//
// What keeps a report from changing without a reason: only the days up to the end of its last
// complete window (the kind's own, 14 or 30 days) are used, and of the other mentions only those
// up to there. A verdict therefore never depends on what happens later.
package report
