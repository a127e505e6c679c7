import { closest, type Problem } from '../kit/errors.ts';
import { isFieldShown, type FieldDescription } from '../kit/fields.ts';
import type { NodeDefinition, SettingProblem } from '../kit/defineNode.ts';
import type { FlowDocument, FlowNode, FlowParameter } from './document.ts';
import { parameterUses, replaceUses, type ParameterValue } from './parameters.ts';
import { sayIssue } from './sayIssue.ts';
import { valueAt } from './settingPath.ts';

/** A node's settings as far as they can be read, and what is wrong with them. */
export interface CheckedSettings {
  /** Complete: what cannot be read stands at its default, so that ports and columns are known all the same. */
  readonly settings: Record<string, unknown>;
  readonly problems: readonly SettingProblem[];
  /** Settings (by name) whose problem is told already or whose value is known at run time only: further findings about them would mislead. */
  readonly unsure: ReadonlySet<string>;
}

/** Checks everything about a node's settings that needs neither the node's own `check` nor its neighbours. */
export function checkSettings(document: FlowDocument, node: FlowNode, definition: NodeDefinition, fields: readonly FieldDescription[]): CheckedSettings {
  const problems: SettingProblem[] = [];
  const unsure = new Set<string>();
  const names = fields.map((field) => field.name);
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(node.settings)) {
    if (names.includes(name)) known[name] = value;
    else problems.push(unknownSetting(name, names, definition));
  }
  for (const { name, path } of parameterUses(known)) {
    const parameter = document.parameters[name];
    if (!parameter) problems.push(unknownParameter(name, path, Object.keys(document.parameters)));
    if (parameter?.default === undefined) unsure.add(String(path[0]));
  }
  const filled = replaceUses(known, (name) => sampleValue(document.parameters[name])) as Record<string, unknown>;
  const settings = readSettings(filled, definition, fields, unsure, problems);
  for (const field of fields) {
    if (!unsure.has(field.name) && isBlank(settings[field.name]) && (field.required || field.control === 'connection') && isFieldShown(field, settings)) {
      problems.push({ code: 'settingBlank', severity: 'error', message: `"${field.title}" is blank.`, hint: field.help, path: [field.name] });
    }
  }
  return { settings, problems, unsure };
}

function readSettings(
  filled: Record<string, unknown>,
  definition: NodeDefinition,
  fields: readonly FieldDescription[],
  unsure: Set<string>,
  problems: SettingProblem[],
): Record<string, unknown> {
  const whole = definition.settings.safeParse(filled);
  if (whole.success) return whole.data;
  for (const issue of whole.error.issues) {
    const path = issue.path.filter((step) => typeof step !== 'symbol');
    const name = String(path[0] ?? '');
    if (unsure.has(name)) continue;
    const title = fields.find((field) => field.name === name)?.title ?? definition.title;
    const said = sayIssue(issue, valueAt(filled, path));
    problems.push({ code: 'settingInvalid', severity: 'error', path, ...said, message: `"${title}"${within(path)} ${said.message}` });
  }
  const wrong = new Set(whole.error.issues.map((issue) => String(issue.path[0])));
  for (const name of wrong) unsure.add(name);
  const right = Object.fromEntries(Object.entries(filled).filter(([name]) => !wrong.has(name)));
  const rest = definition.settings.safeParse(right);
  return rest.success ? rest.data : definition.settings.parse({});
}

/** ` entry 3, "type"`: where inside a setting, counted as people count. */
function within(path: readonly (string | number)[]): string {
  const steps = path.slice(1).map((step) => (typeof step === 'number' ? `entry ${step + 1}` : `"${step}"`));
  return steps.length > 0 ? ` ${steps.join(', ')}` : '';
}

/** A value to check with: the default, or for numbers and true/false without one something of that type. */
function sampleValue(parameter: FlowParameter | undefined): ParameterValue | undefined {
  if (parameter?.default !== undefined) return parameter.default;
  return parameter === undefined || parameter.type === 'text' ? undefined : parameter.type === 'number' ? 1 : false;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
}

function unknownSetting(name: string, names: readonly string[], definition: NodeDefinition): SettingProblem {
  const near = closest(name, names);
  const message = `${definition.title} has no setting "${name}". Settings: ${names.join(', ')}.`;
  return { code: 'settingUnknown', severity: 'error', message, path: [name], ...(near ? { hint: `Did you mean "${near}"?` } : {}) };
}

function unknownParameter(name: string, path: readonly (string | number)[], declared: readonly string[]): SettingProblem {
  const near = closest(name, declared);
  const list = declared.length > 0 ? `Parameters: ${declared.join(', ')}.` : 'It declares none.';
  const hint = near ? `Did you mean "${near}"?` : 'Declare it under "parameters", or take it out.';
  return { code: 'parameterUnknown', severity: 'error', message: `The flow has no parameter "${name}". ${list}`, hint, path };
}

/** Setting problems with the place a person finds them by. */
export function atNode(node: string, problems: readonly SettingProblem[]): Problem[] {
  return problems.map(({ path, ...problem }) => ({ ...problem, where: { node, path } }));
}
