import { pluralIn } from './plural';

const plural = pluralIn('en-GB');
const both = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const date = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC',
});

/**
 * What a query looks for and the mistakes in it, by the codes of docs/search.md. The server sends the codes;
 * search/phrase.ts puts the clauses together.
 */
export const query = {
  optional: (words: string[]) => `Common words are optional: ${words.join(', ')}.`,
  relaxed: (what: string) => `No exact matches. Showing results for ${what}.`,
  and: (list: string[]) => both.format(list),
  or: (list: string[]) => either.format(list),
  date: (d: Date) => date.format(d),
  letters: (n: number) => plural(n, 'letter', 'letters'),
  clauses: {
    all: '{list}',
    any: '{list}',
    everything: 'everything',
    field: '{field}',
    mention: 'a mention[ ({types})][ of {brands}][ with a confidence of {low} to {high}]',
    more: '{n} more',
    most: 'most of {list}',
    near: '{a} within {n} words of {b}',
    near_ordered: '{a} followed within {n} words by {b}',
    not: 'not {list}',
    phrase: 'the phrase “{text}”',
    prefix: 'words starting with “{text}”',
    published: '{published}',
    similar: 'words like “{text}” ({letters} may differ)',
    spelling: '“{text}” in this spelling',
    verbatim: 'exactly “{text}”, with these capitals and signs',
    word: '“{text}”',
    word_forms: '“{text}” in any form',
  } as Record<string, string>,
  fields: {
    kind: 'of the kind {values}',
    lang: 'in {values}',
    person: 'with {values}',
    show: 'on shows named {values}',
    site: 'on the site {values}',
    source: 'from the source {values}',
    speaker: 'spoken by {values}',
  } as Record<string, string>,
  published: {
    any: 'published at any time',
    before: 'published before {to}',
    between: 'published from {from} to {to}',
    on: 'published on {from}',
    since: 'published since {from}',
  },
  mistakes: {
    date_invalid:
      '“{value}” is not a date. Write 2026, 2026-11, 2026-11-23, today, yesterday, or 7d, 4w, 3m, 1y for ' +
      'that long ago.',
    field_elsewhere: 'A search has no field {field}: here. There are {fields}.',
    fuzzy_distance: 'Write ~, ~1 or ~2 at the end of a word: one or two letters may differ.',
    fuzzy_length: '~{distance} needs a word of {min} to 40 letters.',
    group_deep: 'Groups are nested more than {max} deep.',
    group_extra: 'This bracket closes nothing. Remove it, or add ( before it.',
    group_open: 'This bracket is never closed. Add ) where the group ends.',
    near_distance: 'NEAR/5 means at most five words apart. The number is 1 to 100.',
    near_operand: '{operator} works between words, phrases, brands and alternatives (a OR b), not with this.',
    nothing_after: '{operator} goes between two terms, and there is none after it.',
    nothing_before: '{operator} goes between two terms, and there is none before it.',
    nothing_to_exclude: 'There is nothing after this to exclude. Write -word, -"a phrase" or -(a group).',
    only_signs: 'There are only signs here. Add a word to search for.',
    quote_empty: 'These quotes are empty.',
    quote_open: 'This quote is never closed. Add " where the phrase ends.',
    quote_with_star:
      'A star doesn\'t work in quotes. Put ONEAR/1 between the words, as in switch* ONEAR/1 from.',
    quote_without_word: 'There is no letter or digit between these quotes.',
    several_words: '* and ~ work on one word, and “{text}” counts as several.',
    sign_without_word: 'There is no letter or digit before the sign.',
    star_inside: 'A star goes at the end of a word: pric* finds price and pricing.',
    too_long: 'The query is too long: {length} characters, at most {max} are allowed.',
    too_many_expanded: 'More than {max} words have * or ~. Write some of them out.',
    too_many_parts: 'The query has more than {max} parts. Split it in two.',
    unexpected: 'This was not expected here.',
    unknown_brand:
      'There is no brand “{brand}”.[ Did you mean brand:{suggestion}?] You can add it under Brands, or ' +
      'search for the word itself.',
    unknown_field: 'There is no field {field}: — did you mean {suggestion}:?',
    value_group_empty: '{field}: has an empty group.',
    value_group_invalid:
      'The group after {field}: takes values with OR between them, as in {field}:(a OR b).',
    value_invalid: '“{value}” is not a value of {field}: — write {example}.',
    value_missing: 'Put a value after {field}: — for example {example}.',
  } as Record<string, string>,
};
