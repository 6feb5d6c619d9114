interface About {
  error: unknown;
  components: string;
  language: string;
  build: string;
  at: Date;
  address: Pick<Location, 'pathname' | 'search'>;
  browser: string;
  width: number;
  height: number;
}

// Longer ones are cut by chats and trackers.
const longest = 12_000;

/** reportOf is the text of a report, in English for whoever fixes it. The address goes without its fragment, which may hold a key. */
export function reportOf(about: About): string {
  const lines = [
    'Namedrop, report of a broken page',
    '',
    `When:     ${about.at.toISOString()}`,
    `Page:     ${about.address.pathname}${about.address.search}`,
    `Build:    ${about.build || 'unknown'}`,
    `Language: ${about.language}`,
    `Window:   ${about.width} x ${about.height}`,
    `Browser:  ${about.browser}`,
    '',
    ...chain(about.error),
  ];
  const components = about.components.trim();
  if (components !== '') lines.push('', 'Components:', components);
  const text = lines.join('\n');
  return text.length <= longest ? text : `${text.slice(0, longest)}\n[cut off]`;
}

/** chain is an error with what caused it, and so on. */
function chain(error: unknown): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  for (let e = error; !seen.has(e); e = e.cause) {
    seen.add(e);
    lines.push(`${lines.length === 0 ? 'Error' : 'Cause'}:    ${wordsOf(e)}`);
    if (!(e instanceof Error)) break;
    // Some browsers begin the stack with the message.
    const stack = (e.stack ?? '').split('\n').filter((l) => /^\s+at |@/.test(l));
    lines.push(...stack);
    if (e.cause === undefined) break;
  }
  return lines;
}

function wordsOf(e: unknown): string {
  try {
    return e instanceof Error ? `${e.name}: ${e.message}` : `thrown value: ${String(e)}`;
  } catch {
    return 'thrown value without words';
  }
}
