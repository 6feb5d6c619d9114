/** Problem is an answer by which the server said no, in words for people (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly code: string = '',
    readonly at: number | null = null,
    readonly retryAfter: number = 0, // seconds
  ) {
    super(detail);
  }
}

export function problemFrom(status: number, body: unknown, retryAfter = ''): Problem {
  const b = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const detail = typeof b.detail === 'string' ? b.detail : typeof b.title === 'string' ? b.title : '';
  return new Problem(status, detail, typeof b.code === 'string' ? b.code : '', typeof b.at === 'number' ? b.at : null, Number(retryAfter) || 0);
}
