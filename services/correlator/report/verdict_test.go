package report

import (
	"testing"

	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

func TestTheRuleOfTheVerdict(t *testing.T) {
	for _, c := range []struct {
		lift impact.Verdict
		d    Direct
		want evidence.Verdict
	}{
		{impact.Likely, Direct{Clicks: 5}, evidence.Clear},
		{impact.Likely, Direct{Named: 5}, evidence.Clear},
		{impact.Likely, Direct{Clicks: 4, Named: 4}, evidence.Likely},
		{impact.NoSign, Direct{Clicks: 5}, evidence.Likely},
		{impact.CannotTell, Direct{Named: 9}, evidence.Likely},
		{impact.Possible, Direct{}, evidence.Possible},
		{impact.NoSign, Direct{Show: 1}, evidence.Possible},
		{impact.CannotTell, Direct{Channel: 1}, evidence.Possible},
		{impact.NoSign, Direct{Named: 4}, evidence.NoSign},
		{impact.CannotTell, Direct{}, evidence.CannotTell},
		{impact.NoSign, Direct{Clicks: 4}, evidence.NoSign},
	} {
		if got := grade(c.lift, c.d); got != c.want {
			t.Errorf("%s with %+v is %s, want %s", c.lift, c.d, got, c.want)
		}
	}
}

// The rule in the words of its definition, for everything that can come in.
func TestTheRuleOfTheVerdictInAllCases(t *testing.T) {
	for _, lift := range []impact.Verdict{impact.Likely, impact.Possible, impact.NoSign, impact.CannotTell} {
		for _, clicks := range []int{0, 4, 5, 6} {
			for _, named := range []int{0, 4, 5} {
				for _, vague := range []Direct{{}, {Show: 1}, {Channel: 1}} {
					d := Direct{Clicks: clicks, Named: named, Show: vague.Show, Channel: vague.Channel}
					lifted, direct := lift == impact.Likely, clicks >= 5 || named >= 5
					want := evidence.CannotTell
					switch {
					case lifted && direct:
						want = evidence.Clear
					case lifted != direct:
						want = evidence.Likely
					case lift == impact.Possible || vague.Show+vague.Channel > 0:
						want = evidence.Possible
					case lift == impact.NoSign:
						want = evidence.NoSign
					}
					if got := grade(lift, d); got != want {
						t.Errorf("%s with %+v is %s, want %s", lift, d, got, want)
					}
				}
			}
		}
	}
}
