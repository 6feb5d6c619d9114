import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

const clicksAndLeads = (clicks: number | null, leads: number | null) =>
  [
    clicks === null ? '' : `at least ${plural(clicks, 'click', 'clicks')}`,
    leads === null ? '' : plural(leads, 'lead', 'leads') + ' naming it',
  ]
    .filter(Boolean)
    .join(' and ');

/** The pages of reports. */
export const report = {
  allBrands: 'All brands',
  allVerdicts: 'All verdicts',
  anyMonth: 'All months',
  ask: 'Make a report',
  namedIt: (named: string, show: string, channel: string) =>
    `In 90 days ${named} named it, ${show} only its show, and ${channel} only a kind or a network ` +
    'that it fits.',
  asHigh: (k: number, n: number) =>
    `${plural(k, 'ordinary period', 'ordinary periods')} of ${n} came out as high.`,
  asHighNone: 'There are no ordinary past periods to compare with.',
  aboveZero: (n: number, of: number) => `${n} of ${of} equally likely outcomes are above zero.`,
  answered: (answered: string, leads: number, count: string) =>
    `${answered} of ${count} ${leads === 1 ? 'lead' : 'leads'} answered how they heard of you.`,
  atLeast: (n: string) => `at least ${n}`,
  claims: 'The names are what the programs call themselves.',
  darkAI: (n: string) =>
    `${n} of these possibly came by an AI assistant; they are not in the lower end.`,
  darkOfAll: (share: string, usual: string) => `They are ${share} of all visits; usually ${usual}.`,
  darkRange: (lo: string, hi: string) =>
    `${lo} to ${hi} more direct visits than expected, to pages that people do not type.`,
  darkSearch: (n: string) =>
    `${n} of these run with visits by search; they are not in the lower end.`,
  darkUnknownAI: 'What AI assistants brought is not known: only an access log shows it.',
  doubtful: (names: string) => `Not counted, because the name is doubtful: ${names}.`,
  noDark: 'No more direct visits than expected, to pages that people do not type.',
  notPasted: 'No link preview was seen.',
  pasted: (list: string) => `Links were pasted at least: ${list}.`,
  readBy: (list: string) => `Read by AI assistants for people: ${list}.`,
  timesBy: (n: string, name: string, usual: string) => `${n} × ${name} (usually ${usual})`,
  brand: 'Brand',
  caveats: 'Caveats',
  chart: 'Visits by day',
  chartOf: (metric: string) => `${metric} by day`,
  chartHelp: 'Use the arrow keys to read it day by day.',
  columns: {
    day: 'Day',
    observed: 'Counted',
    middle: 'Expected, middle',
    ninetyFive: '95%',
    eighty: '80%',
    fifty: '50%',
    window: 'In the window',
  },
  cursor: (day: string, seen: string, range: string) =>
    `${day}: ${seen} counted; ${range} expected (95% interval).`,
  cursorBare: (day: string, seen: string) => `${day}: ${seen} counted; nothing expected can be computed.`,
  dataTo: (day: string) => `Data to ${day}`,
  days: (n: number) => plural(n, 'day', 'days'),
  direct: clicksAndLeads,
  dots: 'Twenty equally likely outcomes',
  dotsHelp: (v: string) =>
    `A filled dot is more visits than expected, a hollow one fewer. Shaded: under ${v}, too small to see.`,
  download: 'Download',
  empty: 'No reports yet.',
  emptyHelp: 'Each mention gets a report as soon as its site\'s visits are counted.',
  emptyNoSite: 'No visits are counted yet. Add a site and its visits; the reports then follow.',
  event: (name: string, days: string) => `${name}, ${days}`,
  events: 'Known events',
  explained: (low: string, high: string) => `They account for ${low} to ${high} of the difference.`,
  explain: 'Timing alone does not prove cause.',
  fewer: (a: string, b: string, days: string) =>
    `between ${a} and ${b} fewer visits than expected in ${days} (95% interval)`,
  fewerToMore: (a: string, b: string, days: string) =>
    `between ${a} fewer and ${b} more visits than expected in ${days} (95% interval)`,
  firstDay: 'First day',
  foot: (id: string, method: string, day: string) => `Report ${id} · method ${method} · printed on ${day}`,
  grade: 'Verdict',
  grades: {
    clear: 'Clear',
    likely: 'Likely',
    possible: 'Possible',
    no_sign: 'No sign',
    cannot_tell: 'Can\'t tell',
    open: 'Open',
  } as Record<string, string>,
  group: 'same report',
  groupWindow: (days: string, from: string, to: string) => `with the others ${days}: ${from} to ${to}`,
  headlines: {
    alsoFell: (range: string) => `Visits fell: ${range}.`,
    awaited: (day: string) =>
      `The window is over; no verdict before ${day}, and before all its days are counted.`,
    cannotTell: (name: string, why: string) =>
      `We can't tell what ${name} did${why === '' ? '.' : `: ${why}.`}`,
    clear: (name: string, range: string, direct: string) =>
      `${name} brought visits: ${range}${direct === '' ? '.' : `; ${direct} agree.`}`,
    fell: (name: string, range: string) => `No sign that ${name} brought visits, which fell: ${range}.`,
    history: (n: number) => `${plural(n, 'past period', 'past periods')}, 60 needed`,
    likely: (name: string, range: string, direct: string) =>
      `${name} probably brought visits: ${range}; ` +
      (direct === '' ? 'clicks and leads are not counted.' : `only ${direct}.`),
    likelyDirect: (name: string, direct: string, range: string) =>
      `${name} probably brought visits: ${direct}; the total moved by ${range}, as in ordinary weeks.`,
    noNumbers: (name: string, grade: string) => `${grade}: ${name}. The numbers can't be computed.`,
    noSign: (name: string, range: string) => `No sign that ${name} changed visits: ${range}.`,
    open: (day: number, days: number, look: string) => `Day ${day} of ${days}; no verdict before ${look}.`,
    overlap: (what: string, range: string) => `${what} fell on the same days, together ${range}`,
    possible: (name: string, range: string, chance: string, of: number) =>
      `${name} may have brought visits: ${range}; about ${chance} of ${of} look so by chance.`,
    possibleDirect: (name: string, direct: string, range: string) =>
      `${name} may have brought visits: ${direct === '' ? 'leads named only the channel' : direct}; ` +
      `${range}.`,
    small: (n: string) => `only ${n} or more would show`,
    stopped: (day: string) => `counting stopped on ${day}`,
    visible: (n: string) => `${n} or more would have shown 8 times in 10.`,
  },
  image: 'Chart',
  inWindow: 'yes',
  leadsExplained: (lo: string, hi: string) =>
    `Those who named the mention account for ${lo} to ${hi} of them.`,
  leadsMoved: (range: string, days: string) =>
    `${range} leads against those expected in ${days} (95% interval).`,
  legend: {
    observed: 'Counted',
    band: 'Expected: 50, 80 and 95% of the time',
    effect: 'Difference in the window',
    event: 'Known event',
  },
  lineKinds: {
    clicks: 'Clicks on its link',
    self_reports: 'Leads who named it',
    lift: 'Visits by day',
    leads: 'Leads by day',
    branded_search: 'Searches for the name',
    shares_seen: 'Link previews in chats',
    dark_share: 'Visits through shared links',
  } as Record<string, string>,
  lines: 'Evidence, side by side',
  linesHelp: 'The lines overlap, so they are never added up.',
  lineStates: { waiting: 'Waiting',
  cannot_tell: 'Can\'t tell',
  not_set_up: 'Not set up yet' } as Record<string, string>,
  longer: 'Longer windows, without a verdict',
  longerWindow: (line: string) => `${line}. There is no verdict about a longer window.`,
  longerLine: (days: string, range: string, others: number) =>
    `${days}: ${range}` + (others > 0 ? `; ${plural(others, 'other mention', 'other mentions')} in it` : ''),
  metricMoved: (range: string, metric: string, days: string) =>
    `${metric}: ${range} against those expected in ${days} (95% interval).`,
  method: 'Method',
  methodNumbers: {
    p: 'p',
    p_model: 'p, model alone',
    p_placebo: 'p, rank among past periods',
    q: 'q, adjusted for the brand\'s mentions of 90 days',
    lambda: 'lambda, widening by past periods',
    positive: 'Chance that the effect is above 0',
    placebos: 'Past periods',
  },
  middle: (middle: string, range: string, observed: string, expected: string) =>
    `Middle ${middle} (${range}): ${observed} counted, ${expected} expected.`,
  month: 'Month',
  more: (a: string, b: string, days: string) =>
    `between ${a} and ${b} more visits than expected in ${days} (95% interval)`,
  mention: 'Mention',
  noLift: 'No range',
  notVisits: (line: string) => `${line} The verdict is about visits.`,
  noMetric: (metric: string) => `The chart shows visits; there is no chart of ${metric}.`,
  noWindow: (days: string) => `This report has no window of "${days}", so its own is shown.`,
  notCounted: 'not counted',
  ofMention: (grade: string) => `Report: ${grade.toLowerCase()}`,
  ownScore: (score: string) => `This period has ${score}.`,
  overlapDays: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  overlaps: 'Mentions on the same days',
  moreOverlaps: (n: number) => `and ${n} more`,
  placebos: 'This period among ordinary ones',
  placebosHelp: 'Each dot is a past period without a mention. The diamond is this one.',
  print: 'Print',
  rangeHead: 'More or fewer visits than expected, 95% interval',
  rangeIn: (range: string, days: string) => `${range} in ${days}`,
  rows: 'Table',
  score: 'How unusual',
  setUp: 'Sites',
  standOut: (n: number, k: number, f: string) =>
    `Of ${plural(n, 'mention', 'mentions')} ${k} ${k === 1 ? 'stands' :
      'stand'} out; by chance about ${f} would.`,
  stillOpen: (n: number) => `${plural(n, 'report is', 'reports are')} still open.`,
  strengths: {
    direct: 'direct',
    statistical: 'statistical',
    lower_bound: 'lower bound',
    context: 'context',
  } as Record<string, string>,
  toPeriods: 'List them',
  toRows: 'Day by day',
  toSite: 'What comes in',
  toLeads: 'The leads',
  toLinks: 'The links',
  to: (a: string, b: string) => `${a} to ${b}`,
  together: (name: string, n: number) =>
    `${name}, together with ${plural(n, 'other mention', 'other mentions')},`,
  what: 'Report',
  window: (days: string, from: string, to: string) => `Window of ${days}: ${from} to ${to}`,
  windowChoice: 'Window',
  windowLabel: 'window',
};
