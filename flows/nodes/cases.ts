/** What a case says as an example: its title and the node's settings. The rest of it is for the test that runs it. */
export interface Example {
  readonly title: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const cases = import.meta.glob<Example>('./*/cases/*.json', { eager: true, import: 'default' });

/** The cases of a node type, which are its examples, by the name of their file. */
export function examplesOf(type: string): Example[] {
  const names = Object.keys(cases).filter((name) => name.startsWith(`./${type}/cases/`)).sort();
  return names.map((name) => ({ title: cases[name]!.title, settings: cases[name]!.settings }));
}
