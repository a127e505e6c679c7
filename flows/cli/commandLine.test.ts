import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { sluice } from './testTerminal.ts';

describe('the command line', () => {
  it('shows every verb when it is asked for nothing', async () => {
    const { code, out, err } = await sluice([]);
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const verb of ['run', 'check', 'nodes', 'connect', 'connections', 'org', 'help', 'version']) expect(out).toMatch(new RegExp(`^  sluice ${verb}\\b`, 'm'));
  });

  it.each([[['version']], [['--version']], [['-v']]])('says its version: %j', async (texts) => {
    expect(await sluice(texts)).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  });

  it.each([[['help', 'run']], [['run', '--help']], [['run', 'x.json', '-h']]])('explains a verb: %j', async (texts) => {
    const { code, out } = await sluice(texts);
    expect(code).toBe(0);
    expect(out).toContain('sluice run FILE [options]');
    expect(out).toContain('--param name=value');
    expect(out).toContain('130 when it was cancelled');
  });

  it.each([
    [['start'], 'There is no verb "start". Verbs: run, ', '"sluice help" shows them.'],
    [['rnu'], 'There is no verb "rnu".', 'Did you mean "sluice run"?'],
    [['chek'], 'There is no verb "chek".', 'Did you mean "sluice check"?'],
    [['help', 'noes'], 'There is no verb "noes".', 'Did you mean "sluice help nodes"?'],
    [['run'], '"sluice run" needs FILE.', '"sluice help run" shows how it is used.'],
    [['run', 'a', 'b'], '"sluice run" does not know what to do with "b".', 'shows how it is used'],
    [['run', 'a', '--jsn'], '"sluice run" has no option "--jsn". Options: --param, --connection, --json, --quiet', 'Did you mean "--json"?'],
    [['check', 'a', '-j'], '"sluice check" has no option "-j". Options: --org, ', 'shows how it is used'],
    [['version', '--json'], '"sluice version" has no option "--json". It has no options.', ''],
    [['run', 'a', '--param'], '--param needs a value: --param name=value.', ''],
    [['run', 'a', '--param', '--json'], '--param needs a value: --param name=value.', ''],
    [['run', 'a', '--param', 'x'], '--param x: an equals sign must stand between name and value.', ''],
    [['run', 'a', '--json=yes'], '--json takes no value; it was given "yes".', ''],
    [['org', 'start', '--port', '1', '--port=2'], '--port is given twice.', ''],
    [['org', 'start', '--port', 'x'], '--port must be a whole number from 0 to 65535; it is "x".', ''],
    [['org', 'stat'], '"sluice org" does not know "stat". It knows: start, status, stop, reset, login-url, ', 'Did you mean "sluice org start"?'],
  ])('refuses %j and says what would do', async (texts, message, hint) => {
    const { code, out, err } = await sluice(texts);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });
});
