import { pluralIn } from './plural';

const plural = pluralIn('en-GB');

export const search = {
  alert: 'Create an alert',
  brand: 'Create a brand',
  button: 'Search',
  examples: {
    brand: 'What was said about this brand',
    brands: 'Both brands in one passage',
    fields: 'Only podcasts in Dutch',
    fuzzy: 'Include typos; exclude words starting with "sponsor"',
    near: 'The brand within ten words of its price',
    phrase: 'These words in this order',
  },
  export: 'Export',
  facets: 'Refine',
  fields: { show: 'Show', person: 'Person', speaker: 'Speaker', brand: 'Brand' } as Record<string, string>,
  instead: 'No exact matches. Showing instead:',
  label: 'Search transcripts and articles',
  mistake: 'The error is here',
  more: (n: number) => `${n} more in this one`,
  none: 'No results.',
  noneHelp: 'Try fewer words or another spelling. word~ also finds words that are spelled almost the same.',
  parts: { title: 'Title', notes: 'Notes', chapter: 'Chapter', text: 'Text', head: 'About it' },
  rebuilding: (parts: string[]) =>
    parts.includes('all')
      ? 'The search index is being rebuilt, so some results may be missing for now.'
      : `The search index is being rebuilt for ${parts.join(', ')}, ` +
        'so results from then may be missing for now.',
  result: (p: number, d: number) => `${plural(p, 'passage', 'passages')}, ${plural(d, 'result', 'results')}`,
  similar: 'Also in',
  sort: 'Sort by',
  sorts: { newest: 'Newest first', oldest: 'Oldest first', relevance: 'Best match first' },
  start: 'Search transcripts and articles',
  suggest: 'Did you mean',
  unread: 'No sources have been read yet.',
};
