import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

/** Short links. */
export const links = {
  add: 'Make link',
  change: 'Change',
  changeIt: (name: string) => `Change ${name}`,
  clicks: 'Clicks',
  clicked: (n: number) => plural(n, 'click', 'clicks'),
  code: 'QR code',
  codeOf: (name: string) => `QR code of ${name}`,
  copyIt: (name: string) => `Copy the link ${name}`,
  deleteIt: (name: string) => `Delete ${name}`,
  deleteSure: (name: string, n: number) =>
    `Delete ${name}? The link stops working, and ${plural(n, 'click is', 'clicks are')} deleted too.`,
  empty: 'Make a link to say aloud.',
  emptyHelp:
    'A show says it, or a post prints it as a QR code. Namedrop counts who follows it, once a day each, ' +
    'and stores nothing about them.',
  find: 'Find a link',
  forShow: 'For',
  forNothing: 'No show',
  forMention: 'One episode, video or post',
  help:
    'A click counts once for each visitor and day. Programs, previews and browsers that ask not to be ' +
    'tracked don’t count.',
  last: (t: string) => `last ${t}`,
  leadsTo: 'Leads to',
  lower: 'Show more',
  name: 'Name',
  never: 'not followed yet',
  nothing: (q: string) => `No link has “${q}” in it.`,
  png: 'PNG',
  print: 'Print',
  show: 'Show',
  slug: 'Slug',
  slugHelp: 'Letters a to z, digits and hyphens. Left empty, six characters are chosen.',
  svg: 'SVG',
  target: 'Leads to',
  utm: { source: 'utm_source', medium: 'utm_medium', campaign: 'utm_campaign' },
};
