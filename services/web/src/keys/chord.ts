/** What a key does; the name is a key as typed ("j", "?") or two after one another ("g i"). */
export type Bindings = Record<string, (event: KeyboardEvent) => void>;

/** Single keys rest where somebody writes or a control has its own keys. */
export function rests(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('input, textarea, select, [contenteditable="true"], [role="slider"], [role="menu"], [role="dialog"]') !== null;
}

/** Chords remembers the first key of two for a second. */
export class Chords {
  private first = '';
  private at = 0;

  /** name is the binding meant, if any. */
  name(key: string, now: number, bindings: Bindings): string | undefined {
    const pair = `${this.first} ${key}`;
    const fresh = this.first !== '' && now - this.at < 1000;
    this.first = '';
    if (fresh && bindings[pair]) return pair;
    if (bindings[key]) return key;
    if (Object.keys(bindings).some((b) => b.startsWith(key + ' '))) {
      this.first = key;
      this.at = now;
    }
    return undefined;
  }
}
