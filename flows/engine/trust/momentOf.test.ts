import { expect, onTestFinished, test } from 'vitest';
import { emptyDocument } from '../../model/document.ts';
import { openRunStore } from '../runStore.ts';
import { momentOf } from './momentOf.ts';

const request = (run: string) => ({ run, document: emptyDocument('flow'), folder: '/', parameters: {} });

test('a resumed run means by NOW() what it meant first, an applied plan what the plan meant', async () => {
  const store = openRunStore(':memory:');
  onTestFinished(() => store.close());
  store.createRun({ ...request('plan'), mode: 'plan' });
  store.createRun(request('r'));
  const first = momentOf(request('r'), store);
  await new Promise((resolve) => setTimeout(resolve, 5));
  store.createRun({ ...request('r'), isResumed: true });
  expect(momentOf({ ...request('r'), isResumed: true }, store)).toBe(first);
  const planned = momentOf({ ...request('plan'), mode: 'plan' }, store);
  expect(momentOf({ ...request('a'), applies: 'plan' }, store)).toBe(planned);
  store.createRun({ ...request('imported'), mode: 'plan', momentMs: 5 });
  expect(momentOf({ ...request('b'), applies: 'imported' }, store)).toBe(5);
});
