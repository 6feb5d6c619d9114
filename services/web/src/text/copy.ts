/**
 * copyText puts a text on the clipboard and reports whether it could. Browsers offer their
 * clipboard only over https and on the machine itself; elsewhere an older way still works.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused: try the older way.
  }
  return copySelected(text);
}

function copySelected(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}

/** ByHand holds a text that no script could copy, to be shown selected. */
class ByHand {
  private text: string | null = null;
  private listeners = new Set<() => void>();

  show(text: string | null) {
    this.text = text;
    for (const l of this.listeners) l();
  }

  current = () => this.text;

  subscribe = (l: () => void) => {
    this.listeners.add(l);
    return () => {
      this.listeners.delete(l);
    };
  };
}

export const byHand = new ByHand();

/** copyOrShow copies a text, or else shows it, so that it can be copied by hand. It reports whether it was copied. */
export async function copyOrShow(text: string): Promise<boolean> {
  const ok = await copyText(text);
  if (!ok) byHand.show(text);
  return ok;
}
