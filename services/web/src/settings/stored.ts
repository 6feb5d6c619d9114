// What a person sets for this browser. Some browsers forbid storage, and then throw at every use
// of it: a setting then lasts as long as the page.
const here = new Map<string, string>();

/** stored is a setting, or null where there is none. */
export function stored(key: string): string | null {
  try {
    return here.get(key) ?? window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function store(key: string, value: string) {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    here.set(key, value);
  }
}
