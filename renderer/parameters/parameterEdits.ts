import type { FlowDocument, FlowParameter } from '../../flows/model/document.ts';
import type { Edit } from '../../flows/model/edits.ts';
import { replaceUses, type ParameterValue } from '../../flows/model/parameters.ts';

/** The edit that gives a parameter another name, everywhere it is used; it keeps its place in the list. */
export function renameParameter(document: FlowDocument, from: string, to: string): Edit {
  const parameters = Object.fromEntries(Object.entries(document.parameters).map(([name, parameter]) => [name === from ? to : name, parameter]));
  const changed = Object.entries(document.nodes).flatMap(([id, node]): Edit[] => {
    const settings = replaceUses(node.settings, (name) => (name === from ? `{{${to}}}` : undefined));
    return settings === node.settings ? [] : [{ edit: 'setSettings', id, settings: settings as typeof node.settings }];
  });
  return { edit: 'all', edits: [{ edit: 'setParameters', parameters }, ...changed] };
}

/** The edit that changes one parameter, or takes it out. */
export function changeParameter(document: FlowDocument, name: string, parameter: FlowParameter | undefined): Edit {
  const { [name]: _old, ...others } = document.parameters;
  // Written over, a key keeps its place in the list.
  return { edit: 'setParameters', parameters: parameter ? { ...document.parameters, [name]: parameter } : others };
}

/** What a person typed as a value of a parameter's type; undefined when it is none. Blank text is no value either. */
export function valueOf(type: FlowParameter['type'], typed: string): ParameterValue | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  if (type === 'number') return Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  return typed;
}
