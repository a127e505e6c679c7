import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { hostSealing } from './hostSealing.ts';

type VaultKey = Parameters<typeof hostSealing>[0];
const text = Buffer.from('Ann, Aarhus');

test('without a vault: one key until the host ends, and it says so', async () => {
  const sealing = hostSealing(async () => ({ reason: 'There is no keychain.' }));
  const first = await sealing.key();
  expect(first).toMatchObject({ isTemporary: true });
  expect(await sealing.key()).toEqual(first);
});

test('a vault that opens later gives its key from then on; what was sealed before can still be opened', async () => {
  const key = randomBytes(32);
  let vaultKey: VaultKey = async () => ({ reason: 'The file is locked.' });
  const sealing = hostSealing(() => vaultKey());
  await sealing.key();
  const before = sealing.now()!.seal(text);

  vaultKey = async () => ({ key });
  expect(await sealing.key()).toEqual({ key });
  const { sealer } = await sealing.open();
  expect(sealer?.isTemporary).toBeUndefined();
  expect(Buffer.from(sealer!.open(before))).toEqual(text);
  expect(Buffer.from(sealer!.open(sealer!.seal(text)))).toEqual(text);
});
