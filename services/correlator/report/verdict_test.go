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
