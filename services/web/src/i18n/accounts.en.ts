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
  types: {} as Words, // in English the server's words are used
  used: 'Used',
};
