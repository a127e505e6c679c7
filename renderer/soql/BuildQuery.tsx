import { Button } from '@mantine/core';
import { Blocks } from 'lucide-react';
import { Suspense, lazy, useState } from 'react';
import { orNotify } from '../app/notify.ts';
import { useWorkbench } from '../app/workbench.ts';
import type { FieldProps } from '../inspector/fieldProps.ts';
import { textOf } from '../inspector/textOf.ts';
import { words } from '../words/words.ts';

const SoqlDialog = lazy(() => import('./SoqlDialog.tsx'));

/** The way into the builder. The columns of a query that was built are read with it, so that the next nodes know them; both are one edit. */
export function BuildQuery({ node, definition, field, value, settings }: FieldProps) {
  const { flow, link } = useWorkbench();
  const [isOpen, setIsOpen] = useState(false);
  const done = async (soql: string): Promise<void> => {
    if (soql === textOf(value)) return;
    const set = { edit: 'setSetting', id: node, path: [field.name], value: soql } as const;
    const asked = link.client().lookups.choices({ path: flow.getState().path, type: definition.type, lookup: 'columns', settings: { ...settings, [field.name]: soql, columns: [] } });
    // The query is kept even where the org cannot say its columns; it says why.
    const choices = await asked.catch((thrown: unknown) => {
      flow.getState().edit(set);
      throw thrown;
    });
    const columns = choices.map(({ value: name, type }) => ({ name, type: type ?? 'text' }));
    flow.getState().edit({ edit: 'all', edits: [set, { edit: 'setSetting', id: node, path: ['columns'], value: columns }] });
  };
  const isReady = textOf(settings['connection']) !== '';
  return (
    <>
      <Button fullWidth variant="light" leftSection={<Blocks size={14} />} disabled={!isReady} onClick={() => setIsOpen(true)}>
        {words.soql.open}
      </Button>
      {isOpen ? (
        <Suspense>
          <SoqlDialog node={node} type={definition.type} settings={settings} soql={textOf(value)} onDone={(soql) => orNotify(done(soql))} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
