/**
 * Something the server says as a code and parameters, with the same in English for whatever has no
 * text here.
 */
export interface Coded {
  code: string;
  params?: Record<string, unknown>;
  detail: string;
}

/**
 * phrase says it in the user's language. A text holds parameters in braces. A part of it in square
 * brackets is left out where one of its parameters is missing; if one outside brackets is missing, or
 * the whole text, it falls back to detail.
 */
export function phrase(texts: Record<string, string>, { code, params = {}, detail }: Coded): string {
  const text = Object.hasOwn(texts, code) ? texts[code]! : '';
  const value = (name: string) => (Object.hasOwn(params, name) ? String(params[name] ?? '') : '');
  const whole = (part: string) => [...part.matchAll(parameter)].every(([, name]) => value(name!) !== '');
  const kept = text.replace(/\[([^\]]*)\]/g, (_, part: string) => (whole(part) ? part : ''));
  return kept !== '' && whole(kept) ? kept.replace(parameter, (_, name: string) => value(name)) : detail;
}

const parameter = /\{(\w+)\}/g;
