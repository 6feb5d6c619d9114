/** Problem is an answer by which the server said no, in words for people (RFC 9457). */
/** Mistake is a mistake in a query, as a code that the desk phrases. */
export interface Mistake {
  code: string;
  params: Record<string, string>;
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly code: string = '',
    readonly at: number | null = null,
    readonly retryAfter: number = 0, // seconds
    readonly mistake: Mistake | null = null,
  ) {
    super(detail);
  }
}

export function problemFrom(status: number, body: unknown, retryAfter = ''): Problem {
  const b = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const detail = typeof b.detail === 'string' ? b.detail : typeof b.title === 'string' ? b.title : '';
  return new Problem(status, detail, typeof b.code === 'string' ? b.code : '', typeof b.at === 'number' ? b.at : null, Number(retryAfter) || 0, mistakeFrom(b.mistake));
}

function mistakeFrom(x: unknown): Mistake | null {
  const { code, params } = (typeof x === 'object' && x !== null ? x : {}) as { code?: unknown; params?: unknown };
  return typeof code === 'string' ? { code, params: (params ?? {}) as Record<string, string> } : null;
}
