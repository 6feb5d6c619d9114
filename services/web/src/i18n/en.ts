// Every text of the desk in English. nl.ts has the same shape; the compiler sees to it.
const plural = (n: number, one: string, many: string) => `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;

export const en = {
  locale: 'en-GB',
  pages: {
    inbox: 'Inbox', search: 'Search', brands: 'Brands', sources: 'Sources', alerts: 'Alerts', deliveries: 'Deliveries', more: 'More',
  },
  frame: {
    searchAll: 'Search all that was read',
    live: 'Live', lost: 'Not connected', help: 'Keys', scheme: 'Light or dark', light: 'Light', dark: 'Dark', language: 'Language',
    skip: 'Skip to the content',
    offline: (t: string) => `Offline, as of ${t}.`,
  },
  states: {
    error: (what: string, why: string) => `Couldn't load ${what}: ${why} Nothing is lost.`,
    again: 'Try again', undo: 'Undo', close: 'Close', cancel: 'Cancel',
    noMatch: (filter: string, n: number) => `Without "${filter}" there are ${n.toLocaleString('en-GB')}.`,
    noMatchPlain: 'Nothing matches these filters.',
    clear: 'Clear filters', more: 'Show more',
    notFoundTitle: 'There is nothing at this address', notFound: 'Perhaps the link is old. The inbox has all mentions.',
    unavailable: 'the server does not answer.',
  },
  kinds: { podcast: 'Podcast', video: 'Video', post: 'Post', page: 'Page' } as Record<string, string>,
  types: { passing: 'In passing', discussed: 'Discussed', sponsor: 'Sponsor', guest: 'Guest' } as Record<string, string>,
  confidence: { sure: 'Sure', likely: 'Likely', unsure: 'Unsure' } as Record<string, string>,
  mentionStates: { new: 'New', seen: 'Seen', confirmed: 'Confirmed', dismissed: 'Dismissed' } as Record<string, string>,
  languages: { en: 'English', nl: 'Dutch', de: 'German', fr: 'French', es: 'Spanish' } as Record<string, string>,
  fields: { text: 'Said', written: 'In the text', title: 'In the title', notes: 'In the notes', chapter: 'In a chapter' } as Record<string, string>,
  periods: { '1d': 'Last day', '7d': '7 days', '30d': '30 days', '90d': '90 days', all: 'All time' } as Record<string, string>,
  filters: {
    brand: 'Brand', kind: 'Kind', source: 'Show or site', lang: 'Language', conf: 'How sure', state: 'State', type: 'Type', period: 'Period',
    add: 'Filter', any: 'any', remove: (f: string) => `Remove ${f}`,
  },
  inbox: {
    count: (n: number) => plural(n, 'mention', 'mentions'),
    fresh: (n: number) => plural(n, 'new mention', 'new mentions'),
    empty: (d: number | undefined) => (d === undefined ? 'No mentions yet.' : `No mentions yet; ${plural(d, 'document', 'documents')} read.`),
    emptyHelp: 'They appear here by themselves as shows and sites are read.',
    caughtUp: 'All caught up.',
    unsure: (n: number) => `Show ${plural(n, 'unsure one', 'unsure ones')}`,
    choose: 'Choose a mention', chooseHelp: 'j and k move, Enter opens.',
    others: (n: number) => `and ${n} more`,
    list: 'Mentions',
    own: 'Ours', rival: 'Competitor',
  },
  acts: {
    confirm: 'Confirm', confirmed: 'Confirmed', dismiss: 'Dismiss', dismissed: 'Dismissed', star: 'Star', unstar: 'Remove star',
    copy: 'Copy quote and link', copied: 'Copied', open: 'Open', publisher: 'Open at the publisher', reopen: 'Reopen',
    failed: (why: string) => `That did not work: ${why}`,
    nothingToUndo: 'Nothing to undo', undone: 'Undone',
  },
  reasons: {
    not_us: 'Not us', other_sense: 'Other sense', advert: 'Advert', repost: 'Repost', other: 'Other',
  } as Record<string, string>,
  mention: {
    back: 'Inbox', why: 'Why', transcript: 'Transcript', hits: 'Name-drops', notes: 'Show notes', around: 'Around it', whole: 'Whole transcript',
    noText: 'No transcript; the name stands in the title or the notes.',
    noAudio: 'No audio.', play: 'Play', pause: 'Pause', speed: 'Speed', position: 'Position',
    follow: 'Follow', backTo: (t: string) => `Back to ${t}`, hit: (i: number, n: number) => `name-drop ${i} of ${n}`,
    time: (at: string, of: string) => `${at} of ${of}`, seconds: 'seconds', from: (t: string) => `Play from ${t}`,
    next: 'Next name-drop', previous: 'Previous name-drop', audioFailed: 'The recording could not be played.',
    nobody: 'Unknown speaker',
  },
  search: {
    label: 'Search all that was read', button: 'Search',
    result: (p: number, d: number) => `${plural(p, 'passage', 'passages')}, ${plural(d, 'document', 'documents')}`,
    suggest: 'Did you mean',
    start: 'Search all that was ever read', help: 'Words, "exact phrases", AND OR NOT, brand:larkmeter, lang:nl, kind:podcast, show:"pipeline weekly".',
    none: 'Nothing was found.', noneHelp: 'Fewer words or another spelling may help.',
    newest: 'Newest first', relevance: 'Best match first', sort: 'Order', mistake: 'The mistake is here', facets: 'Narrow down',
    more: (n: number) => `${n} more in this one`, older: 'Older months still loading.',
  },
  sources: {
    add: 'Add', label: 'Paste the address of a feed, a show or a site', empty: 'Paste a link or OPML.', name: 'Name', health: 'Health', read: 'Last read',
    items: 'Items', fetch: 'Read now', fetched: 'Will be read at once', added: (n: string) => `${n} added`, remove: 'Remove',
    words: {
      waiting: 'Not read yet', healthy: 'Fine', failing: 'Trouble, being retried', throttled: 'Asked us to wait', blocked: 'Refuses us',
      gone: 'Gone for good', broken: 'Cannot be read', needs_key: 'Needs a key',
    } as Record<string, string>,
  },
  brands: {
    empty: 'Which name shall we listen for?', name: 'Name', aliases: 'Also called', domains: 'Domains', handles: 'Handles', context: 'Words near it',
    exclude: 'Words that rule it out', add: 'Add brand', own: 'Ours', rival: 'Competitor', list: 'separated by commas', added: (n: string) => `${n} added; the archive is being read again`,
    ours: 'This is our own brand',
  },
  alerts: {
    rules: 'Rules', channels: 'Channels', empty: 'No rules yet.', emptyChannels: 'No channels yet.', all: 'all brands', test: 'Send a test', tested: 'The test arrived', least: (c: string) => `at least ${c}`,
    deliveries: 'Deliveries', retry: 'Retry', noDeliveries: 'Nothing was sent yet.', attempts: (n: number) => plural(n, 'try', 'tries'),
    states: { pending: 'On its way', delivered: 'Delivered', dead: 'Given up' } as Record<string, string>, on: 'On', off: 'Off',
  },
  keys: {
    title: 'Keys', on: 'Single keys', onHelp: 'Switch off if you speak to your computer.',
    everywhere: 'Everywhere', inbox: 'Inbox and mention',
    help: 'this list', search: 'search', go: 'go to inbox, search, brands, sources, alerts, deliveries', undo: 'undo', esc: 'close',
    move: 'move', open: 'open', confirm: 'confirm', dismiss: 'dismiss, then 1 to 5', star: 'star', copy: 'copy quote and link', filter: 'filter',
    play: 'play or pause', hits: 'previous, next name-drop', skip: 'five seconds back, forth', speed: 'slower, faster',
  },
  ago: { now: 'now', minutes: (n: number) => `${n} min`, hours: (n: number) => `${n} h`, yesterday: 'yesterday' },
};

export type Messages = typeof en;
