import type { Page } from '@playwright/test';
import { measure, type Measured } from './frames.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Drags to and fro for so long, with a move for every frame, as a mouse sends them: none waits for the page to have followed. */
export async function drag(page: Page, from: Point, ms: number): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const begun = performance.now();
  const sent: Promise<void>[] = [];
  for (let now = 0; now < ms; now = performance.now() - begun) {
    sent.push(page.mouse.move(from.x + Math.sin(now / 300) * 180, from.y + Math.cos(now / 300) * 60 - 60));
    await new Promise((resolve) => setTimeout(resolve, 12));
  }
  await Promise.all(sent);
  await page.mouse.up();
}

/** Scrolls with a turn of the wheel for every frame, and now and then far. */
export async function scroll(page: Page): Promise<void> {
  const sent: Promise<void>[] = [];
  for (let turn = 0; turn < 150; turn++) {
    sent.push(page.mouse.wheel(0, turn % 50 === 49 ? 200_000 : 400));
    await new Promise((resolve) => setTimeout(resolve, 12));
  }
  await Promise.all(sent);
}

export const typedText = ' && LEN(Company) > 3 && NOT(ISBLANK(Phone))';

export async function type(page: Page): Promise<void> {
  await page.keyboard.type(typedText, { delay: 40 });
}

/** The floors: pages on which nothing is but what the motion needs. */
const bodies = {
  drag: '<div id="layer" style="position:absolute;inset:0;background:radial-gradient(#999 1px,#eee 1px) 0 0/24px 24px"></div>',
  scroll: '<div style="position:absolute;inset:0;overflow:auto"><div style="height:2800000px;background:linear-gradient(#eee 50%,#fff 50%) 0 0/100% 56px"></div></div>',
  type: '<textarea style="width:300px;height:200px" autofocus></textarea>',
};

const follow = `<script>addEventListener('pointermove', (event) => { if (event.buttons) layer.style.transform = 'translate(' + (event.clientX - 700) + 'px,' + (event.clientY - 540) + 'px)'; });</script>`;

/** What an empty page gets. `page` has the meters and the size of the window that is compared. */
export async function measureFloor(page: Page, motion: keyof typeof bodies, work: (page: Page) => Promise<void>): Promise<Measured> {
  await page.goto(`data:text/html,${encodeURIComponent(`<!doctype html><body style="margin:0;overflow:hidden">${bodies[motion]}${motion === 'drag' ? follow : ''}`)}`);
  if (motion === 'type') await page.locator('textarea').focus();
  await page.mouse.move(300, 300);
  const floor = await measure(page, () => work(page));
  await page.close();
  return floor;
}
