import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

/** Links to reports, and the page that they lead to. */
export const share = {
  add: 'Make a link',
  days: (n: number) => plural(n, 'day', 'days'),
  expires: 'Works for',
  help:
    'Whoever has the link can read this report and its later revisions without signing in, and nothing ' +
    'else. The names of known events and of other mentions on the same days are in it.',
  links: 'Links that work now',
  madeBy: (who: string, day: string) => `made by ${who} on ${day}`,
  none: 'No links yet.',
  off:
    'Shared reports are read on the public side, which is off. To turn it on, set these in the ' +
    'configuration and start Namedrop again. Put a proxy with TLS in front of it.',
  once: 'Copy the link now: it won\'t be shown again.',
  revoke: 'Revoke',
  share: 'Share',
  title: 'Share this report',
  unavailable: {
    busy: { title: 'Too many requests', text: 'Wait a minute, then try again.' },
    gone: {
      title: 'This report isn\'t available any more',
      text: 'The mention that it was about was withdrawn.',
    },
    over: {
      title: 'This link doesn\'t work',
      text: 'It may have expired or been revoked. Ask the person who sent it for a new one.',
    },
    silent: {
      title: 'The report couldn\'t be loaded',
      text: 'The server is not responding. Try again in a moment.',
    },
  },
  until: (day: string) => `Shared until ${day}`,
  untilRow: (day: string) => `until ${day}`,
};
