import type * as en from './frame.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');

export const pages: typeof en.pages = {
  alerts: 'Alerts',
  annotations: 'Notities',
  brands: 'Merken',
  deliveries: 'Bezorging',
  imports: 'Importeren',
  inbox: 'Inbox',
  leads: 'Leads',
  links: 'Links',
  more: 'Meer',
  people: 'Mensen',
  reports: 'Rapporten',
  search: 'Zoeken',
  sites: 'Sites',
  sources: 'Bronnen',
  timeline: 'Tijdlijn',
};

export const frame: typeof en.frame = {
  acts: 'Acties',
  attention: {
    sources: (n) => plural(n, 'bron heeft aandacht nodig', 'bronnen hebben aandacht nodig'),
    channels: (n) => plural(n, 'kanaal is uitgezet', 'kanalen zijn uitgezet'),
    deliveries: (n) =>
      `${plural(n, 'alert mislukte', 'alerts mislukten')} in de laatste 7 dagen`,
  },
  help: 'Sneltoetsen',
  language: 'Taal',
  live: 'Live',
  lost: 'Geen verbinding',
  more: 'Meer',
  navigation: 'Pagina\'s',
  needAttention: 'hebben aandacht nodig',
  offline: (t) => `Offline, stand van ${t}. Wat je ziet, kan verouderd zijn.`,
  scheme: 'Thema',
  schemes: { light: 'Licht', dark: 'Donker', auto: 'Systeem' },
  searchAll: 'Zoek in transcripten en artikelen',
  skip: 'Naar de inhoud',
};

export const palette: typeof en.palette = {
  title: 'Ga naar',
  hint: 'Een pagina, merk of bron, of woorden om te zoeken',
  pages: 'Pagina',
  brands: 'Merk',
  sources: 'Bron',
  searchFor: (q) => `Zoeken naar “${q}”`,
};

export const paused: typeof en.paused = {
  title: 'Gepauzeerd: Namedrop leest geen bronnen en verstuurt geen alerts',
  why: {
    missing:
      'De database is nieuw en leeg, maar de gegevensmap, de bus of de zoekindex hoort bij een eerdere.',
    other: 'Dit is niet de database waar de gegevensmap, de bus of de zoekindex bij hoort.',
    older: 'De database is een oudere kopie of mist de laatste wijzigingen.',
  },
  choose:
    'Is dit de verkeerde database? Stop Namedrop en zet de juiste terug: namedrop restore BESTAND. ' +
    'Is het de juiste? Ga dan verder: de bus en de zoekindex worden er opnieuw uit opgebouwd.',
  ask: 'Een beheerder moet de juiste database terugzetten of met deze verdergaan.',
  details: 'Details',
  resume: 'Verder met deze database',
};

export const states: typeof en.states = {
  again: 'Opnieuw proberen',
  cancel: 'Annuleren',
  clear: 'Filters wissen',
  close: 'Sluiten',
  copy: 'Kopiëren',
  error: (what, why) => `${what} laden is niet gelukt: ${why} Er is niets verloren.`,
  forbidden: 'Je kunt dit bekijken, maar niet wijzigen. Vraag iemand met bewerkrechten.',
  more: 'Meer tonen',
  noMatch: (filter, n) => `Zonder "${filter}" zijn het er ${n.toLocaleString('nl')}.`,
  noMatchPlain: 'Niets voldoet aan deze filters.',
  notFound: 'Misschien is de link verouderd. Alle vermeldingen staan in de inbox.',
  notFoundTitle: 'Pagina niet gevonden',
  save: 'Opslaan',
  stale: 'Iemand anders heeft dit intussen gewijzigd. Laad de pagina opnieuw en doe je wijziging nog eens.',
  unavailable: 'De server reageert niet.',
  undo: 'Ongedaan maken',
};

export const ago: typeof en.ago = {
  now: 'nu',
  minutes: (n) => `${n} min`,
  hours: (n) => `${n} u`,
  yesterday: 'gisteren',
};

export const keys: typeof en.keys = {
  title: 'Sneltoetsen',
  on: 'Sneltoetsen van één letter',
  onHelp: 'Zet dit uit als je spraakbesturing gebruikt.',
  everywhere: 'Overal',
  inbox: 'Inbox en vermeldingen',
  assign: 'toewijzen',
  choose: 'meerdere selecteren',
  chooseAll: 'alles selecteren dat voldoet',
  confirm: 'bevestigen',
  copy: 'citaat en link kopiëren',
  dismiss: 'afwijzen, daarna 1 tot 5',
  esc: 'sluiten',
  filter: 'filteren',
  go: 'naar inbox, zoeken, tijdlijn, rapporten, merken, bronnen, alerts, bezorging, mensen',
  heard: 'verstaan als',
  help: 'deze lijst',
  hits: 'vorige, volgende treffer',
  move: 'omhoog en omlaag, ook in zoekresultaten',
  note: 'notitie',
  open: 'openen',
  palette: 'naar een pagina, merk of bron',
  play: 'afspelen of pauzeren',
  range: 'selectie uitbreiden',
  save: 'formulier opslaan',
  search: 'zoeken',
  skip: '5 seconden terug of vooruit',
  speed: 'langzamer, sneller',
  star: 'ster',
  table: 'grafiek of tabel',
  timeline: 'Tijdlijn',
  moveCursor: 'cursor verplaatsen',
  zoom: 'inzoomen, uitzoomen, alles tonen',
  openThen: 'openen wat er toen verscheen',
  noteThen: 'notitie toevoegen',
  undo: 'ongedaan maken',
};
