import { Button, TextInput } from '@mantine/core';
import { Layers, StickyNote, Trash2, Ungroup } from 'lucide-react';
import { commandOf } from '../commands/commands.ts';
import { useFlow, useWorkbench } from '../app/workbench.ts';
import inspector from '../inspector/Inspector.module.css';
import { GrowingText } from '../ui/GrowingText.tsx';
import { words } from '../words/words.ts';
import { groupOfView } from './groups.ts';
import { noteOfView } from './notes.ts';

/** The settings of the one group or note that is picked. */
export function AnnotationInspector({ view }: { readonly view: string }) {
  const group = groupOfView(view);
  const note = noteOfView(view);
  return group !== undefined ? <GroupFields id={group} /> : note !== undefined ? <NoteFields id={note} /> : null;
}

function GroupFields({ id }: { readonly id: string }) {
  const workbench = useWorkbench();
  const { flow } = workbench;
  const group = useFlow((state) => state.document.groups?.[id]);
  if (!group) return null;
  return (
    <>
      <header className={inspector['head']}>
        <Layers size={20} aria-hidden="true" />
        <div className={inspector['headWords']}>
          <h2 className={inspector['name']}>{group.title || words.annotations.untitled}</h2>
        </div>
      </header>
      <p className={inspector['summary']}>{words.annotations.groupHint(group.nodes.length)}</p>
      <div className={inspector['fields']}>
        <TextInput
          label={words.inspector.nodeTitle}
          size="xs"
          value={group.title}
          onChange={(event) => flow.getState().edit({ edit: 'putGroup', id, group: { ...group, title: event.target.value } }, `title of group ${id}`)}
        />
        <Button variant="default" size="xs" onClick={() => flow.getState().edit({ edit: 'putGroup', id, group: { ...group, isCollapsed: !group.isCollapsed } })}>
          {group.isCollapsed ? words.annotations.expand : words.annotations.collapse}
        </Button>
        <Button variant="default" size="xs" leftSection={<Ungroup size={14} />} onClick={() => commandOf('ungroup').run(workbench)}>
          {commandOf('ungroup').title}
        </Button>
      </div>
    </>
  );
}

function NoteFields({ id }: { readonly id: string }) {
  const workbench = useWorkbench();
  const { flow } = workbench;
  const note = useFlow((state) => state.document.notes?.[id]);
  if (!note) return null;
  return (
    <>
      <header className={inspector['head']}>
        <StickyNote size={20} aria-hidden="true" />
        <div className={inspector['headWords']}>
          <h2 className={inspector['name']}>{words.annotations.note}</h2>
        </div>
      </header>
      <div className={inspector['fields']}>
        <GrowingText
          label={words.annotations.noteText}
          description={words.annotations.markdown}
          placeholder={words.annotations.notePlaceholder}
          minRows={6}
          maxRows={24}
          size="xs"
          value={note.text}
          onChange={(event) => flow.getState().edit({ edit: 'putNote', id, note: { ...note, text: event.target.value } }, `text of note:${id}`)}
        />
        <Button variant="default" size="xs" leftSection={<Trash2 size={14} />} onClick={() => commandOf('delete').run(workbench)}>
          {words.annotations.removeNote}
        </Button>
      </div>
    </>
  );
}
