import { isDirty, isOfThen } from '../stores/flowStore.ts';
import styles from './TopBar.module.css';
import { useFlow, useWorkbench } from './workbench.ts';
import { words } from '../words/words.ts';

/** The flow's name, to be written over, and whether it is saved. */
export function FlowName() {
  const { flow } = useWorkbench();
  const name = useFlow((state) => state.document.name);
  const dirty = useFlow(isDirty);
  const isThen = useFlow(isOfThen);
  return (
    <div className={styles['flow']}>
      <h1 className="visuallyHidden">{name}</h1>
      <span className={styles['grow']} data-text={name}>
        <input
          key={name}
          className={styles['name']}
          aria-label={words.top.flowName}
          defaultValue={name}
          readOnly={isThen}
          spellCheck={false}
          size={1}
          onInput={(event) => event.currentTarget.parentElement!.setAttribute('data-text', event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.value = name;
            if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
          }}
          onBlur={(event) => {
            const next = event.currentTarget.value.trim();
            // A flow has a name: a blank one goes back to what it was.
            if (next === '') event.currentTarget.value = name;
            else if (next !== name) flow.getState().edit({ edit: 'setName', name: next });
            event.currentTarget.parentElement!.setAttribute('data-text', event.currentTarget.value);
          }}
        />
      </span>
      <output className={styles['saved']} data-dirty={dirty} data-testid="save-state">
        {dirty ? words.top.unsaved : words.top.saved}
      </output>
    </div>
  );
}
