import type { Page } from '@playwright/test';

/** The parts of React's tree that are looked at, as its developer tools see it. */
interface Fiber {
  readonly alternate: Fiber | null;
  readonly child: Fiber | null;
  readonly sibling: Fiber | null;
  readonly type: unknown;
  readonly flags: number;
  readonly memoizedProps: Readonly<Record<string, unknown>> | null;
}
type Counted = typeof globalThis & { sluiceRenders: { node: number; canvas: number; commits: number }; __REACT_DEVTOOLS_GLOBAL_HOOK__: unknown };

/** Counts how often the components of nodes and of the canvas render, by the hook that React's developer tools use. Before the page is opened. */
export async function countRenders(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = { node: 0, canvas: 0, commits: 0 };
    const world = globalThis as Counted;
    world.sluiceRenders = counted;
    const hostOf = (fiber: Fiber): Fiber | null => {
      let at: Fiber | null = fiber.child;
      while (at && typeof at.type !== 'string') at = at.child;
      return at;
    };
    const walk = (fiber: Fiber): void => {
      // The first flag: the component ran in this commit.
      if (typeof fiber.type === 'function' && fiber.alternate && (fiber.flags & 1) === 1) {
        const name = hostOf(fiber)?.memoizedProps?.['data-testid'];
        if (name === 'canvas') counted.canvas++;
        // Ours, and React Flow's frame around it.
        else if (typeof name === 'string' && /^(node-|rf__node-)/.test(name)) counted.node++;
      }
      // Children that are the very same objects were not touched.
      if (fiber.alternate && fiber.alternate.child === fiber.child) return;
      for (let child = fiber.child; child; child = child.sibling) walk(child);
    };
    world.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
      supportsFiber: true,
      renderers: new Map(),
      inject: () => 1,
      onCommitFiberUnmount: () => {},
      onPostCommitFiberRoot: () => {},
      onCommitFiberRoot: (_id: number, root: { current: Fiber }) => {
        counted.commits++;
        walk(root.current);
      },
    };
  });
}

export async function rendersSince(page: Page, work: () => Promise<void>): Promise<{ node: number; canvas: number; commits: number }> {
  await page.evaluate(() => Object.assign((globalThis as Counted).sluiceRenders, { node: 0, canvas: 0, commits: 0 }));
  await work();
  return page.evaluate(() => (globalThis as Counted).sluiceRenders);
}
