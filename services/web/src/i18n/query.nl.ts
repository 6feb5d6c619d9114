import { pluralIn } from './plural';
import type * as en from './query.en';

const plural = pluralIn('nl');
const both = new Intl.ListFormat('nl', { type: 'conjunction' });
const either = new Intl.ListFormat('nl', { type: 'disjunction' });
const date = new Intl.DateTimeFormat('nl', {
  day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC',
});

export const query: typeof en.query = {
  optional: (words) => `Veelvoorkomende woorden hoeven er niet in te staan: ${words.join(', ')}.`,
  relaxed: (what) => `Geen treffer met alle woorden. Dit zijn resultaten voor ${what}.`,
  and: (list) => both.format(list),
  or: (list) => either.format(list),
  date: (d) => date.format(d),
  letters: (n) => plural(n, 'letter', 'letters'),
  clauses: {
    all: '{list}',
    any: '{list}',
    everything: 'alles',
    field: '{field}',
    mention: 'een vermelding[ ({types})][ van {brands}][ met een zekerheid van {low} tot {high}]',
    more: 'nog {n}',
    most: 'de meeste van {list}',
    near: '{a} binnen {n} woorden van {b}',
    near_ordered: '{a}, binnen {n} woorden gevolgd door {b}',
    not: 'niet {list}',
    phrase: 'de woordgroep “{text}”',
    prefix: 'woorden die beginnen met “{text}”',
    published: '{published}',
    similar: 'woorden als “{text}” ({letters} verschil)',
    spelling: '“{text}” in deze spelling',
    verbatim: 'precies “{text}”, met deze hoofdletters en tekens',
    word: '“{text}”',
    word_forms: '“{text}” in elke vorm',
  },
  fields: {
    kind: 'van het soort {values}',
    lang: 'in het {values}',
    person: 'met {values}',
    show: 'in shows met de naam {values}',
    site: 'op de site {values}',
    source: 'uit de bron {values}',
    speaker: 'gezegd door {values}',
  },
  published: {
    any: 'op elk moment gepubliceerd',
    before: 'gepubliceerd vóór {to}',
    between: 'gepubliceerd van {from} tot en met {to}',
    on: 'gepubliceerd op {from}',
    since: 'gepubliceerd sinds {from}',
  },
  mistakes: {
    date_invalid:
      '“{value}” is geen datum. Schrijf 2026, 2026-11, 2026-11-23, today, yesterday, of 7d, 4w, 3m, 1y ' +
      'voor zo lang geleden.',
    field_elsewhere: 'Het veld {field}: bestaat hier niet. Wel: {fields}.',
    fuzzy_distance: 'Schrijf ~, ~1 of ~2 aan het eind van een woord: één of twee letters mogen verschillen.',
    fuzzy_length: '~{distance} vraagt een woord van {min} tot 40 letters.',
    group_deep: 'De groepen zijn meer dan {max} niveaus diep.',
    group_extra: 'Dit haakje sluit niets. Haal het weg, of zet er een ( voor.',
    group_open: 'Dit haakje wordt nergens gesloten. Zet ) waar de groep eindigt.',
    near_distance: 'NEAR/5 betekent hooguit vijf woorden uit elkaar. Het getal is 1 tot 100.',
    near_operand:
      '{operator} werkt tussen woorden, woordgroepen, merken en alternatieven (a OR b), niet hiermee.',
    nothing_after: '{operator} hoort tussen twee termen, en er staat niets achter.',
    nothing_before: '{operator} hoort tussen twee termen, en er staat niets voor.',
    nothing_to_exclude:
      'Hierachter staat niets om uit te sluiten. Schrijf -woord, -"een woordgroep" of -(een groep).',
    only_signs: 'Hier staan alleen tekens. Voeg een woord toe om naar te zoeken.',
    quote_empty: 'Er staat niets tussen deze aanhalingstekens.',
    quote_open: 'Dit aanhalingsteken wordt nergens gesloten. Zet " waar de woordgroep eindigt.',
    quote_with_star:
      'Een sterretje werkt niet tussen aanhalingstekens. Zet ONEAR/1 tussen de woorden, zoals in prijs* ' +
      'ONEAR/1 van.',
    quote_without_word: 'Er staat geen letter of cijfer tussen deze aanhalingstekens.',
    several_words: '* en ~ werken op één woord, en “{text}” telt als meer woorden.',
    sign_without_word: 'Er staat geen letter of cijfer voor het teken.',
    star_inside: 'Een sterretje staat aan het eind van een woord: pric* vindt price en pricing.',
    too_long: 'De zoekopdracht is te lang: {length} tekens, er mogen er {max} in.',
    too_many_expanded: 'Meer dan {max} woorden hebben * of ~. Schrijf er een paar uit.',
    too_many_parts: 'De zoekopdracht heeft meer dan {max} delen. Splits hem in tweeën.',
    unexpected: 'Dit hoort hier niet.',
    unknown_brand:
      'Er is geen merk “{brand}”.[ Bedoelde je brand:{suggestion}?] Je kunt het toevoegen bij Merken, of ' +
      'op het woord zelf zoeken.',
    unknown_field: 'Het veld {field}: bestaat niet — bedoelde je {suggestion}:?',
    value_group_empty: 'De groep achter {field}: is leeg.',
    value_group_invalid:
      'In de groep achter {field}: staan waarden met OR ertussen, zoals in {field}:(a OR b).',
    value_invalid: '“{value}” is geen waarde van {field}: — schrijf {example}.',
    value_missing: 'Zet een waarde achter {field}: — bijvoorbeeld {example}.',
  },
};
