const files = import.meta.glob<string>('../../flows/nodes/*/icon.svg', { query: '?raw', import: 'default', eager: true });

/** The text of a node type's icon.svg; undefined when its folder has none. */
export function nodeIcon(type: string): string | undefined {
  return files[`../../flows/nodes/${type}/icon.svg`];
}
