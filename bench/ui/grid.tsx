// The grid of rows on a page of its own, with far more rows than a run keeps.
import '@mantine/core/styles.layer.css';
import '../../renderer/app/tokens.css';
import '../../renderer/app/base.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import type { ColumnType } from '../../flows/kit/schema.ts';
import { SampleGrid } from '../../renderer/runPanel/SampleGrid.tsx';

const rowCount = 100_000;
const types: readonly ColumnType[] = ['text', 'number', 'text', 'date', 'text', 'boolean', 'text', 'number', 'text', 'text', 'text', 'number'];
const schema = types.map((type, index) => ({ name: `Column ${index + 1}`, type }));
const rows = Array.from({ length: rowCount }, (_, row) => types.map((type, column) => (type === 'number' ? row * 37 + column : type === 'boolean' ? row % 3 === 0 : `Value ${(row * 7919 + column) % 5003}`)));
const order = rows.map((_, index) => index);
const nothing = (): void => {};

createRoot(document.getElementById('root')!).render(
  <MantineProvider>
    <div style={{ display: 'flex', flexDirection: 'column', height: 600 }}>
      <SampleGrid schema={schema} rows={rows} order={order} sort={undefined} onSort={nothing} onMove={nothing} onOnly={nothing} onOpen={nothing} onLook={nothing} />
    </div>
  </MantineProvider>,
);
