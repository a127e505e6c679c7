import path from 'node:path';
import type { NewPage } from './newPage.ts';
import { measure } from './frames.ts';
import { measureFloor, scroll } from './motions.ts';
import type { Result } from './results.ts';
import { serveGrid } from './serveGrid.ts';

/** The grid on a page of its own: a run keeps 1,000 rows of an edge, the grid must bear a hundred times as many. */
export async function measureScrolling(newPage: NewPage, home: string): Promise<Result[]> {
  const server = await serveGrid(path.join(home, 'grid'));
  try {
    const page = await newPage(1200, 700);
    await page.goto(server.url);
    const rows = page.getByTestId('sample-grid');
    await rows.waitFor();
    await rows.hover();
    const { framesPerSecond, cpuMs } = await measure(page, () => scroll(page));
    await page.close();
    const floor = await measureFloor(await newPage(1200, 700), 'scroll', scroll);
    return [{ what: '100,000 rows, scroll', value: framesPerSecond, unit: 'frames/s', least: 55, floor: floor.framesPerSecond, cpuMs }];
  } finally {
    await server.close();
  }
}
