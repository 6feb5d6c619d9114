package evidence

import "strings"

// Coded is a sentence that the server sends as a code with parameters. Text is it in English,
// with the parameters in braces.
type Coded struct{ Code, Text string }

// The codes of lines that are not ready.
const (
	NoLinks     = "no_links"
	NoLinkForIt = "no_link_for_it"
	NoForm      = "no_form"
	NoLeads     = "no_leads"
	NoSearch    = "no_search_console"
	NoShares    = "no_shares"
	NoTag       = "no_tag"
	WindowOpen  = "window_open"
	NotComputed = "not_computed"
	FewLeads    = "few_leads"
)

// LineTexts says why a line is not ready.
var LineTexts = []Coded{
	{NoLinks, "No short links are in use, so clicks are not counted."},
	{NoLinkForIt, "No short link was made for this mention or its show."},
	{NoForm, "Leads are not asked how they heard of you."},
	{NoLeads, "No leads are read in."},
	{NoSearch, "Searches for your name are not read in."},
	{NoShares, "Link previews of chats are not counted."},
	{NoTag, "The tag is not on the site, so visits through shared links can't be separated."},
	{WindowOpen, "The window is not over, or not counted to its end."},
	{NotComputed, "There is not enough data for this."},
	{FewLeads, "There are too few leads a day to see a rise of 30 %."},
}

// Caveats are the caveats of reports, worst first.
var Caveats = []Coded{
	{"value_too_large", "The count of {day} is too large to work with. Correct it where it came from."},
	{"counting_stopped", "Counting stopped from {from} to {to}: zeros where there never were so many."},
	{"not_counted", "Visits were not counted from {from} to {to}."},
	{"annotated_outage", "Counting was disturbed from {from} to {to}: {name}."},
	{"nothing_counted", "Nothing was counted in the window."},
	{"before_data", "The mention is older than the first day that was counted, {first}."},
	{"on_first_day", "The mention fell on the first day that was counted, {first}: there is nothing before it to compare with."},
	{"nothing_before", "Nothing was counted before the window."},
	{"one_day_before", "One day before the window is not enough to compare with."},
	{"only_zeros", "Only zeros were counted before the window: there is nothing to compare with."},
	{"never_changes", "The counts never change before the window: there is nothing to judge a change by."},
	{"history", "There are {placebos} past periods to compare with; {needed} are needed, about three months."},
	{"grouped", "{mentions} mentions fell on the same days and can't be separated: the report is about all of them."},
	{"event", "{name} fell on the same days ({from} to {to})."},
	{"small", "Only {visible} visits more, {percent} % of the expected ones, would have been seen."},
	{"outlier", "{value} on {day} is {times} times the usual count. If it is wrong, correct it; if not, annotate what happened."},
	{"holiday", "{name} ({day}) was in the window, so fewer visits than usual were to be expected."},
	{"overlap_open", "The window of another mention on the same days ends on {until}; until then the two can't be separated."},
	{"waiting", "The last day that was counted is {last}."},
	{"in_future", "The date of publication, {published}, is in the future."},
	{"undated", "The publisher gave no date: the window begins when the mention was first seen."},
	{"other_days", "Some days were counted in another time zone than {zone}, and their visits can't be moved."},
	{"fitted_together", "{mentions} mentions fell on some of the same days; their effects were estimated together."},
	{"frequent", "Mentions are too frequent for quiet past periods: the usual effect of each kind was subtracted first."},
}

// Note returns a coded sentence with its text filled in.
func Note(list []Coded, code string, params map[string]string) ReportNote {
	n := ReportNote{Code: code, Params: params}
	for _, c := range list {
		if c.Code == code {
			n.Text = c.Text
		}
	}
	var fill []string
	for name, value := range params {
		fill = append(fill, "{"+name+"}", value)
	}
	n.Text = strings.NewReplacer(fill...).Replace(n.Text)
	return n
}
