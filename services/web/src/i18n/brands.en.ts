import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

export const brands = {
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
    aliases: 'Acme Cloud', heardAs: 'ack me', domains: 'acme.example', handles: '@acme',
    context: 'pipeline, CRM', exclude: 'cartoon, coyote',
  },
  exclude: 'Exclude when near',
  handles: 'Handles',
  heard: (as: string) => `heard as ${as}`,
  heardAs: 'Heard as',
  help: {
    aliases: 'Other names people use.',
    context: 'They confirm the brand when its name is also an ordinary word.',
    domains: 'Its web addresses.',
    exclude: 'Words that show that something else is meant.',
    handles: 'Its social media accounts.',
    heardAs: 'What speech recognition makes of the name.',
  },
  known: 'Also known as',
  lookedAt: (n: number, whole: boolean) =>
    `Checked ${plural(n, 'episode, post or page', 'episodes, posts and pages')}` +
    `${whole ? '' : '; stopped at the time limit'}.`,
  name: 'Name',
  noSuggestions: 'No suggestions.',
  off: 'Paused',
  ofJudged: (right: number, of: number) => `${right} of ${of}`,
  ours: 'Our own brand',
  own: 'Ours',
  precision: 'Accuracy',
  rescanned: (a: number, c: number, g: number) =>
    `Saved. Archive re-scanned: ${a} added, ${c} changed, ${g} removed.`,
  rescanning: (done: number, total: number) => `Saved. Re-scanning the archive: ${done} of ${total}.`,
  right: (right: number, of: number) =>
    `${right} of ${plural(of, 'reviewed mention was', 'reviewed mentions were')} correct.`,
  rival: 'Competitor',
  suggest: 'Find suggestions',
  suggestHelp: 'Names, mishearings and nearby words from the archive. Nothing changes until you save.',
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
