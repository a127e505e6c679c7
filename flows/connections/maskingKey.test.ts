import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { maskingKey } from './maskingKey.ts';

const keyOf = async (env: Record<string, string>, seal: Uint8Array) => (await maskingKey(env, () => Promise.resolve({ key: seal }))).secrets['key']!.reveal();

it('is made of the key in the vault, always the same of the same, and does not give that away', async () => {
  const seal = randomBytes(32);
  const key = await keyOf({}, seal);
  expect(Buffer.from(key, 'base64')).toHaveLength(32);
  expect(key).not.toBe(seal.toString('base64'));
  expect(await keyOf({}, seal)).toBe(key);
  expect(await keyOf({}, randomBytes(32))).not.toBe(key);
});

it('is what the environment says where it says one', async () => {
  const given = randomBytes(32).toString('base64');
  expect(await keyOf({ SLUICE_MASK_KEY: given }, randomBytes(32))).toBe(given);
  await expect(keyOf({ SLUICE_MASK_KEY: 'c2hvcnQ=' }, randomBytes(32))).rejects.toMatchObject({ kind: 'settings', message: 'SLUICE_MASK_KEY holds 5 bytes; a key is 32 bytes in base64.' });
});

it('is missing, and said to be, where there is no vault', async () => {
  await expect(maskingKey({}, () => Promise.resolve({ reason: 'The vault is locked.' }))).rejects.toMatchObject({ kind: 'service', code: 'maskKeyMissing', message: 'There is no key to make pseudonyms under. The vault is locked.' });
});
