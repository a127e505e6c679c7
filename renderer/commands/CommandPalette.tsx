import { useWorkbench } from '../app/workbench.ts';
import { words } from '../words/words.ts';
import { SearchDialog } from '../ui/SearchDialog.tsx';
import { Shortcut } from '../ui/Shortcut.tsx';
import { commandOf, commands } from './commands.ts';

/** Every command that can be run now, found by typing. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const workbench = useWorkbench();
  const items = commands
    .filter((command) => command.id !== 'commands' && (command.when?.(workbench) ?? true))
    .map(({ id, title, group, shortcuts }) => ({
      id,
      title,
      keywords: words.commands.groups[group],
      right: shortcuts?.[0] ? <Shortcut keys={shortcuts[0]} /> : undefined,
    }));
  return (
    <SearchDialog
      label={words.commands.search}
      items={items}
      nothing={() => words.commands.nothing}
      onClose={onClose}
      onPick={(id) => {
        onClose();
        // Once the dialog has given back the focus: copying looks at it.
        setTimeout(() => commandOf(id).run(workbench));
      }}
    />
  );
}
