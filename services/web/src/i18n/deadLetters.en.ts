import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

/** Messages between Namedrop's own parts that could not be processed. */
export const deadLetters = {
  title: (n: number) =>
    `${plural(n, 'internal message', 'internal messages')} could not be processed`,
  help:
    'Each is about one episode, post or page, or about one mention; everything else continues. ' +
    'Retry after you fixed the cause or updated Namedrop. Discard deletes the message for good.',
  happened: {
    detector: 'Something new was not searched for brands.',
    indexer: 'A change was not made in the search index.',
    alerter: 'No alert was made for a mention.',
    relay: 'A message was not published on the bus.',
  } as Record<string, string>,
  attempts: (n: number) => plural(n, 'attempt', 'attempts'),
  retries: (n: number) => plural(n, 'retry', 'retries'),
  retry: 'Retry',
  discard: 'Discard',
  more: (n: number) => `And ${n.toLocaleString('en-GB')} more: namedrop dead-letter list shows all of them.`,
};
