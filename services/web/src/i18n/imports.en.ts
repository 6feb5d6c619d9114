import { pluralIn } from './plural';

const plural = pluralIn('en-GB');
const number = (n: number) => n.toLocaleString('en-GB');

/** Files of visits and leads. */
export const imports = {
  another: 'Choose another file',
  automatic: (what: string) => (what === '' ? 'Automatic' : `Automatic: ${what}`),
  choose: 'Choose a file',
  comma: 'Decimal commas: 1.234,5',
  commas: 'Numbers',
  dates: 'Dates',
  dayFirst: 'day first',
  drop: 'Drop a CSV or log.',
  dropHelp:
    'Any columns, in UTF-8 or UTF-16. Access logs of web servers may be compressed with gzip. You see what ' +
    'the columns are taken for before anything is stored.',
  dropLeads: 'Drop a CSV with leads.',
  dropLeadsHelp:
    'A row per lead, exported from a CRM or a form. You see what the columns are taken for before anything ' +
    'is stored.',
  dropHere: 'Drop it here',
  emptyCell: '(empty)',
  feedName: 'Name of the import',
  feedNameHelp: 'A file replaces what this import holds for the same time.',
  feeds: 'Visits from files',
  feedsHelp: 'Each is added to by importing another file under its name.',
  file: 'File',
  fileType: 'Kind of file',
  fixed: 'The format says what the columns mean. Addresses of visitors are not shown and not stored.',
  former: 'Imported files',
  formerNone: 'No file has been imported yet.',
  hosts: 'Host names of the site',
  hostsHelp: 'Lines of other hosts are left out. Press Enter after each.',
  import: 'Import',
  importFile: (n: string) => `Import ${n}`,
  line: (n: number, why: string) => `Line ${n}: ${why}`,
  lineHead: 'Line',
  meaningOf: (column: string) => `Meaning of column ${column}`,
  meanings: {
    none: 'Not used',
    time: 'Date or time',
    channel: 'Channel',
    landing: 'Landing page',
    country: 'Country',
    'metric:visits': 'Visits',
    'metric:pageviews': 'Page views',
    id: 'ID',
    person: 'E-mail address',
    stage: 'Stage',
    value: 'Value',
    answer: 'Answer',
    note: 'Note',
  } as Record<string, string>,
  metric: (name: string) => `Other number: ${name}`,
  monthFirst: 'month first',
  newSite: 'A new name adds a site.',
  nothingChanged: 'Nothing changed: all of this was imported before.',
  of: 'What the file holds',
  ofNames: { visits: 'Visits', leads: 'Leads', documents: 'Episodes and posts' } as Record<string, string>,
  outcome: (rows: number, days: number, from: string, to: string) =>
    `${plural(rows, 'row', 'rows')} read: ${plural(days, 'day', 'days')}, ` +
    (from === to ? from : `${from} to ${to}`) + '.',
  changes: (added: number, changed: number, removed: number) =>
    `${number(added)} added, ${number(changed)} changed, ${number(removed)} removed`,
  point: 'Decimal points: 1,234.5',
  preview: (n: number) => `The first ${plural(n, 'row', 'rows')}`,
  problems: 'This has to be put right first',
  problemsHelp: 'Nothing has been stored.',
  read: (n: number) => `${plural(n, 'row', 'rows')} read`,
  remove: 'Remove',
  removeIt: (n: string) => `Remove ${n}`,
  removeForGood: (n: string, site: string) =>
    `All visits to ${site} from ${n} are deleted. Undo is not possible: import the files again if you need ` +
    'them. Reports are made again without them.',
  result: 'Result',
  rows: 'Rows are',
  sent: (a: string, b: string) => `${a} of ${b} sent`,
  site: 'Site',
  spans: { hour: 'hours', day: 'days' } as Record<string, string>,
  storing: 'All sent. The file is being stored.',
  tooMuch: (n: number) => `Only the first ${n} are shown.`,
  types: { csv: 'CSV or text in columns', accesslog: 'Access log of a web server' } as Record<string, string>,
  unreadable: 'The file can\'t be read. It may have been moved or changed. Choose it again.',
  unchanged: (n: number) => `${number(n)} unchanged`,
  when: 'When',
  warnings: 'Note',
  zone: 'Time zone of the file',
  logColumns: {
    time: 'Time',
    host: 'Host',
    path: 'Path',
    status: 'Status',
    referrer: 'Referrer',
    client: 'Program',
  } as Record<string, string>,
};
