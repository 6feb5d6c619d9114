import type { links as en } from './links.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl-NL');

/** Korte links. */
export const links: typeof en = {
  add: 'Link maken',
  change: 'Wijzigen',
  changeIt: (name) => `${name} wijzigen`,
  clicks: 'Kliks',
  clicked: (n) => plural(n, 'klik', 'kliks'),
  code: 'QR-code',
  codeOf: (name) => `QR-code van ${name}`,
  copyIt: (name) => `De link ${name} kopiëren`,
  deleteIt: (name) => `${name} verwijderen`,
  deleteSure: (name, n) =>
    `${name} verwijderen? De link werkt dan niet meer, en ` +
    `${plural(n, 'klik wordt', 'kliks worden')} ook verwijderd.`,
  empty: 'Maak een link om te noemen.',
  emptyHelp:
    'Een show noemt hem, of een bericht drukt hem af als QR-code. Namedrop telt wie hem volgt, per dag ' +
    'één keer, en bewaart niets over hen.',
  find: 'Zoek een link',
  forShow: 'Voor',
  forNothing: 'Geen show',
  forMention: 'Eén aflevering, video of bericht',
  help:
    'Een klik telt één keer per bezoeker en dag. Programma’s, voorbeelden en browsers die niet gevolgd ' +
    'willen worden tellen niet mee.',
  last: (t) => `laatste ${t}`,
  leadsTo: 'Leidt naar',
  lower: 'Meer tonen',
  name: 'Naam',
  never: 'nog niet gevolgd',
  nothing: (q) => `Geen link heeft “${q}” erin.`,
  png: 'PNG',
  print: 'Afdrukken',
  show: 'Show',
  slug: 'Korte naam',
  slugHelp: 'Letters a tot z, cijfers en streepjes. Leeg: er worden zes tekens gekozen.',
  svg: 'SVG',
  target: 'Leidt naar',
  utm: { source: 'utm_source', medium: 'utm_medium', campaign: 'utm_campaign' },
};
