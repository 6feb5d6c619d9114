import { describe, expect, it } from 'vitest';
import codes from './codes.json';
import { en } from './en';
import { nl } from './nl';

// codes.json lists what the API sends, by list and code, with the parameters of each. Go writes it:
// go test ./services/api -run TestTheListOfCodes -update
const lists: Record<keyof typeof codes, (m: typeof en) => Record<string, string>> = {
  caveats: (m) => m.reports.caveats,
  clauses: (m) => m.query.clauses,
  failures: (m) => m.failures,
  faults: (m) => m.faults,
  files: (m) => m.files,
  findings: (m) => m.findings,
  lines: (m) => m.lines,
  matchReasons: (m) => m.matchReasons,
  mistakes: (m) => m.mistakes,
  places: (m) => m.places,
  problems: (m) => m.problems,
  queryMistakes: (m) => m.query.mistakes,
  reasons: (m) => m.reasons,
  warnings: (m) => m.warnings,
  reportLines: (m) => m.reports.lines,
};

describe.each([['English', en], ['Dutch', nl]])('in %s', (_, messages) => {
  it.each(Object.keys(lists) as (keyof typeof codes)[])('every code of the list %s has a text', (list) => {
    const known: Record<string, string> = codes[list];
    const texts = lists[list](messages);
    expect(Object.keys(texts).sort()).toEqual(Object.keys(known).sort());
    // Parameters that the desk fills in itself.
    if (list === 'clauses') return;
    const own = list === 'faults' ? ['again'] : [];
    const unsent = Object.entries(texts).filter(([code, text]) =>
      [...text.matchAll(/\{(\w+)\}/g)].some(([, name]) => ![...known[code]!.split(' '), ...own].includes(name!)),
    );
    expect(unsent).toEqual([]);
  });
});
