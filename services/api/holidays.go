package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/namedrop/namedrop/services/api/access"
	"github.com/namedrop/namedrop/services/ledger/evidence"
)

func (a *API) holidayRoutes() {
	huma.Register(a.huma, op(http.MethodGet, "/holidays/countries", "list-holiday-countries", "List the countries whose public holidays are known", "sites", access.Read), a.listHolidayCountries)
}

func (a *API) listHolidayCountries(context.Context, *struct{}) (*Out[List[evidence.Country]], error) {
	return list(a.opts.HolidayCountries, ""), nil
}

// countryCodes returns their codes.
func (a *API) countryCodes() []string {
	var out []string
	for _, c := range a.opts.HolidayCountries {
		out = append(out, c.Code)
	}
	return out
}
