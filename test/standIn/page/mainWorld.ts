import type { WorldNames } from './wire.ts';

/**
 * Runs in the page's own world before its scripts, as source text: takes what the preload exposes, and turns every way to open a window
 * into a question to main. A real popup would be a page that two DevTools clients fight about.
 */
export function mainWorld(names: WorldNames): void {
  if (window !== window.top) return;
  const detail = (event: Event): unknown => (event as CustomEvent<unknown>).detail;

  window.addEventListener(names.expose, (event) => {
    event.stopImmediatePropagation();
    const { key, value } = detail(event) as { key: string; value: unknown };
    if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object');
    const freeze = (item: unknown): unknown => {
      if (typeof item === 'object' && item !== null) Object.values(item).forEach(freeze);
      return Object.freeze(item);
    };
    Object.defineProperty(window, key, { value: freeze(value), enumerable: true, configurable: false, writable: false });
  });

  const open = (address: string) => {
    const url = new URL(address || 'about:blank', window.location.href).href;
    window.dispatchEvent(new CustomEvent(names.open, { detail: url }));
  };
  window.open = (address) => {
    open(String(address ?? ''));
    return null;
  };
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((item) => item instanceof HTMLAnchorElement && item.target === '_blank');
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
    event.preventDefault();
    open(link.href);
  });
}
