import type * as en from './inbox.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');

const read = (n: number) =>
  plural(n, 'aflevering, bericht of pagina', 'afleveringen, berichten en pagina\'s');

export const inbox: typeof en.inbox = {
  addSource: 'Bron toevoegen',
  caughtUp: 'Helemaal bij',
  caughtUpFiltered: 'Niets nieuws voldoet aan deze filters.',
  choose: 'Selecteer een vermelding',
  chooseAll: (n) => `Alle ${n.toLocaleString('nl')} selecteren`,
  chooseHelp: 'Met j en k ga je omlaag en omhoog, Enter opent, c bevestigt en ? toont alle sneltoetsen.',
  chooseNone: 'Selectie wissen',
  chosen: (n) => `${n.toLocaleString('nl')} geselecteerd`,
  copies: (n) => `+${plural(n, 'kopie', 'kopieën')}`,
  count: (n) => plural(n, 'vermelding', 'vermeldingen'),
  empty: (d) =>
    d === undefined
      ? 'Nog geen vermeldingen.'
      : `Nog geen vermeldingen in ${read(d)}.`,
  emptyHelp: 'Nieuwe vermeldingen verschijnen hier vanzelf zodra je bronnen gelezen zijn.',
  export: 'Deze vermeldingen exporteren als CSV',
  fresh: (n) => `${n.toLocaleString('nl')} nieuw`,
  list: 'Vermeldingen',
  noBrand: 'Voeg eerst je eigen merk toe. Namedrop zoekt er dan naar in alles wat het leest.',
  noSource: 'Waar praten mensen over je?',
  noSourceHelp: 'Voeg de podcasts en sites toe die je klanten volgen.',
  others: (n) => `en nog ${n}`,
  own: 'Van ons',
  progress: (done, total) => `${done.toLocaleString('nl')} van ${total.toLocaleString('nl')} gewijzigd`,
  refresh: 'Vernieuwen',
  rival: 'Concurrent',
  showConfirmed: (n) => `Toon ${plural(n, 'bevestigde vermelding', 'bevestigde vermeldingen')}`,
  stop: 'Stoppen',
  tick: (brand, source) => `Selecteer ${brand}, ${source}`,
  undoing: (done, total) => `${done.toLocaleString('nl')} van ${total.toLocaleString('nl')} ongedaan gemaakt`,
  unread: 'nieuw',
  unsure: (n) => `Toon ${plural(n, 'onzekere vermelding', 'onzekere vermeldingen')}`,
  withChosen: (n) => `Met ${plural(n, 'vermelding', 'vermeldingen')}`,
};

export const filters: typeof en.filters = {
  add: 'Filter',
  allStates: 'Alle',
  brand: 'Merk',
  conf: 'Zekerheid',
  from: (d) => `vanaf ${d}`,
  kind: 'Soort',
  lang: 'Taal',
  period: 'Periode',
  remove: (f) => `${f} verwijderen`,
  source: 'Bron',
  starred: 'Met ster',
  state: 'Status',
  to: (d) => `tot en met ${d}`,
  type: 'Type',
  words: 'Woorden',
  wordsLabel: 'Woorden in een citaat of titel',
};

export const acts: typeof en.acts = {
  assigned: (who) => `Toegewezen aan ${who}`,
  confirm: 'Bevestigen',
  confirmed: 'Bevestigd',
  copied: 'Gekopieerd',
  copiedWhat: (what) => `Gekopieerd: ${what}`,
  copy: 'Citaat en link kopiëren',
  copyByHand: 'Je browser staat kopiëren hier niet toe. Selecteer de tekst en druk op Ctrl+C.',
  dismiss: 'Afwijzen',
  dismissed: 'Afgewezen',
  hitDismissed: (words) => `Afgewezen: “${words}”`,
  hitRestored: (words) => `Teruggezet: “${words}”`,
  failed: (why) => `Opslaan is niet gelukt: ${why}`,
  noted: 'Notitie opgeslagen',
  nothingToUndo: 'Niets om ongedaan te maken',
  open: 'Openen',
  pressToCopy: (keys) => `Druk op ${keys} om te kopiëren`,
  publisher: 'Openen bij de uitgever',
  reopen: 'Heropenen',
  reopened: 'Heropend',
  star: 'Ster geven',
  starred: 'Ster gegeven',
  taught: (brand, as) => `"${as}" telt nu als ${brand}. Het archief wordt opnieuw doorzocht.`,
  unassigned: 'Toewijzing verwijderd',
  undone: 'Ongedaan gemaakt',
  unstar: 'Ster verwijderen',
  unstarred: 'Ster verwijderd',
};

export const dismissals: typeof en.dismissals = {
  not_us: 'Gaat niet over ons',
  other_sense: 'Andere betekenis',
  advert: 'Reclame',
  repost: 'Herplaatsing',
  other: 'Anders',
};

export const kinds: typeof en.kinds = { podcast: 'Podcast', video: 'Video', post: 'Bericht', page: 'Pagina' };
export const types: typeof en.types = {
  passing: 'Terloops', discussed: 'Besproken', sponsor: 'Sponsor', guest: 'Gast',
};
export const confidence: typeof en.confidence = {
  sure: 'Zeker', likely: 'Waarschijnlijk', unsure: 'Onzeker',
};
export const mentionStates: typeof en.mentionStates = {
  new: 'Nieuw', seen: 'Gezien', confirmed: 'Bevestigd', dismissed: 'Afgewezen',
};
export const languages: typeof en.languages = {
  en: 'Engels', nl: 'Nederlands', de: 'Duits', fr: 'Frans', es: 'Spaans',
};
export const periods: typeof en.periods = {
  '1d': 'Laatste 24 uur', '7d': 'Laatste 7 dagen', '30d': 'Laatste 30 dagen', '90d': 'Laatste 90 dagen',
  all: 'Alles',
};
