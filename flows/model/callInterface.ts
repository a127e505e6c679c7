import type { FlowDocument, FlowNode, FlowParameter } from './document.ts';

/** The node types that make a flow callable, and the one that calls it. */
export const callType = 'callFlow';
export const inputType = 'flowInput';
export const outputType = 'flowOutput';

/** A place where rows go into or come out of a called flow. Its name is the id of the node that stands for it, its title is what people read. */
export interface CallPort {
  readonly way: 'in' | 'out';
  readonly name: string;
  readonly title: string;
}

/** The file that a call names; blank while it names none. */
export function fileOf({ settings: { file } }: FlowNode): string {
  return typeof file === 'string' ? file : '';
}

/** What a flow shows to those that call it. */
export interface CallInterface {
  readonly ports: readonly CallPort[];
  readonly parameters: Readonly<Record<string, FlowParameter>>;
}

/** What a flow shows to those that call it: its input and output nodes, by id, and its parameters. */
export function callInterface({ nodes, parameters }: FlowDocument): CallInterface {
  const ports = Object.keys(nodes).sort().flatMap((name): CallPort[] => {
    const { type, title = name } = nodes[name]!;
    return type === inputType ? [{ way: 'in', name, title }] : type === outputType ? [{ way: 'out', name, title }] : [];
  });
  return { ports: [...ports.filter(({ way }) => way === 'in'), ...ports.filter(({ way }) => way === 'out')], parameters };
}
