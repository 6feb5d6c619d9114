import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

type Words = Record<string, { summary?: string; fields?: Record<string, { label: string; help?: string }> }>;

/** Accounts that the sources of a network share. */
export const accounts = {
  add: 'Add an account',
  budget: (used: string, limit: string, period: 'day' | 'month') =>
    `${limit === '' ? used : `${used} of ${limit}`} ${period === 'day' ? 'today' : 'this month'}`,
  changeIt: (n: string) => `Edit ${n}`,
  heading: 'Accounts',
  help:
    'Some networks need an account. It is entered once and used by all sources of its network. ' +
    'Passwords and tokens are never shown again.',
  name: 'Name',
  network: 'Network',
  of: 'Account',
  removeIt: (n: string) => `Remove ${n}`,
  sources: (n: number) => plural(n, 'source', 'sources'),
  types: {
    bluesky: {
      summary: 'A handle with an app password, for the search. Namedrop only reads with it.',
      fields: {
        handle: { label: 'Handle', help: 'Of any account there.' },
        password: {
          label: 'App password',
          help: 'Made in the settings there. Not the password of the account.',
        },
        server: { label: 'Server', help: 'Only if the account is on another server than bsky.social.' },
      },
    },
    mastodon: {
      summary: 'An access token of one server. With it, the search of that server can be used.',
      fields: {
        server: { label: 'Server', help: 'Where the account is.' },
        token: {
          label: 'Access token',
          help: 'Of an application with read:statuses and read:search, made in your settings there.',
        },
      },
    },
    x: {
      summary: 'A bearer token of the API of X, which charges for each post.',
      fields: {
        token: { label: 'Bearer token', help: 'Of an app in the developer console of X.' },
        cap: {
          label: 'Most to spend in a month, in US dollars',
          help: 'Counted before each request, at the list price of X. Nothing is read beyond it.',
        },
      },
    },
  } as Words,
  used: 'Used',
};
