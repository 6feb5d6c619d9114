import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

/** People and API tokens. */
export const people = {
  add: 'Add person',
  addToken: 'Create a token',
  askAdmin: 'Ask the admin who made your account.',
  days: 'Expires in days (0 = never)',
  empty: 'There are no accounts yet. Anyone on another device needs an account.',
  firstPassword: 'Temporary password',
  neverUsed: 'never used',
  onlyAdmin: 'Only an admin sees people.',
  remove: 'Remove',
  removeForGood: (who: string) =>
    `${who} will be signed out everywhere and can't sign in any more. This can't be undone.`,
  revoke: 'Revoke',
  role: 'Role',
  roles: { read: 'Viewer', write: 'Editor', admin: 'Admin' } as Record<string, string>,
  scope: 'Scope',
  scopes: { read: 'Read', write: 'Edit', admin: 'Admin' } as Record<string, string>,
  tokenFor: 'What is it for?',
  tokenMade: (n: string) => `Token ${n} created. Copy it now: it won't be shown again.`,
  tokens: 'API tokens',
  tokensHelp: 'For programs that use the API. A token can do only what its scope allows.',
  used: (t: string) => `used ${t}`,
};

/** Signing in, and the menu of whoever is signed in. */
export const signIn = {
  again: 'You can try again now.',
  button: 'Sign in',
  byLink: 'You signed in with a link on this machine.',
  email: 'E-mail',
  expired: 'Your session has expired. Sign in to continue where you were.',
  firstTime: 'First time here?',
  known: 'Sign in with a password',
  length: 'At least 10 characters',
  linkElsewhere: 'Links work only on the machine that runs Namedrop. Here you need to sign in.',
  linkExpired:
    'Your session has expired. Open Namedrop again with a new link, then come back to this window to ' +
    'continue.',
  linkHelp: 'On the machine that runs Namedrop, this command opens it in your browser:',
  linkRefused: 'This link is not valid, or no longer.',
  linkTitle: 'Open Namedrop',
  linkWhere:
    'Run it in the folder where you started Namedrop, or give its data folder with --data. ' +
    'The link that “namedrop serve” printed in the terminal works too.',
  newPassword: 'Choose a password',
  open: 'Namedrop is open on this machine: you don\'t need to sign in.',
  out: 'Sign out',
  password: 'Password',
  person: 'Account',
  readable: 'This connection is not encrypted: others on the network could read your password.',
  setUp: 'Set up Namedrop',
  setUpButton: 'Create my account',
  setUpHelp:
    'On the machine that runs Namedrop, this command creates a token for signing in the first time. Run ' +
    'it in the folder in which Namedrop was started; from elsewhere add --data and its data folder:',
  show: 'Show the password',
  title: 'Sign in',
  token: 'Token',
  tooMany: (s: number) => `Too many attempts. Wait ${plural(s, 'second', 'seconds')}.`,
  wrong: 'The e-mail address or the password is wrong.',
  wrongToken: 'This token doesn\'t exist, or can\'t be used to add people.',
};
