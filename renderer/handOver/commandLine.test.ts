import { expect, test } from 'vitest';
import { emptyDocument } from '../../flows/model/document.ts';
import { commandLine, pipeline, planCommand, type HandOver } from './commandLine.ts';

const flow: HandOver = {
  document: { ...emptyDocument('Leads: all'), parameters: { file: { type: 'text' }, day: { type: 'number', default: 1 } } },
  file: "flows/my leads' list.json",
  connections: ['crm-eu'],
  production: ['crm-eu'],
};

test('the command names what a run needs: the file, parameters without a default, and production by its name', () => {
  expect(commandLine(flow)).toBe(String.raw`npx sluice run 'flows/my leads'\'' list.json' --param file=FILE --allow-production crm-eu`);
  expect(planCommand({ ...flow, file: 'flow.json' })).toBe('npx sluice plan flow.json --param file=FILE -o plan.json');
});

test('the pipeline checks on every push, runs at night, and takes credentials from secrets', () => {
  const text = pipeline(flow);
  expect(text).toContain('name: "Leads: all"');
  expect(text).toContain("      - if: github.event_name != 'push'\n        run: npx sluice run");
  expect(text).toContain('          SLUICE_CRM_EU_CLIENT_SECRET: ${{ secrets.SLUICE_CRM_EU_CLIENT_SECRET }}');
  expect(pipeline({ ...flow, connections: [] })).not.toContain('env:');
});
