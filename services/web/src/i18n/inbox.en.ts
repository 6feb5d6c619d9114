import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

/** The inbox, its filters, and the words for mentions that other pages use too. */
export const inbox = {
  addSource: 'Add a source',
  caughtUp: 'All caught up',
  caughtUpFiltered: 'Nothing new matches these filters.',
  choose: 'Select a mention',
  chooseAll: (n: number) => `Select all ${n.toLocaleString('en-GB')} that match`,
  chooseHelp: 'Press j and k to move, Enter to open, c to confirm and ? for all shortcuts.',
  chooseNone: 'Clear selection',
  chosen: (n: number) => `${n.toLocaleString('en-GB')} selected`,
  copies: (n: number) => `+${plural(n, 'copy', 'copies')}`,
  count: (n: number) => plural(n, 'mention', 'mentions'),
  empty: (d: number | undefined) =>
    d === undefined
      ? 'No mentions yet.'
      : `No mentions yet in ${plural(d, 'episode, post or page', 'episodes, posts and pages')}.`,
  emptyHelp: 'New mentions appear here by themselves as your sources are read.',
  export: 'Export these mentions as CSV',
  fresh: (n: number) => `${n.toLocaleString('en-GB')} new`,
  list: 'Mentions',
  noBrand: 'Add your own brand first. Namedrop then looks for it in everything it reads.',
  noSource: 'Where do people talk about you?',
  noSourceHelp: 'Add the podcasts and sites that your buyers follow.',
  others: (n: number) => `and ${n} more`,
  own: 'Ours',
  progress: (done: number, total: number) =>
    `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} changed`,
  refresh: 'Refresh',
  rival: 'Competitor',
  showConfirmed: (n: number) => `Show ${plural(n, 'confirmed mention', 'confirmed mentions')}`,
  stop: 'Stop',
  tick: (brand: string, source: string) => `Select ${brand}, ${source}`,
  undoing: (done: number, total: number) =>
    `${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} undone`,
  unread: 'new',
  unsure: (n: number) => `Show ${plural(n, 'unsure mention', 'unsure mentions')}`,
  withChosen: (n: number) => `With ${plural(n, 'mention', 'mentions')}`,
};

export const filters = {
  add: 'Filter',
  allStates: 'All',
  brand: 'Brand',
  conf: 'Confidence',
  from: (d: string) => `from ${d}`,
  kind: 'Kind',
  lang: 'Language',
  period: 'Period',
  remove: (f: string) => `Remove ${f}`,
  source: 'Source',
  starred: 'Starred',
  state: 'Status',
  to: (d: string) => `until ${d}`,
  type: 'Type',
  words: 'Words',
  wordsLabel: 'Words in a quote or title',
};

export const acts = {
  assigned: (who: string) => `Assigned to ${who}`,
  confirm: 'Confirm',
  confirmed: 'Confirmed',
  copied: 'Copied',
  copiedWhat: (what: string) => `Copied: ${what}`,
  copy: 'Copy quote and link',
  copyByHand: 'Your browser doesn\'t allow copying here. Select the text and press Ctrl+C.',
  dismiss: 'Dismiss',
  dismissed: 'Dismissed',
  hitDismissed: (words: string) => `Dismissed: “${words}”`,
  hitRestored: (words: string) => `Restored: “${words}”`,
  failed: (why: string) => `Couldn't save: ${why}`,
  noted: 'Note saved',
  nothingToUndo: 'Nothing to undo',
  open: 'Open',
  pressToCopy: (keys: string) => `Press ${keys} to copy`,
  publisher: 'Open at the publisher',
  reopen: 'Reopen',
  reopened: 'Reopened',
  star: 'Star',
  starred: 'Starred',
  taught: (brand: string, as: string) => `"${as}" now counts as ${brand}. Re-scanning the archive.`,
  unassigned: 'Assignment removed',
  undone: 'Undone',
  unstar: 'Remove star',
  unstarred: 'Star removed',
};

/** Why a mention was dismissed. */
export const dismissals = {
  not_us: 'Not us',
  other_sense: 'Other sense',
  advert: 'Advert',
  repost: 'Repost',
  other: 'Other',
} as Record<string, string>;

export const kinds = {
  podcast: 'Podcast', video: 'Video', post: 'Post', page: 'Page',
} as Record<string, string>;
export const types = {
  passing: 'In passing', discussed: 'Discussed', sponsor: 'Sponsor', guest: 'Guest',
} as Record<string, string>;
export const confidence = { sure: 'Sure', likely: 'Likely', unsure: 'Unsure' } as Record<string, string>;
export const mentionStates = {
  new: 'New', seen: 'Seen', confirmed: 'Confirmed', dismissed: 'Dismissed',
} as Record<string, string>;
export const languages = {
  en: 'English', nl: 'Dutch', de: 'German', fr: 'French', es: 'Spanish',
} as Record<string, string>;
export const periods = {
  '1d': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days', '90d': 'Last 90 days', all: 'All time',
} as Record<string, string>;
