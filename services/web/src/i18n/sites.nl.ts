import { pluralIn } from './plural';
import type { sites as english } from './sites.en';

const plural = pluralIn('nl-NL');

export const sites: typeof english = {
  fetchedBy: 'Programma',
  fetches: 'Gedeelde links en assistenten, in vier weken',
  fetchesHelp:
    'Chats halen een pagina op om een voorbeeld van een geplakte link te tonen, en AI-assistenten ' +
    'lezen die voor iemand. Dit zijn ondergrenzen, en geen bezoeken. De drie soorten worden nooit opgeteld.',
  fetchKind: 'Waarom',
  fetchKinds: {
    preview: 'Een link is geplakt', assistant: 'Voor iemand gelezen', crawler: 'Zoekmachine of robot',
  },
  fetchMinutes: 'Aantal',
  fetchProof: 'Naam',
  fetchProofs: {
    listed: 'klopt met gepubliceerde adressen',
    claimed: 'zoals het zich noemt',
    unlisted: 'onjuist of verouderd: telt niet',
    scattered: 'door anderen gebruikt: telt niet',
  },
  add: 'Site toevoegen',
  allOwn: 'Al je eigen merken',
  brands: 'Merken',
  brandsHelp: 'Welke merken bezoek kunnen brengen als ze genoemd worden. Leeg: al je eigen merken.',
  comesIn: 'Wat er binnenkomt',
  counts: 'Telt',
  delete: 'Verwijderen',
  deleted: (name) => `${name} verwijderd`,
  domains: 'Domeinen',
  domainsHelp: 'Druk na elk op Enter.',
  empty: 'Nog geen sites.',
  emptyHelp:
    'Naar een site kunnen vermeldingen bezoek brengen. De bezoeken komen uit een import of een feed.',
  feed: 'Feed',
  gap: (from, to) => (from === to ? from : `${from} tot en met ${to}`),
  gaps: 'Dagen zonder telling',
  gapsHelp:
    'Van de laatste 90 dagen. Vallen die in de periode van een vermelding, dan is het oordeel onbekend.',
  gapsNone: 'Geen in de laatste 90 dagen.',
  holidays: 'Feestdagen van',
  noHolidays: 'Geen',
  holidaysHelp: 'Het zijn bekende gebeurtenissen in rapporten.',
  imported: 'Geïmporteerd',
  lastPull: 'Laatst gelezen',
  metrics: 'Grootheden',
  metricNames: { visits: 'Bezoeken' },
  name: 'Naam',
  never: 'nooit',
  noFeeds: 'Er komt nog niets binnen. Importeer een bestand met bezoeken.',
  paused: 'Gepauzeerd',
  primary: (metric) => `Feed voor ${metric.toLowerCase()}`,
  primaryFirst: 'De eerste feed die ze heeft',
  primaryHelp: 'Twee feeds worden nooit opgeteld. Na een wijziging worden de rapporten opnieuw gemaakt.',
  saved: 'Opgeslagen',
  since: 'Sinds',
  sinceTo: (from, to) => `${from} tot en met ${to}`,
  status: 'Toestand',
  yours: (n) => plural(n, 'merk', 'merken'),
  zone: 'Tijdzone',
  zoneHelp: 'Dagen beginnen daar om middernacht. Na een wijziging worden de rapporten opnieuw gemaakt.',
};
