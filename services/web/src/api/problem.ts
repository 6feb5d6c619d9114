/** Mistake is what is wrong with one field of a request. */
export interface Mistake {
  field: string; // the last part of its name in the API
  reason: string;
  params: Record<string, string>;
  message: string; // in English, read after the name of the field
}

/** WrongLine is a line of a file that can't be read, and why. */
export interface WrongLine {
  line: number;
  code: string;
  params: Record<string, string>;
  detail: string; // in English
}

/** What a problem holds beyond its status and detail. */
interface More {
  code: string; // its class, one of ten
  reason: string; // which problem it is; empty where only the English detail tells
  params: Record<string, string>;
  mistakes: Mistake[];
  lines: WrongLine[];
  at: number | null; // where in a query the mistake is
  length: number; // how many characters of it are wrong
  retryAfter: number; // seconds
}

/** Problem is an error answer of the API (RFC 9457); its message is the detail in English. */
export class Problem extends Error {
  readonly code: string;
  readonly reason: string;
  readonly params: Record<string, string>;
  readonly mistakes: Mistake[];
  readonly lines: WrongLine[];
  readonly at: number | null;
  readonly length: number;
  readonly retryAfter: number;

  constructor(readonly status: number, detail: string, more: Partial<More> = {}) {
    super(detail);
    this.code = more.code ?? '';
    this.reason = more.reason ?? '';
    this.params = more.params ?? {};
    this.mistakes = more.mistakes ?? [];
    this.lines = more.lines ?? [];
    this.at = more.at ?? null;
    this.length = more.length ?? 1;
    this.retryAfter = more.retryAfter ?? 0;
  }
}

const record = (x: unknown) => (typeof x === 'object' && x !== null ? x : {}) as Record<string, unknown>;
const text = (x: unknown) => (typeof x === 'string' ? x : '');

/** problemFrom reads an error answer. A proxy in between may have sent something else than the API. */
export function problemFrom(status: number, body: unknown, retryAfter = ''): Problem {
  const b = record(body);
  const mistakes = (Array.isArray(b.errors) ? b.errors : []).map((e): Mistake => {
    const { location, reason, params, message } = record(e);
    return {
      field: text(location).split('.').at(-1) ?? '',
      reason: text(reason),
      params: record(params) as Record<string, string>,
      message: text(message),
    };
  });
  const lines = (Array.isArray(b.lines) ? b.lines : []).map((e): WrongLine => {
    const { line, code, params, detail } = record(e);
    return { line: typeof line === 'number' ? line : 0, code: text(code), params: record(params) as Record<string, string>, detail: text(detail) };
  });
  return new Problem(status, text(b.detail) || text(b.title), {
    code: text(b.code),
    reason: text(b.reason),
    params: record(b.params) as Record<string, string>,
    mistakes,
    lines,
    at: typeof b.at === 'number' ? b.at : null,
    length: typeof b.length === 'number' ? b.length : 1,
    retryAfter: Number(retryAfter) || 0,
  });
}
