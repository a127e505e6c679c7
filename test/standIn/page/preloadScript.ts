import { makeCodec } from './codec.ts';
import { isolatedWorld } from './isolatedWorld.ts';
import { mainWorld } from './mainWorld.ts';
import type { WorldNames } from './wire.ts';

/** The source text that runs in a page's own world on every new document. */
export function mainWorldScript(names: WorldNames): string {
  return `(${mainWorld.toString()})(${JSON.stringify(names)})`;
}

/** The source text that runs in the isolated world on every new document: the preload, with what Electron gives it. */
export function isolatedWorldScript(names: WorldNames, preload: string): string {
  return `(() => {
    if (window !== window.top || location.href === 'about:blank') return;
    const require = (${isolatedWorld.toString()})((${makeCodec.toString()})(), ${JSON.stringify(names)});
    try {
      (function (require, exports, module) { ${preload}\n })(require, {}, { exports: {} });
    } catch (error) {
      console.error('Unable to load preload script:', error && error.stack || error);
    }
  })()`;
}
