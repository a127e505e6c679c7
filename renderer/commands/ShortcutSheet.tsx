import { Dialog } from '../ui/Dialog.tsx';
import { words } from '../words/words.ts';
import { Shortcut } from '../ui/Shortcut.tsx';
import { commands, type CommandGroup } from './commands.ts';
import styles from './ShortcutSheet.module.css';

/** All shortcuts by group. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const groups = Object.entries(words.commands.groups) as [CommandGroup, string][];
  return (
    <Dialog onClose={onClose} title={words.commands.shortcuts} size={640}>
      <div className={styles['groups']}>
        {groups.map(([group, title]) => (
          <section key={group}>
            <h3 className={styles['title']}>{title}</h3>
            <dl className={styles['list']}>
              {commands
                .filter((command) => command.group === group && command.shortcuts)
                .map((command) => (
                  <div key={command.id} className={styles['row']}>
                    <dt>{command.title}</dt>
                    <dd>
                      {command.shortcuts!.map((keys) => (
                        <Shortcut key={keys} keys={keys} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
