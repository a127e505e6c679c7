import { Button } from '@mantine/core';
import { ArrowRightLeft } from 'lucide-react';
import { Suspense, lazy, useState } from 'react';
import type { MappingEntry } from '../../flows/kit/fields.ts';
import type { Schema } from '../../flows/kit/schema.ts';
import { words } from '../words/words.ts';
import type { MappingTarget } from './findTarget.ts';

const MappingDialog = lazy(() => import('./MappingDialog.tsx'));

interface Props {
  readonly target: MappingTarget;
  readonly schema: Schema;
  readonly entries: readonly MappingEntry[];
  readonly onDone: (entries: readonly MappingEntry[]) => void;
}

/** The way into the mapping of columns to fields. */
export function MapToFields({ target, ...rest }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button fullWidth variant="light" leftSection={<ArrowRightLeft size={14} />} onClick={() => setIsOpen(true)}>
        {words.mapping.open(target.object || target.definition.title)}
      </Button>
      {isOpen ? (
        <Suspense>
          <MappingDialog target={target} onClose={() => setIsOpen(false)} {...rest} />
        </Suspense>
      ) : null}
    </>
  );
}
