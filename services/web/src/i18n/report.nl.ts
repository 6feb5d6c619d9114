import { pluralIn } from './plural';
import type { report as english } from './report.en';

const plural = pluralIn('nl-NL');

const clicksAndLeads = (clicks: number | null, leads: number | null) =>
  [
    clicks === null ? '' : `minstens ${plural(clicks, 'klik', 'kliks')}`,
    leads === null ? '' : plural(leads, 'lead die het noemt', 'leads die het noemen'),
  ]
    .filter(Boolean)
    .join(' en ');

export const report: typeof english = {
  allBrands: 'Alle merken',
  allVerdicts: 'Alle oordelen',
  anyMonth: 'Alle maanden',
  ask: 'Maak een rapport',
  asHigh: (k, n) => `${k} van ${plural(n, 'gewone periode', 'gewone perioden')} kwamen even hoog uit.`,
  asHighNone: 'Er zijn geen gewone perioden om mee te vergelijken.',
  aboveZero: (n, of) => `${n} van ${of} even waarschijnlijke uitkomsten liggen boven nul.`,
  answered: (answered, leads, count) =>
    `${answered} van ${count} ${leads === 1 ? 'lead' : 'leads'} zei hoe die je kent.`,
  atLeast: (n) => `minstens ${n}`,
  claims: 'De namen zijn hoe de programma\'s zich noemen.',
  darkAI: (n) =>
    `${n} daarvan kwamen mogelijk via een AI-assistent; die zitten niet in de ondergrens.`,
  darkOfAll: (share, usual) => `Dat is ${share} van alle bezoeken; gewoonlijk ${usual}.`,
  darkRange: (lo, hi) =>
    `${lo} tot ${hi} meer directe bezoeken dan verwacht, aan pagina\'s die niemand intypt.`,
  darkSearch: (n) =>
    `${n} daarvan lopen mee met bezoeken via zoekmachines; die zitten niet in de ondergrens.`,
  darkUnknownAI: 'Wat AI-assistenten brachten is niet bekend: alleen een toegangslog laat dat zien.',
  doubtful: (names) => `Niet geteld, omdat de naam twijfelachtig is: ${names}.`,
  noDark: 'Niet meer directe bezoeken dan verwacht aan pagina\'s die niemand intypt.',
  notPasted: 'Er is geen linkvoorbeeld gezien.',
  pasted: (list) => `Links zijn minstens geplakt: ${list}.`,
  readBy: (list) => `Door AI-assistenten gelezen voor mensen: ${list}.`,
  timesBy: (n, name, usual) => `${n} × ${name} (gewoonlijk ${usual})`,
  brand: 'Merk',
  caveats: 'Kanttekeningen',
  chart: 'Bezoeken per dag',
  chartOf: (metric) => `${metric} per dag`,
  chartHelp: 'Met de pijltjestoetsen lees je dag voor dag.',
  columns: {
    day: 'Dag',
    observed: 'Geteld',
    middle: 'Verwacht, midden',
    ninetyFive: '95%',
    eighty: '80%',
    fifty: '50%',
    window: 'In de periode',
  },
  cursor: (day, seen, range) => `${day}: ${seen} geteld; ${range} verwacht (95%-interval).`,
  cursorBare: (day, seen) => `${day}: ${seen} geteld; wat te verwachten was, is niet te berekenen.`,
  dataTo: (day) => `Data tot en met ${day}`,
  days: (n) => plural(n, 'dag', 'dagen'),
  direct: clicksAndLeads,
  dots: 'Twintig even waarschijnlijke uitkomsten',
  dotsHelp: (v) =>
    `Een dichte stip is meer bezoek dan verwacht, een open stip minder. Grijs: onder ${v}, te klein om ` +
    `te zien.`,
  download: 'Downloaden',
  empty: 'Nog geen rapporten.',
  emptyHelp: 'Elke vermelding krijgt een rapport zodra de bezoeken van de site geteld zijn.',
  emptyNoSite: 'Er worden nog geen bezoeken geteld. Voeg een site en bezoeken toe; dan volgen de rapporten.',
  event: (name, days) => `${name}, ${days}`,
  events: 'Bekende gebeurtenissen',
  explained: (low, high) => `Ze verklaren ${low} tot ${high} van het verschil.`,
  explain: 'Erna betekent nog niet erdoor.',
  fewer: (a, b, days) => `tussen ${a} en ${b} minder bezoeken dan verwacht in ${days} (95%-interval)`,
  fewerToMore: (a, b, days) =>
    `tussen ${a} minder en ${b} meer bezoeken dan verwacht in ${days} (95%-interval)`,
  firstDay: 'Eerste dag',
  foot: (id, method, day) => `Rapport ${id} · methode ${method} · afgedrukt op ${day}`,
  grade: 'Oordeel',
  grades: {
    clear: 'Duidelijk',
    likely: 'Waarschijnlijk',
    possible: 'Mogelijk',
    no_sign: 'Geen teken',
    cannot_tell: 'Onbekend',
    open: 'Loopt nog',
  },
  groupWindow: (days, from, to) => `samen met de andere ${days}: ${from} tot en met ${to}`,
  group: 'zelfde rapport',
  headlines: {
    alsoFell: (range) => `Het bezoek daalde: ${range}.`,
    awaited: (day) =>
      `De periode is voorbij; geen oordeel vóór ${day}, en niet voordat alle dagen geteld zijn.`,
    cannotTell: (name, why) => `We weten niet wat ${name} deed${why === '' ? '.' : `: ${why}.`}`,
    clear: (name, range, direct) =>
      `${name} bracht bezoek: ${range}${direct === '' ? '.' : `; ${direct} bevestigen dat.`}`,
    fell: (name, range) => `Geen teken dat ${name} bezoek bracht; het daalde: ${range}.`,
    history: (n) => `${plural(n, 'periode', 'perioden')}, 60 nodig`,
    likely: (name, range, direct) =>
      `${name} bracht waarschijnlijk bezoek: ${range}; ` +
      (direct === '' ? 'kliks en leads worden niet geteld.' : `maar ${direct}.`),
    likelyDirect: (name, direct, range) =>
      `${name} bracht waarschijnlijk bezoek: ${direct}; het totaal veranderde met ${range}, zoals in ` +
      `gewone weken.`,
    noNumbers: (name, grade) => `${grade}: ${name}. De getallen zijn niet te berekenen.`,
    noSign: (name, range) => `Geen teken dat ${name} het bezoek veranderde: ${range}.`,
    open: (day, days, look) => `Dag ${day} van ${days}; geen oordeel vóór ${look}.`,
    overlap: (what, range) => `${what} viel op dezelfde dagen, samen ${range}`,
    possible: (name, range, chance, of) =>
      `${name} bracht mogelijk bezoek: ${range}; zo'n ${chance} van ${of} zien er toevallig ook zo uit.`,
    possibleDirect: (name, direct, range) =>
      `${name} bracht mogelijk bezoek: ${direct === '' ? 'leads noemden alleen het kanaal' : direct}; ` +
      `${range}.`,
    small: (n) => `pas ${n} of meer is zichtbaar`,
    stopped: (day) => `de telling lag stil op ${day}`,
    visible: (n) => `${n} of meer was 8 van de 10 keer gezien.`,
  },
  image: 'Grafiek',
  leadsExplained: (lo, hi) => `Wie de vermelding noemde is goed voor ${lo} tot ${hi} daarvan.`,
  namedIt: (named, show, channel) =>
    `In 90 dagen noemden ${named} de vermelding, ${show} alleen de show en ${channel} alleen een ` +
    'soort of netwerk waar ze bij past.',
  inWindow: 'ja',
  leadsMoved: (range, days) => `${range} leads ten opzichte van de verwachting in ${days} (95%-interval).`,
  legend: {
    observed: 'Geteld',
    band: 'Verwacht: 50, 80 en 95% van de tijd',
    effect: 'Verschil in de periode',
    event: 'Bekende gebeurtenis',
  },
  lineKinds: {
    clicks: 'Kliks op de link',
    self_reports: 'Leads die het noemden',
    lift: 'Bezoeken per dag',
    leads: 'Leads per dag',
    branded_search: 'Zoekopdrachten op de naam',
    shares_seen: 'Linkvoorbeelden in chats',
    dark_share: 'Bezoeken via gedeelde links',
  },
  lines: 'Aanwijzingen, naast elkaar',
  linesHelp: 'Ze overlappen elkaar en worden dus nooit opgeteld.',
  lineStates: { waiting: 'Nog even wachten', cannot_tell: 'Onbekend', not_set_up: 'Nog niet ingesteld' },
  longer: 'Langere perioden, zonder oordeel',
  longerWindow: (line) => `${line}. Over een langere periode is er geen oordeel.`,
  longerLine: (days, range, others) =>
    `${days}: ${range}` + (others > 0 ? `; met ${plural(others, 'andere vermelding',
    'andere vermeldingen')} erin` : ''),
  metricMoved: (range, metric, days) =>
    `${metric}: ${range} ten opzichte van de verwachting in ${days} (95%-interval).`,
  method: 'Methode',
  methodNumbers: {
    p: 'p-waarde',
    p_model: 'p van alleen het model',
    p_placebo: 'p, plaats tussen eerdere perioden',
    q: 'q, gecorrigeerd voor de vermeldingen van het merk in 90 dagen',
    lambda: 'lambda, verbreding door eerdere perioden',
    positive: 'Kans dat het effect boven 0 ligt',
    placebos: 'Eerdere perioden',
  },
  middle: (middle, range, observed, expected) =>
    `Midden ${middle} (${range}): ${observed} geteld, ${expected} verwacht.`,
  month: 'Maand',
  more: (a, b, days) => `tussen ${a} en ${b} meer bezoeken dan verwacht in ${days} (95%-interval)`,
  mention: 'Vermelding',
  notVisits: (line) => `${line} Het oordeel gaat over bezoeken.`,
  noMetric: (metric) => `De grafiek toont bezoeken; een grafiek van ${metric} is er niet.`,
  noWindow: (days) => `Dit rapport heeft geen periode van "${days}", dus je ziet de eigen periode.`,
  noLift: 'Geen interval',
  notCounted: 'niet geteld',
  ofMention: (grade) => `Rapport: ${grade.toLowerCase()}`,
  ownScore: (score) => `Deze periode heeft ${score}.`,
  overlapDays: (from, to) => (from === to ? from : `${from} tot en met ${to}`),
  overlaps: 'Vermeldingen op dezelfde dagen',
  moreOverlaps: (n) => `en nog ${n}`,
  placebos: 'Deze periode tussen gewone perioden',
  placebosHelp: 'Elke stip is een eerdere periode zonder vermelding. De ruit is deze periode.',
  print: 'Afdrukken',
  rangeHead: 'Meer of minder bezoeken dan verwacht, 95%-interval',
  rangeIn: (range, days) => `${range} in ${days}`,
  rows: 'Tabel',
  score: 'Hoe ongewoon',
  setUp: 'Naar sites',
  standOut: (n, k, f) =>
    `Van ${plural(n, 'vermelding', 'vermeldingen')} ${k === 1 ? 'valt er 1 op' : `vallen er ${k} op`}; ` +
    `toevallig zouden dat er zo'n ${f} zijn.`,
  stillOpen: (n) => `${plural(n, 'rapport loopt', 'rapporten lopen')} nog.`,
  strengths: {
    direct: 'rechtstreeks',
    statistical: 'statistisch',
    lower_bound: 'ondergrens',
    context: 'achtergrond',
  },
  toPeriods: 'Bekijk de lijst',
  toRows: 'Dag voor dag',
  toSite: 'Wat er binnenkomt',
  toLeads: 'De leads',
  toLinks: 'De links',
  to: (a, b) => `${a} tot ${b}`,
  together: (name, n) => `${name}, samen met ${plural(n, 'andere vermelding', 'andere vermeldingen')},`,
  what: 'Rapport',
  window: (days, from, to) => `Periode van ${days}: ${from} tot en met ${to}`,
  windowChoice: 'Periode',
  windowLabel: 'periode',
};
