import { closest } from '../kit/errors.ts';
import type { NodeDefinition, SettingProblem } from '../kit/defineNode.ts';
import { describeFields } from '../kit/fields.ts';
import { isWholePath, joinPath } from './callPath.ts';
import type { FlowDocument, FlowNode, FlowParameter } from './document.ts';
import { fitsParameter, parameterUses, replaceUses, type ParameterValue } from './parameters.ts';
import { show } from './sayIssue.ts';

/** A value for a parameter of a called flow, as a call gives it. */
export interface Argument {
  readonly name: string;
  readonly value: ParameterValue;
}

/** The values by name, and what is wrong with them. A text with `{{…}}` is a parameter of the caller. */
export interface BoundArguments {
  readonly values: ReadonlyMap<string, ParameterValue>;
  readonly problems: readonly SettingProblem[];
}

const wants: Readonly<Record<FlowParameter['type'], string>> = { text: 'a text', number: 'a number', boolean: 'true or false' };

/** Holds the values of a call against the parameters of the flow that is called. */
export function bindArguments(given: readonly Argument[], file: string, called: FlowDocument, caller: FlowDocument): BoundArguments {
  const { parameters } = called;
  const names = Object.keys(parameters);
  const problems: SettingProblem[] = [];
  const values = new Map<string, ParameterValue>();
  for (const [index, { name, value }] of given.entries()) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const path = ['parameters', index];
    if (!parameter) {
      const near = closest(name, names);
      const list = names.length > 0 ? `Its parameters: ${names.join(', ')}.` : 'It has none.';
      problems.push({ code: 'callParameterUnknown', severity: 'error', message: `The flow "${file}" has no parameter "${name}". ${list}`, hint: near ? `Did you mean "${near}"?` : 'Take it out.', path });
    } else if (!fits(parameter, value, caller)) {
      problems.push({ code: 'callParameterType', severity: 'error', message: `The parameter "${name}" of "${file}" must be ${wants[parameter.type]}; ${said(value, caller)}.`, path });
    } else values.set(name, value);
  }
  for (const [name, { default: standard }] of Object.entries(parameters)) {
    if (standard !== undefined || given.some((argument) => argument.name === name)) continue;
    problems.push({ code: 'callParameterMissing', severity: 'error', message: `The flow "${file}" needs a value for its parameter "${name}".`, hint: 'Give it one here, or a default there.', path: ['parameters'] });
  }
  return { values, problems };
}

/** Whether a value can be a parameter's: as it stands, or as a parameter of the caller that has its type. A text may hold anything. */
function fits(parameter: FlowParameter, value: ParameterValue, caller: FlowDocument): boolean {
  if (parameter.type === 'text') return true;
  const whole = wholeUse(value);
  const theirs = whole === undefined ? undefined : caller.parameters[whole];
  // A parameter that the caller does not have is told by the check of its settings.
  return whole === undefined ? fitsParameter(parameter, value) : theirs === undefined || theirs.type === parameter.type;
}

function said(value: ParameterValue, caller: FlowDocument): string {
  const whole = wholeUse(value);
  return whole === undefined ? `it is ${show(value)}` : `the parameter "${whole}" of this flow is ${wants[caller.parameters[whole]!.type]}`;
}

function wholeUse(value: ParameterValue): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [use] = parameterUses(value);
  return use && value.trim().replaceAll(' ', '') === `{{${use.name}}}` ? use.name : undefined;
}

/**
 * A node of a called flow as it stands in the flow that calls it: its own parameters replaced, files that it names counted from the
 * caller's folder. A file that comes from the caller by a parameter counts from there already.
 *
 * @param folder the called flow's, as the caller names it
 */
export function boundNode(node: FlowNode, values: ReadonlyMap<string, ParameterValue>, parameters: FlowDocument['parameters'], folder: string, definition: NodeDefinition | undefined): FlowNode {
  const standing = replaceUses(node.settings, (name) => (values.has(name) ? undefined : parameters[name]?.default)) as FlowNode['settings'];
  const moved = { ...standing };
  for (const { name, control } of definition ? describeFields(definition.settings) : []) {
    const file = moved[name];
    if (control === 'file' && typeof file === 'string' && file !== '' && !file.startsWith('{{') && !isWholePath(file)) moved[name] = joinPath(folder, file);
  }
  return { ...node, settings: replaceUses(moved, (name) => values.get(name)) as FlowNode['settings'] };
}
