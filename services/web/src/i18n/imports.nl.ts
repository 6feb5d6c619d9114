import { pluralIn } from './plural';
import type { imports as english } from './imports.en';

const plural = pluralIn('nl-NL');
const number = (n: number) => n.toLocaleString('nl-NL');

export const imports: typeof english = {
  another: 'Een ander bestand kiezen',
  automatic: (what) => (what === '' ? 'Automatisch' : `Automatisch: ${what}`),
  choose: 'Bestand kiezen',
  comma: 'Decimale komma: 1.234,5',
  commas: 'Getallen',
  dates: 'Datums',
  dayFirst: 'eerst de dag',
  drop: 'Zet een CSV of log neer.',
  dropHelp:
    'Met alle soorten kolommen, in UTF-8 of UTF-16. Toegangslogs van webservers mogen met gzip ingepakt ' +
    'zijn. Je ziet waar de kolommen voor gehouden worden voordat er iets bewaard wordt.',
  dropLeads: 'Zet een CSV met leads neer.',
  dropLeadsHelp:
    'Een rij per lead, uit een CRM of formulier. Je ziet waar de kolommen voor gehouden worden voordat er ' +
    'iets bewaard wordt.',
  dropHere: 'Laat hier los',
  emptyCell: '(leeg)',
  feedName: 'Naam van de import',
  feedNameHelp: 'Een bestand vervangt wat deze import voor dezelfde tijd al heeft.',
  feeds: 'Bezoeken uit bestanden',
  feedsHelp: 'Importeer nog een bestand onder dezelfde naam om iets aan te vullen.',
  file: 'Bestand',
  fileType: 'Soort bestand',
  fixed: 'Wat de kolommen betekenen ligt vast. Adressen van bezoekers worden niet getoond en niet bewaard.',
  former: 'Geïmporteerde bestanden',
  formerNone: 'Er is nog geen bestand geïmporteerd.',
  hosts: 'Hostnamen van de site',
  hostsHelp: 'Regels van andere hosts tellen niet mee. Druk na elk op Enter.',
  import: 'Importeren',
  importFile: (n) => `${n} importeren`,
  line: (n, why) => `Regel ${n}: ${why}`,
  lineHead: 'Regel',
  meaningOf: (column) => `Betekenis van kolom ${column}`,
  meanings: {
    none: 'Niet gebruikt',
    time: 'Datum of tijd',
    channel: 'Kanaal',
    landing: 'Landingspagina',
    country: 'Land',
    'metric:visits': 'Bezoeken',
    'metric:pageviews': 'Paginaweergaven',
    id: 'Nummer',
    person: 'E-mailadres',
    stage: 'Fase',
    value: 'Waarde',
    answer: 'Antwoord',
    note: 'Notitie',
  },
  metric: (name) => `Ander getal: ${name}`,
  monthFirst: 'eerst de maand',
  newSite: 'Met een nieuwe naam komt er een site bij.',
  nothingChanged: 'Er is niets veranderd: dit was allemaal al geïmporteerd.',
  of: 'Wat er in het bestand staat',
  ofNames: { visits: 'Bezoeken', leads: 'Leads', documents: 'Afleveringen en posts' },
  outcome: (rows, days, from, to) =>
    `${plural(rows, 'rij', 'rijen')} gelezen: ${plural(days, 'dag', 'dagen')}, ` +
    (from === to ? from : `${from} tot en met ${to}`) + '.',
  changes: (added, changed, removed) =>
    `${number(added)} toegevoegd, ${number(changed)} gewijzigd, ${number(removed)} verwijderd`,
  point: 'Decimale punt: 1,234.5',
  preview: (n) => (n === 1 ? 'De eerste rij' : `De eerste ${n} rijen`),
  problems: 'Dit moet eerst in orde zijn',
  problemsHelp: 'Er is niets bewaard.',
  read: (n) => `${plural(n, 'rij', 'rijen')} gelezen`,
  remove: 'Verwijderen',
  removeIt: (n) => `${n} verwijderen`,
  removeForGood: (n, site) =>
    `Alle bezoeken aan ${site} uit ${n} worden verwijderd. Dat kan niet ongedaan gemaakt worden: importeer ` +
    'de bestanden opnieuw als je ze nodig hebt. Rapporten worden zonder deze bezoeken opnieuw gemaakt.',
  result: 'Resultaat',
  rows: 'Rijen zijn',
  sent: (a, b) => `${a} van ${b} verstuurd`,
  site: 'Site',
  spans: { hour: 'uren', day: 'dagen' },
  storing: 'Alles is verstuurd. Het bestand wordt bewaard.',
  tooMuch: (n) => `Alleen de eerste ${n} staan hier.`,
  types: { csv: 'CSV of tekst in kolommen', accesslog: 'Toegangslog van een webserver' },
  unreadable: 'Het bestand is niet te lezen. Misschien is het verplaatst of gewijzigd. Kies het opnieuw.',
  unchanged: (n) => `${number(n)} ongewijzigd`,
  when: 'Wanneer',
  warnings: 'Let op',
  zone: 'Tijdzone van het bestand',
  logColumns: {
    time: 'Tijd',
    host: 'Hostnaam',
    path: 'Pad',
    status: 'Antwoord',
    referrer: 'Verwijzer',
    client: 'Programma',
  },
};
