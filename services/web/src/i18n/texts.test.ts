import { describe, expect, it } from 'vitest';
import { en } from './en';
import { nl } from './nl';

type Leaf = [path: string, text: unknown];

/** leaves are all texts with their paths. */
function leaves(x: object, path = ''): Leaf[] {
  return Object.entries(x).flatMap(([k, v]) =>
    typeof v === 'object' && v !== null ? leaves(v as object, `${path}${k}.`) : [[`${path}${k}`, v] as Leaf],
  );
}

/** words are a text as a user may read it; those with parameters are called with placeholders. */
function words(text: unknown): string {
  if (typeof text !== 'function') return String(text);
  const f = text as (...args: unknown[]) => string;
  // Numbers first: a text that wants a string, or a list, takes the second attempt.
  const said = [[7, 8, 9], ['a', 'b', 'c'], [['a'], 'b', 'c']].map((args) => {
    try {
      return f(...args);
    } catch {
      return '';
    }
  });
  return said.filter(Boolean).join(' | ');
}

const parameters = (text: unknown) =>
  typeof text === 'function' ? [String(text.length)] : [...String(text).matchAll(/\{\w+\}/g)].map(String).sort();

const english = leaves(en);
const dutch = leaves(nl);

describe('the dictionaries', () => {
  it('have the same texts with the same parameters, none of them empty', () => {
    expect(dutch.map(([path]) => path).sort()).toEqual(english.map(([path]) => path).sort());
    const inDutch = new Map(dutch);
    const differ = english.filter(([path, text]) => String(parameters(text)) !== String(parameters(inDutch.get(path))));
    expect(differ.map(([path]) => path)).toEqual([]);
    expect([...english, ...dutch].filter(([, text]) => words(text).trim() === '')).toEqual([]);
  });

  it('have no English left in Dutch', () => {
    // Words that are the same in both languages.
    const same = new Set([
      'Account', 'Accounts', 'Alerts', 'Blog', 'Hub (WebSub)', 'Mailbox', 'Podping', 'Webmention', 'Details', 'Feed', 'Filter', 'Inbox', 'Leads', 'Live', 'Podcast', 'Server', 'Show', 'Site', 'Sites', 'Slack', 'Sponsor', 'Token', 'Transcript',
      'Type', 'Video', 'Webhook', 'E-mail', 'Status', 'Website', 'https://', 'Acme Cloud', 'acme.example', '@acme', 'pipeline, CRM',
      'API', 'Bluesky', 'Discourse', 'Forum', 'Hacker News', 'Facebook', 'Instagram', 'LinkedIn', 'TikTok', 'Lemmy', 'Mastodon', 'Reddit', 'Telegram', 'YouTube', 'Direct', 'HubSpot', 'Later', 'Typeform', 'Week', 'week',
      'Links', 'PNG', 'SVG', 'utm_source', 'utm_medium', 'utm_campaign',
    ]);
    const inEnglish = new Map(english);
    const left = dutch.filter(([path, text]) => {
      const w = words(text);
      const own = w.replaceAll(/\bmin\b|\bletters?\b|\{\w+\}/g, '');
      return w === words(inEnglish.get(path)) && /[a-z]{3}/i.test(own) && !same.has(w);
    });
    expect(left).toEqual([]);
    // Words that no Dutch sentence has.
    const foreign = /\b(the|and|your|you|with|can't|isn't|doesn't|not|from|this|there|has|have|was|were|will|been)\b/i;
    const quoted = (w: string) => w.replaceAll(/namedrop [a-z]+ ?[A-Z]*|--\w+|fetch\.allow_private|[“"].*?[”"]|\{\w+\}|\bwas\b/g, '');
    expect(dutch.filter(([, text]) => foreign.test(quoted(words(text))))).toEqual([]);
  });

  it('use the words that were agreed on', () => {
    const banned: Record<string, RegExp> = {
      en: new RegExp(
        [
          'name-drop', '\\btold\\b', '\\banew\\b', '\\bnobody\\b', '\\bno one is\\b', '\\bsomebody\\b', '\\blest\\b', '\\bmend', 'for ever', '\\bspelt\\b',
          'stands? (in|for|near)', '\\bgiven up\\b', '\\bgone through\\b', '\\bsureness\\b', '\\bresting\\b', 'how sure', '\\blistens? for\\b',
          '\\bdocuments?\\b', '\\bcrawl', 'show or site', 'is none of', '\\bthe desk\\b', 'that did not work', 'all that was', '\\bmis-hear',
        ].join('|'),
        'i',
      ),
      nl: new RegExp(
        [
          '\\bmelding(en)?\\b', '\\bgeheim\\b', 'alles ervan', '\\bververs\\b', '\\brust\\b', 'zoals het systeem', 'losse toetsen', 'ster weg',
          'kies er geen', 'redacteur', '\\bopgegeven\\b(?! worden)', 'van elders', '\\bdocument(en)?\\b', 'stuur een proef', 'haar bij de',
          'voorgoed weg', 'hapert', 'hoe zeker',
        ].join('|'),
        'i',
      ),
    };
    const found = [english, dutch].flatMap((list, i) =>
      list.filter(([, text]) => banned[i === 0 ? 'en' : 'nl']!.test(words(text))).map(([path, text]) => `${path}: ${words(text)}`),
    );
    expect(found).toEqual([]);
  });

  it('keep to a file a page, with lines that fit', () => {
    const contents = import.meta.glob<string>('./*.ts', { query: '?raw', import: 'default', eager: true });
    const files = Object.keys(contents).filter((f) => /(en|nl)\.ts$/.test(f));
    expect(files.filter((f) => f.endsWith('.en.ts')).map((f) => f.replace('.en.ts', '.nl.ts'))).toEqual(files.filter((f) => f.endsWith('.nl.ts')));
    const long = files.flatMap((f) =>
      contents[f]!
        .split('\n')
        .filter((l) => l.length > 110)
        .map((l) => `${f}: ${l}`),
    );
    expect(long).toEqual([]);
  });
});
