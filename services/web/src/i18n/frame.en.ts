import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

/** The frame around every page, and what all pages share. */
export const pages = {
  alerts: 'Alerts',
  annotations: 'Annotations',
  brands: 'Brands',
  deliveries: 'Deliveries',
  imports: 'Imports',
  inbox: 'Inbox',
  leads: 'Leads',
  links: 'Links',
  more: 'More',
  people: 'People',
  reports: 'Reports',
  search: 'Search',
  sites: 'Sites',
  sources: 'Sources',
  timeline: 'Timeline',
};

export const frame = {
  acts: 'Actions',
  attention: {
    sources: (n: number) => plural(n, 'source needs attention', 'sources need attention'),
    channels: (n: number) => plural(n, 'channel is switched off', 'channels are switched off'),
    deliveries: (n: number) => `${plural(n, 'alert', 'alerts')} failed in the last 7 days`,
  },
  help: 'Keyboard shortcuts',
  language: 'Language',
  live: 'Live',
  lost: 'Not connected',
  more: 'More',
  navigation: 'Pages',
  needAttention: 'need attention',
  offline: (t: string) => `Offline, as of ${t}. What you see may be out of date.`,
  scheme: 'Theme',
  schemes: { light: 'Light', dark: 'Dark', auto: 'System' },
  searchAll: 'Search transcripts and articles',
  skip: 'Skip to content',
};

/** The window that Ctrl-K opens. */
export const palette = {
  title: 'Go to',
  hint: 'A page, brand or source, or words to search for',
  pages: 'Page',
  brands: 'Brand',
  sources: 'Source',
  searchFor: (q: string) => `Search for “${q}”`,
};

export const paused = {
  title: 'Paused: Namedrop reads no sources and sends no alerts',
  why: {
    missing:
      'The database is new and empty, but the data folder, the bus or the search index belongs to an ' +
      'earlier one.',
    other: 'This is not the database that the data folder, the bus or the search index belongs to.',
    older: 'The database is an older copy, or has lost its latest changes.',
  },
  choose:
    'If this is the wrong database, stop Namedrop and restore the right one: namedrop restore FILE. ' +
    'If it is the right one, resume: the bus and the search index are then rebuilt from it.',
  ask: 'An admin has to restore the right database, or resume with this one.',
  details: 'Details',
  resume: 'Resume with this database',
};

export const states = {
  again: 'Try again',
  cancel: 'Cancel',
  clear: 'Clear filters',
  close: 'Close',
  copy: 'Copy',
  error: (what: string, why: string) => `Couldn't load ${what.toLowerCase()}: ${why} Nothing is lost.`,
  forbidden: 'You can view this but not change it. Ask someone with the Editor role.',
  more: 'Show more',
  noMatch: (filter: string, n: number) => `Without "${filter}" there are ${n.toLocaleString('en-GB')}.`,
  noMatchPlain: 'Nothing matches these filters.',
  notFound: 'The link may be out of date. All mentions are in the inbox.',
  notFoundTitle: 'Page not found',
  save: 'Save',
  stale: 'Someone else changed this in the meantime. Reload the page and make your change again.',
  unavailable: 'The server is not responding.',
  undo: 'Undo',
};

export const ago = {
  now: 'now',
  minutes: (n: number) => `${n} min`,
  hours: (n: number) => `${n} h`,
  yesterday: 'yesterday',
};

export const keys = {
  title: 'Keyboard shortcuts',
  on: 'Single-key shortcuts',
  onHelp: 'Turn off if you use voice control.',
  everywhere: 'Everywhere',
  inbox: 'Inbox and mentions',
  assign: 'assign',
  choose: 'select several',
  chooseAll: 'select all that match',
  confirm: 'confirm',
  copy: 'copy quote and link',
  dismiss: 'dismiss, then 1 to 5',
  esc: 'close',
  filter: 'filter',
  go: 'go to inbox, search, timeline, reports, brands, sources, alerts, deliveries, people',
  heard: 'heard as',
  help: 'this list',
  hits: 'previous, next hit',
  move: 'move up and down, in search results too',
  note: 'note',
  open: 'open',
  palette: 'go to a page, brand or source',
  play: 'play or pause',
  range: 'extend the selection',
  save: 'save a form',
  search: 'search',
  skip: 'back or forward 5 seconds',
  speed: 'slower, faster',
  star: 'star',
  table: 'chart or table',
  timeline: 'Timeline',
  moveCursor: 'move the cursor',
  zoom: 'zoom in, out, show everything',
  openThen: 'open what was published then',
  noteThen: 'add an annotation',
  undo: 'undo',
};
