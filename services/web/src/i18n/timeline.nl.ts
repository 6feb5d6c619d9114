import { pluralIn } from './plural';
import type { timeline as english } from './timeline.en';

const plural = pluralIn('nl');

export const timeline: typeof english = {
  addTag: 'Plaats de tag',
  allBrands: 'Alle merken',
  allChannels: 'Alle kanalen',
  at: (when, what) => `${when}: ${what}`,
  brand: 'Merk',
  byDay: 'Toon dagen',
  byDayOnly: 'Deze bezoeken zijn per dag geteld, niet per uur.',
  channel: 'Kanaal',
  channels: {
    ai_assistant: 'AI-assistent',
    direct: 'Direct',
    display: 'Banners',
    email: 'Mail',
    organic_search: 'Gratis zoekresultaten',
    organic_social: 'Sociale media, gratis',
    paid_search: 'Betaalde zoekresultaten',
    paid_social: 'Sociale media, betaald',
    referral: 'Verwijzing',
    social: 'Sociale media',
  },
  chart: (metric, unit) => `${metric} per ${unit}`,
  chartHelp:
    'Met de pijltjes verplaats je de cursor, met Home en End ga je naar de uiteinden, met + en - zoom je, ' +
    '0 toont alles en Enter opent wat er toen verscheen.',
  columns: {
    when: 'Tijd',
    expected: 'Verwacht (95%)',
    own: 'Vermeldingen',
    rivals: 'Concurrenten',
    events: 'Notities',
  },
  cut: 'Niet alle rapporten en notities van deze periode zijn te zien. Kies een kortere.',
  effect: (range, days) => `${range} bezoeken in ${days}`,
  empty: 'Nog geen bezoeken.',
  emptyHelp: 'Bezoeken komen van de tag op je site, uit een analysetool of uit een bestand.',
  expected: (a, b) => `${a} tot ${b} verwacht`,
  goTo: 'Site openen',
  holiday: (name) => `${name} (feestdag)`,
  legend: {
    effect: 'Periode van een rapport dat opvalt',
    event: 'Notitie of feestdag',
    expected: 'Verwacht zonder de vermelding (95%)',
    gap: 'Niet geteld',
    observed: 'Geteld',
    own: 'Jouw vermeldingen',
    partial: 'Niet volledig',
    rivals: 'Concurrenten',
  },
  listed: (when) => `Verschenen ${when}`,
  mentions: (own, rivals) =>
    own > 0 && rivals > 0
      ? `${plural(own, 'vermelding', 'vermeldingen')} en ${rivals} van concurrenten`
      : rivals > 0
        ? `${plural(rivals, 'vermelding', 'vermeldingen')} van concurrenten`
        : plural(own, 'vermelding', 'vermeldingen'),
  metric: 'Wat er geteld is',
  metrics: {
    visits: 'Bezoeken',
    previews: 'Linkvoorbeelden',
    assistant_fetches: 'Verzoeken door AI-assistenten',
    deep_direct: 'Direct, naar diepe pagina\'s',
    deep_search: 'Via zoeken, naar diepe pagina\'s',
    deep_direct_possibly_ai: 'Direct naar diepe pagina\'s, mogelijk AI',
    branded_clicks: 'Kliks op je naam',
    branded_impressions: 'Vertoningen van je naam',
  },
  more: (n) =>
    plural(n, 'vermelding is', 'vermeldingen zijn') +
    ' wel geteld maar niet getoond. Kies een kortere periode.',
  moreHere: (n) => `Nog ${n} van deze tijd, in de inbox`,
  move: { earlier: 'Eerder', later: 'Later', in: 'Inzoomen', out: 'Uitzoomen', all: 'Alles tonen' },
  noData: (a, b) => `Geen data ${a} tot ${b}.`,
  noDataHelp: (a, b) => `Van deze site zijn er tellingen van ${a} tot ${b}.`,
  noMentions: 'geen vermeldingen',
  none: 'niet geteld',
  nothing: 'Geen vermeldingen.',
  note: 'Notitie toevoegen',
  otherDays: 'Sommige dagen zijn die van een andere tijdzone: alleen die zijn geteld.',
  partial: (value) => `${value} (niet volledig)`,
  period: 'Periode',
  periods: { '30d': '30 dagen', '90d': '90 dagen', '180d': '180 dagen', '365d': '1 jaar', '730d': '2 jaar' },
  primary: (feed) => `Geteld door ${feed}`,
  rivals: 'Concurrenten',
  shown: (from, to) => `${from} tot ${to} in beeld`,
  site: 'Site',
  unit: 'Per',
  units: { hour: 'Uur', day: 'Dag', week: 'Week' },
  unitNames: { hour: 'uur', day: 'dag', week: 'week' },
  week: (from, to) => `${from} tot ${to}`,
};
