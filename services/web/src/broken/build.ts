declare global {
  interface Window {
    /** What public/boot.js leaves for the desk. */
    namedrop?: { reloadOnce: (build: string) => boolean };
  }
}

/** buildIn is the name of the script that an index starts the desk with, which has the build's hash in it. */
function buildIn(index: Document): string {
  return index.querySelector('script[type="module"][src]')?.getAttribute('src') ?? '';
}

export const ownBuild = (): string => buildIn(document);

/** Why a part of the desk couldn't be loaded. */
export type MissingReason = 'unreachable' | 'updated' | 'missing';

/** reasonFor asks the server for the index, to find out why a part of this build is not there. */
export async function reasonFor(own: string, ask: () => Promise<Response> = askIndex): Promise<MissingReason> {
  try {
    const answer = await ask();
    if (answer.status >= 500) return 'unreachable';
    const served = buildIn(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    return served !== '' && served !== own ? 'updated' : 'missing';
  } catch {
    return 'unreachable';
  }
}

/** answers reports whether the server can be reached, so that a reload doesn't end on the browser's own error page. */
export async function answers(ask: () => Promise<Response> = askIndex): Promise<boolean> {
  try {
    return (await ask()).status < 500;
  } catch {
    return false;
  }
}

const askIndex = () => fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(8_000) });
