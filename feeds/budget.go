package feeds

import (
	"fmt"
	"strconv"
	"time"
)

// Period is how long a budget is for. Its days and months are those of UTC.
type Period string

const (
	PerDay   Period = "day"
	PerMonth Period = "month"
)

// Name names the period that a moment is in.
func (p Period) Name(at time.Time) string {
	if p == PerMonth {
		return at.UTC().Format("2006-01")
	}
	return at.UTC().Format(time.DateOnly)
}

// End returns when the period that a moment is in is over.
func (p Period) End(at time.Time) time.Time {
	year, month, day := at.UTC().Date()
	if p == PerMonth {
		return time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(year, month, day+1, 0, 0, 0, 0, time.UTC)
}

// Budget is what an account may use in a period.
type Budget struct {
	Unit   string
	Name   string // "Spent on posts"
	Period Period
	Money  bool // the unit is a millionth of a US dollar
	// Limit returns how much may be used; negative for no limit.
	Limit func(Account) int64
}

// Amount returns an amount as people read it.
func (b Budget) Amount(n int64) string {
	if b.Money {
		return fmt.Sprintf("$%.2f", float64(n)/1e6)
	}
	return strconv.FormatInt(n, 10)
}

// Exhausted returns the fault of an account whose budget doesn't allow another request.
func (b Budget) Exhausted(a Account, limit int64, now time.Time) *Fault {
	f := &Fault{Kind: FaultQuota, Unsent: true, RetryAfter: b.Period.End(now).Sub(now), Params: map[string]string{"account": a.Name, "limit": b.Amount(limit)}}
	if b.Period == PerMonth {
		f.Explain("budget_month", "The account "+a.Name+" has used the "+f.Params["limit"]+" that it may use in a month", "Allow it more, or wait for the next month.")
	} else {
		f.Explain("budget_day", "The account "+a.Name+" has used the "+f.Params["limit"]+" that it may use in a day", "Allow it more, or wait for the next day.")
	}
	return f
}

// NoAccount returns the fault of a source that needs an account and has none that still exists.
func NoAccount(name string) *Fault {
	f := &Fault{Kind: FaultCredentials, Unsent: true, Params: map[string]string{"name": name}}
	f.Explain("account_missing", name+" needs an account for this", "Add one under Accounts, and choose it for this source.")
	return f
}
