package x

import "github.com/namedrop/namedrop/feeds"

// AccountType is the type of accounts with X's API.
const AccountType = "x"

// The fields of an account.
const (
	tokenField = "token"
	capField   = "cap"
)

// budgetUnit is counted in millionths of a US dollar.
const budgetUnit = "cost"

// What X charges, in that unit.
const (
	pricePost = 5_000
	priceUser = 10_000
)

// defaultCap is what may be spent in a month where nothing else is said, in US dollars.
const defaultCap = 10

// AccountSpec returns the spec of accounts with X's API.
func AccountSpec() feeds.AccountSpec {
	return feeds.AccountSpec{
		Type:    AccountType,
		Name:    name,
		Summary: "A bearer token of X's API, which is paid for by use: $0.005 for a post and $0.010 for its author when this was written.",
		Fields: []feeds.Field{
			{Name: tokenField, Kind: feeds.FieldSecret, Required: true, Label: "Bearer token", Help: "Of an app in X's developer console."},
			{Name: capField, Kind: feeds.FieldNumber, Required: true, Default: "10", Label: "Most to spend in a month, in US dollars",
				Help: "Counted before each request, at X's list price. Nothing is read beyond it.", Example: "25"},
		},
		Budgets: []feeds.Budget{{
			Unit: budgetUnit, Name: "Spent on posts", Period: feeds.PerMonth, Money: true,
			Limit: func(a feeds.Account) int64 { return int64(a.Number(capField) * 1e6) },
		}},
		Check: func(a feeds.Account) error {
			if n := a.Number(capField); !(n >= 0 && n <= 100_000) {
				return &feeds.FieldError{Field: capField, Code: "x_cap", Reason: "The most to spend in a month is between 0 and 100,000 dollars."}
			}
			return nil
		},
	}
}

// FieldCodes returns the codes of what is wrong with an account or a source.
func FieldCodes() []string { return []string{"x_cap", "x_query_long"} }
