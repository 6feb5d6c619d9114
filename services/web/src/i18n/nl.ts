import type { Messages } from './en';

const plural = (n: number, one: string, many: string) => `${n.toLocaleString('nl')} ${n === 1 ? one : many}`;

export const nl: Messages = {
  locale: 'nl',
  pages: {
    inbox: 'Inbox', search: 'Zoeken', brands: 'Merken', sources: 'Bronnen', alerts: 'Meldingen', deliveries: 'Bezorging', more: 'Meer',
  },
  frame: {
    searchAll: 'Zoek in alles wat gelezen is',
    live: 'Live', lost: 'Geen verbinding', help: 'Toetsen', scheme: 'Licht of donker', light: 'Licht', dark: 'Donker', language: 'Taal',
    skip: 'Naar de inhoud',
    offline: (t) => `Offline, stand van ${t}.`,
  },
  states: {
    error: (what, why) => `${what.charAt(0).toUpperCase() + what.slice(1)} laden lukte niet: ${why} Er is niets verloren.`,
    again: 'Opnieuw', undo: 'Ongedaan maken', close: 'Sluiten', cancel: 'Annuleren',
    noMatch: (filter, n) => `Zonder "${filter}" zijn het er ${n.toLocaleString('nl')}.`,
    noMatchPlain: 'Niets past bij deze filters.',
    clear: 'Filters wissen', more: 'Meer tonen',
    notFoundTitle: 'Op dit adres staat niets', notFound: 'Misschien is de link oud. In de inbox staan alle vermeldingen.',
    unavailable: 'de server antwoordt niet.',
  },
  kinds: { podcast: 'Podcast', video: 'Video', post: 'Bericht', page: 'Pagina' },
  types: { passing: 'Terloops', discussed: 'Besproken', sponsor: 'Sponsor', guest: 'Gast' },
  confidence: { sure: 'Zeker', likely: 'Waarschijnlijk', unsure: 'Onzeker' },
  mentionStates: { new: 'Nieuw', seen: 'Gezien', confirmed: 'Bevestigd', dismissed: 'Afgewezen' },
  languages: { en: 'Engels', nl: 'Nederlands', de: 'Duits', fr: 'Frans', es: 'Spaans' },
  fields: { text: 'Gezegd', written: 'In de tekst', title: 'In de titel', notes: 'In de beschrijving', chapter: 'In een hoofdstuk' },
  periods: { '1d': 'Laatste dag', '7d': '7 dagen', '30d': '30 dagen', '90d': '90 dagen', all: 'Altijd' },
  filters: {
    brand: 'Merk', kind: 'Soort', source: 'Show of site', lang: 'Taal', conf: 'Hoe zeker', state: 'Stand', type: 'Rol', period: 'Periode',
    add: 'Filter', any: 'alle', remove: (f) => `${f} weghalen`,
  },
  inbox: {
    count: (n) => plural(n, 'vermelding', 'vermeldingen'),
    fresh: (n) => plural(n, 'nieuwe vermelding', 'nieuwe vermeldingen'),
    empty: (d) => (d === undefined ? 'Nog geen vermeldingen.' : `Nog geen vermeldingen; ${plural(d, 'document', 'documenten')} gelezen.`),
    emptyHelp: 'Ze verschijnen hier vanzelf terwijl shows en sites gelezen worden.',
    caughtUp: 'Helemaal bij.',
    unsure: (n) => `Toon ${plural(n, 'onzekere', 'onzekere')}`,
    choose: 'Kies een vermelding', chooseHelp: 'Met j en k loop je erdoor, Enter opent.',
    others: (n) => `en nog ${n}`,
    list: 'Vermeldingen',
    own: 'Van ons', rival: 'Concurrent',
  },
  acts: {
    confirm: 'Bevestigen', confirmed: 'Bevestigd', dismiss: 'Afwijzen', dismissed: 'Afgewezen', star: 'Ster', unstar: 'Ster weg',
    copy: 'Kopieer citaat en link', copied: 'Gekopieerd', open: 'Openen', publisher: 'Open bij de uitgever', reopen: 'Heropenen',
    failed: (why) => `Dat lukte niet: ${why}`,
    nothingToUndo: 'Niets ongedaan te maken', undone: 'Ongedaan gemaakt',
  },
  reasons: { not_us: 'Niet wij', other_sense: 'Andere betekenis', advert: 'Reclame', repost: 'Herplaatst', other: 'Anders' },
  mention: {
    back: 'Inbox', why: 'Waarom', transcript: 'Transcript', hits: 'Vermeldingen', notes: 'Beschrijving', around: 'Eromheen', whole: 'Heel transcript',
    noText: 'Geen transcript; de naam staat in de titel of de beschrijving.',
    noAudio: 'Geen audio.', play: 'Afspelen', pause: 'Pauze', speed: 'Snelheid', position: 'Positie',
    follow: 'Volgen', backTo: (t) => `Terug naar ${t}`, hit: (i, n) => `vermelding ${i} van ${n}`,
    time: (at, of) => `${at} van ${of}`, seconds: 'seconden', from: (t) => `Speel vanaf ${t}`,
    next: 'Volgende vermelding', previous: 'Vorige vermelding', audioFailed: 'De opname kon niet worden afgespeeld.',
    nobody: 'Onbekende spreker',
  },
  search: {
    label: 'Zoek in alles wat gelezen is', button: 'Zoeken',
    result: (p, d) => `${plural(p, 'passage', 'passages')}, ${plural(d, 'document', 'documenten')}`,
    suggest: 'Bedoelde je',
    start: 'Zoek in alles wat ooit gelezen is', help: 'Woorden, "hele zinnen", AND OR NOT, brand:larkmeter, lang:nl, kind:podcast, show:"groei op gehoor".',
    none: 'Niets gevonden.', noneHelp: 'Minder woorden of een andere spelling helpt misschien.',
    newest: 'Nieuwste eerst', relevance: 'Beste eerst', sort: 'Volgorde', mistake: 'De fout zit hier', facets: 'Verfijnen',
    more: (n) => `nog ${n} hierin`, older: 'Oudere maanden laden nog.',
  },
  sources: {
    add: 'Toevoegen', label: 'Plak het adres van een feed, een show of een site', empty: 'Plak een link of OPML.', name: 'Naam', health: 'Gezondheid', read: 'Laatst gelezen',
    items: 'Items', fetch: 'Nu lezen', fetched: 'Wordt meteen gelezen', added: (n) => `${n} toegevoegd`, remove: 'Weghalen',
    words: {
      waiting: 'Nog niet gelezen', healthy: 'Prima', failing: 'Hapert, wordt opnieuw geprobeerd', throttled: 'Vroeg ons te wachten', blocked: 'Weigert ons',
      gone: 'Voorgoed weg', broken: 'Niet te lezen', needs_key: 'Heeft een sleutel nodig',
    },
  },
  brands: {
    empty: 'Naar welke naam luisteren we?', name: 'Naam', aliases: 'Heet ook', domains: 'Domeinen', handles: 'Handles', context: 'Woorden erbij',
    exclude: 'Woorden die het uitsluiten', add: 'Merk toevoegen', own: 'Van ons', rival: 'Concurrent', list: 'met komma\'s ertussen', added: (n) => `${n} toegevoegd; het archief wordt opnieuw gelezen`,
    ours: 'Dit is ons eigen merk',
  },
  alerts: {
    rules: 'Regels', channels: 'Kanalen', empty: 'Nog geen regels.', emptyChannels: 'Nog geen kanalen.', all: 'alle merken', test: 'Stuur een proef', tested: 'De proef is aangekomen', least: (c) => `minstens ${c}`,
    deliveries: 'Bezorging', retry: 'Opnieuw', noDeliveries: 'Er is nog niets verstuurd.', attempts: (n) => plural(n, 'poging', 'pogingen'),
    states: { pending: 'Onderweg', delivered: 'Bezorgd', dead: 'Opgegeven' }, on: 'Aan', off: 'Uit',
  },
  keys: {
    title: 'Toetsen', on: 'Losse toetsen', onHelp: 'Zet uit als je tegen je computer praat.',
    everywhere: 'Overal', inbox: 'Inbox en vermelding',
    help: 'deze lijst', search: 'zoeken', go: 'naar inbox, zoeken, merken, bronnen, meldingen, bezorging', undo: 'ongedaan maken', esc: 'sluiten',
    move: 'op en neer', open: 'openen', confirm: 'bevestigen', dismiss: 'afwijzen, dan 1 tot 5', star: 'ster', copy: 'kopieer citaat en link', filter: 'filter',
    play: 'afspelen of pauze', hits: 'vorige, volgende vermelding', skip: 'vijf seconden terug, vooruit', speed: 'langzamer, sneller',
  },
  ago: { now: 'nu', minutes: (n) => `${n} min`, hours: (n) => `${n} u`, yesterday: 'gisteren' },
};
