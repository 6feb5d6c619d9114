import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { nl } from '../i18n/nl';
import { coverageText } from './coverage';

describe('the coverage of a source', () => {
  const ways = [{ way: 'publisher', recordings: 3 }, { way: 'twin', recordings: 30 }, { way: 'speech', recordings: 5 }, { way: 'notes', recordings: 2 }];
  it('says in which ways the episodes were read', () => {
    expect(coverageText({ recordings: 40, read: 38, ways }, en)).toBe('38 of 40 episodes read: 3 publisher, 30 YouTube, 5 recognised; 2 by their notes only.');
    expect(coverageText({ recordings: 1, read: 0, ways: [{ way: 'notes', recordings: 1 }] }, en)).toBe('0 of 1 episode read; 1 by its notes only.');
  });
  it('is said in Dutch too', () => {
    expect(coverageText({ recordings: 40, read: 38, ways }, nl)).toBe('38 van 40 afleveringen gelezen: 3 van de uitgever, 30 van YouTube, 5 herkend; 2 alleen op beschrijving.');
  });
});
