import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

export const brands = {
  searches: 'Searches on networks',
  searchesHelp: 'They follow the names and domains of this brand, and read what the network has of the past.',
  searchFinds: (what: string) => `Finds ${what}`,
  searchAll: 'every new post that names a brand',
  active: 'Active',
  add: 'Add brand',
  aliases: 'Also called',
  competesWith: (n: string) => `Competes with ${n}`,
  context: 'Context words',
  delete: 'Delete',
  deleted: (n: string) => `${n} deleted`,
  domains: 'Domains',
  // What reviews of a brand's mentions do.
  effects: {
    raises: 'This raises the confidence of its mentions.',
    lowers: 'This lowers the confidence of its mentions.',
    leaves: 'This leaves the confidence of its mentions as it is.',
  } as Record<string, string>,
  empties: (list: string) => `Clears: ${list}`,
  empty: 'Which brand should Namedrop look for?',
  emptyHelp: 'Add your own first, then your competitors.',
  examples: {
    aliases: 'Acme Cloud', heardAs: 'ack me', soundsLike: 'ak mee', domains: 'acme.example', handles: '@acme',
    context: 'pipeline, CRM', exclude: 'cartoon, coyote',
  },
  exclude: 'Exclude when near',
  handles: 'Handles',
  heard: (as: string) => `heard as ${as}`,
  heardAs: 'Heard as',
  soundsLike: 'Sounds like',
  help: {
    aliases: 'Other names people use.',
    context: 'They confirm the brand when its name is also an ordinary word.',
    domains: 'Its web addresses.',
    exclude: 'Words that show that something else is meant.',
    handles: 'Its social media accounts.',
    heardAs: 'What speech recognition makes of the name.',
    soundsLike: 'How the name is pronounced, in letters. For English.',
  },
  inbox: 'What its inbox would look like',
  inboxEmpty: 'Its inbox would be empty: the archive doesn\'t hold the name.',
  inboxImproved: 'With all these suggestions:',
  inboxOf: (sure: number, likely: number, unsure: number) =>
    `${sure} sure, ${likely} likely, ${unsure} unsure`,
  inboxUnsure: 'Unsure mentions stay out of sight until you ask for them.',
  known: 'Also known as',
  learning: 'Namedrop is learning from your latest reviews.',
  learnt: (dismissed: number, confirmed: number, changed: number) =>
    `Learnt from ${[
      dismissed > 0 ? plural(dismissed, 'dismissal', 'dismissals') : '',
      confirmed > 0 ? plural(confirmed, 'confirmation', 'confirmations') : '',
    ].filter(Boolean).join(' and ')}; the latest changed ` +
    `${plural(changed, 'other mention', 'other mentions')}.`,
  lookedAt: (n: number, whole: boolean) =>
    `Checked ${whole ? '' : 'the newest '}` +
    `${plural(n, 'episode, post or page', 'episodes, posts and pages')}.`,
  looking: 'Looking through the archive…',
  name: 'Name',
  next: 'Next step',
  nextAlert: 'Next: set an alert, so that you hear of new mentions.',
  nextInbox: 'New mentions appear in the inbox.',
  nextSource: 'Next: add a source. Namedrop reads the shows, sites and searches that you add.',
  noSuggestions: 'No suggestions.',
  off: 'Paused',
  ofJudged: (right: number, of: number) => `${right} of ${of}`,
  ordinaryHelp: 'Add its domain or context words, or most of its mentions will be unsure.',
  ordinaryHelped: 'Its domain, context words and exclusions tell the brand and the word apart.',
  ours: 'Our own brand',
  own: 'Ours',
  precision: 'Accuracy',
  proposed: {
    domains: 'Domains',
    context: 'Words near mentions that are right',
    nearby: 'Other brands near it, as context words',
    exclude: 'Words near unsure mentions, to exclude',
    aliases: 'Also called',
    heardAs: 'Heard as',
  },
  rescanned: (a: number, c: number, g: number) =>
    `Saved. Archive re-scanned: ${a} added, ${c} changed, ${g} removed.`,
  rescanning: (done: number, total: number) => `Saved. Re-scanning the archive: ${done} of ${total}.`,
  right: (right: number, of: number) =>
    `${right} of ${plural(of, 'reviewed mention was', 'reviewed mentions were')} correct.`,
  rival: 'Competitor',
  seeInbox: 'See its mentions',
  setAlert: 'Set an alert',
  suggest: 'Find suggestions',
  suggestHelp:
    'Domains, names and nearby words from the archive. Press one to add it, and again to remove it. ' +
    'Nothing changes until you save.',
  suggestions: 'Suggestions from the archive',
  take: (text: string, list: string) => `Add ${text} to ${list}`,
  toInbox: 'Mentions',
  tryExample: (n: string) => `We moved to ${n} last year and stayed.`,
  tryNone: 'The name was not found in this text.',
  tryOut: 'Try it out',
  tryText: 'Sample text',
  unjudged: 'Nothing reviewed yet. Confirm or dismiss mentions to teach Namedrop.',
  whose: 'Brand type',
};
