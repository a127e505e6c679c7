import { expect, it } from 'vitest';
import { definition } from './definition.ts';

const check = (settings: object) =>
  definition.check!(definition.settings.parse({ column: 'Name', parts: [{ name: 'A' }, { name: 'B' }], ...settings }), [[{ name: 'Name', type: 'text' }]]).map(({ code, path }) => [code, ...path]);

it.each([
  [{}, []],
  [{ separator: '' }, [['settingBlank', 'separator']]],
  [{ column: 'Nam' }, [['columnUnknown', 'column']]],
  [{ method: 'pattern' }, [['settingBlank', 'pattern']]],
  [{ method: 'pattern', pattern: '(a' }, [['patternInvalid', 'pattern']]],
  [{ method: 'pattern', pattern: '(a) b' }, [['patternGroups', 'pattern']]],
  [{ method: 'pattern', pattern: '(a) (b)' }, []],
  [{ parts: [{ name: ' ' }] }, [['settingBlank', 'parts', 0, 'name']]],
])('the settings %j are found to have the problems %j', (settings, problems) => expect(check(settings)).toEqual(problems));
