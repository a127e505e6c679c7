import styles from './ToolName.module.css';

/** The words of a button that has a sign as well. */
export function ToolName({ name }: { readonly name: string }) {
  return <span className={styles['name']}>{name}</span>;
}
