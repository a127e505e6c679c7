import { expect, test } from 'vitest';
import { messageToMain, type MessageToMain } from '../shell/shellMessages.ts';
import { remoteShell } from './remoteShell.ts';

function open() {
  const posted: MessageToMain[] = [];
  return { posted, shell: remoteShell((message) => { posted.push(messageToMain.parse(message)); }) };
}

test('a question goes to main and its answer comes back, whatever the order', async () => {
  const { posted, shell } = open();
  const pick = { title: 'Open', extensions: ['csv'] };
  const first = shell.pickFile(pick);
  const second = shell.saveFile(pick);
  expect(posted.map((message) => message.type === 'ask' && message.request)).toEqual([{ name: 'pickFile', input: pick }, { name: 'saveFile', input: pick }]);
  const [one, two] = posted.map((message) => (message.type === 'ask' ? message.id : -1));
  shell.take({ type: 'answer', id: two!, answer: { path: '/two' } });
  shell.take({ type: 'answer', id: one!, answer: {} });
  expect(await first).toEqual({});
  expect(await second).toEqual({ path: '/two' });
});

test('what main refuses is thrown as it said it', async () => {
  const { posted, shell } = open();
  const opening = shell.openExternal('https://evil.example/');
  const asked = posted[0];
  shell.take({ type: 'refused', id: asked?.type === 'ask' ? asked.id : -1, error: { kind: 'service', code: 'linkRefused', message: 'No.', hint: 'Copy it.' } });
  await expect(opening).rejects.toMatchObject({ name: 'AppError', kind: 'service', code: 'linkRefused', message: 'No.', hint: 'Copy it.' });
});

test('an answer to nothing is ignored', () => {
  const { shell } = open();
  expect(() => { shell.take({ type: 'answer', id: 99, answer: {} }); }).not.toThrow();
});
