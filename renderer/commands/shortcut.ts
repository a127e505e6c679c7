/** The parts of a key press that a shortcut speaks of. KeyboardEvent has them. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/**
 * Whether a key press is the shortcut `keys`, written `Mod+Shift+Z`, `Delete`, `/`. `Mod` is Command on a Mac and Ctrl elsewhere.
 * Signs that need Shift on some keyboards (`?`, `/`) are compared as what they write.
 */
export function matchesShortcut(press: KeyPress, keys: string, isMac: boolean): boolean {
  const parts = partsOf(keys);
  const key = parts.at(-1)!;
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const other = isMac ? press.ctrlKey : press.metaKey;
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    mod === parts.includes('Mod') &&
    !other &&
    press.altKey === parts.includes('Alt') &&
    (isSign || press.shiftKey === parts.includes('Shift'))
  );
}

/** The plus between the parts may be the last part itself. */
function partsOf(keys: string): string[] {
  return keys.split(/\+(?!$)/);
}

const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Delete: '⌦', Backspace: '⌫' };

/** `Mod+Shift+Z` as people of the platform write it: `Ctrl+Shift+Z`, `⌘⇧Z`. */
export function shortcutText(keys: string, isMac: boolean): string {
  const parts = partsOf(keys);
  return isMac ? parts.map((part) => macSigns[part] ?? part).join('') : parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+');
}
