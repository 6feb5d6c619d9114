/**
 * Something the server says as a code and parameters, with the same in English for whatever has no
 * text here.
 */
interface Coded {
  code: string;
  params?: Record<string, unknown>;
  detail: string;
}

/**
 * phrase says it in the user's language. It falls back to detail where a text or one of its parameters
 * is missing.
 */
export function phrase(texts: Record<string, string>, { code, params = {}, detail }: Coded): string {
  const text = Object.hasOwn(texts, code) ? texts[code]! : '';
  let whole = text !== '';
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined || value === null || value === '') whole = false;
    return String(value);
  });
  return whole ? filled : detail;
}
