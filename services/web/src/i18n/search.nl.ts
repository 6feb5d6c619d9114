import type * as en from './search.en';
import { pluralIn } from './plural';

const plural = pluralIn('nl');

export const search: typeof en.search = {
  alert: 'Alert maken',
  brand: 'Merk maken',
  button: 'Zoeken',
  examples: {
    brand: 'Wat er over dit merk gezegd is',
    brands: 'Beide merken in één passage',
    fields: 'Alleen Nederlandstalige podcasts',
    fuzzy: 'Ook met typefouten; zonder woorden die met "sponsor" beginnen',
    near: 'Het merk binnen tien woorden van de prijs',
    phrase: 'Deze woorden in deze volgorde',
  },
  export: 'Exporteren',
  facets: 'Verfijnen',
  fields: { show: 'Show', person: 'Persoon', speaker: 'Spreker', brand: 'Merk' },
  instead: 'Geen treffer met alle woorden. Je ziet nu:',
  label: 'Zoek in transcripten en artikelen',
  mistake: 'De fout zit hier',
  more: (n) => `nog ${n} hierin`,
  none: 'Geen resultaten.',
  noneHelp:
    'Probeer minder woorden of een andere spelling. Met woord~ vind je ook woorden die er bijna zo ' +
    'uitzien.',
  parts: { title: 'Titel', notes: 'Notities', chapter: 'Hoofdstuk', text: 'Tekst', head: 'Erover' },
  rebuilding: (parts) =>
    parts.includes('all')
      ? 'De zoekindex wordt opnieuw opgebouwd, dus er kunnen nu resultaten ontbreken.'
      : `De zoekindex wordt opnieuw opgebouwd voor ${parts.join(', ')}, ` +
        'dus resultaten uit die tijd kunnen nu ontbreken.',
  result: (p, d) => `${plural(p, 'passage', 'passages')}, ${plural(d, 'resultaat', 'resultaten')}`,
  similar: 'Ook in',
  sort: 'Sorteren',
  sorts: { newest: 'Nieuwste eerst', oldest: 'Oudste eerst', relevance: 'Beste eerst' },
  start: 'Zoek in transcripten en artikelen',
  suggest: 'Bedoelde je',
  unread: 'Er zijn nog geen bronnen gelezen.',
};
