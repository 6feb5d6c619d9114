/**
 * What the API sends about reports as codes (services/ledger/evidence/caveats.go).
 */
export const reports = {
  caveats: {
    annotated_outage: 'Counting was disturbed from {from} to {to}: {name}.',
    before_data: 'The mention is older than the first day that was counted, {first}.',
    counting_stopped: 'Counting stopped from {from} to {to}: zeros where there never were so many.',
    event: '{name} fell on the same days ({from} to {to}).',
    fitted_together:
      '{mentions} mentions fell on some of the same days; their effects were estimated together.',
    frequent:
      'Mentions are too frequent for quiet past periods: the usual effect of each kind was subtracted ' +
      'first.',
    grouped:
      '{mentions} mentions fell on the same days and can\'t be separated: the report is about all of ' +
      'them.',
    history: 'There are {placebos} past periods to compare with; {needed} are needed, about three months.',
    holiday: '{name} ({day}) was in the window, so fewer visits than usual were to be expected.',
    in_future: 'The date of publication, {published}, is in the future.',
    never_changes: 'The counts never change before the window: there is nothing to judge a change by.',
    not_counted: 'Visits were not counted from {from} to {to}.',
    nothing_before: 'Nothing was counted before the window.',
    nothing_counted: 'Nothing was counted in the window.',
    on_first_day:
      'The mention fell on the first day that was counted, {first}: there is nothing before it to ' +
      'compare with.',
    one_day_before: 'One day before the window is not enough to compare with.',
    only_zeros: 'Only zeros were counted before the window: there is nothing to compare with.',
    other_days: 'Some days were counted in another time zone than {zone}, and their visits can\'t be moved.',
    outlier:
      '{value} on {day} is {times} times the usual count. If it is wrong, correct it; if not, ' +
      'annotate what happened.',
    overlap_open:
      'The window of another mention on the same days ends on {until}; until then the two can\'t be ' +
      'separated.',
    small: 'Only {visible} visits more, {percent} % of the expected ones, would have been seen.',
    undated: 'The publisher gave no date: the window begins when the mention was first seen.',
    value_too_large: 'The count of {day} is too large to work with. Correct it where it came from.',
    waiting: 'The last day that was counted is {last}.',
  },
  lines: {
    few_leads: 'There are too few leads a day to see a rise of 30 %.',
    no_form: 'Your leads aren\'t asked how they heard of you.',
    no_leads: 'No leads are read in.',
    no_link_for_it: 'No short link was made for this mention or its show.',
    no_links: 'No short links are in use, so clicks are not counted.',
    no_search_console: 'Searches for your name are not read in.',
    no_shares: 'Link previews of chats are not counted.',
    no_tag: 'The tag is not on the site, so visits through shared links can\'t be recognized.',
    not_computed: 'There is not enough data for this.',
    window_open: 'The window is not over, or not counted to its end.',
  },
};
