import { AppError, closest } from '../kit/errors.ts';
import type { FlowDocument, FlowNode, FlowParameter } from './document.ts';

export type ParameterValue = string | number | boolean;

const reference = /\{\{\s*([A-Za-z][A-Za-z0-9]*)\s*\}\}/g;
const wholeReference = /^\{\{\s*([A-Za-z][A-Za-z0-9]*)\s*\}\}$/;

/** A place in a node's settings that names a parameter. */
export interface ParameterUse {
  readonly name: string;
  readonly path: readonly (string | number)[];
}

/** Every `{{name}}` in the texts of some settings, in order. */
export function parameterUses(settings: unknown, path: readonly (string | number)[] = []): ParameterUse[] {
  if (typeof settings === 'string') return settings.includes('{{') ? [...settings.matchAll(reference)].map((match) => ({ name: match[1]!, path })) : [];
  if (Array.isArray(settings)) return settings.flatMap((value, index) => parameterUses(value, [...path, index]));
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings).flatMap(([key, value]) => parameterUses(value, [...path, key]));
}

/**
 * The flow with `{{name}}` in its settings replaced by values: those given, else the parameters' defaults. A setting that is exactly
 * `{{name}}` gets the value with its type; inside a longer text the value is written out. Numbers and true/false may be given as text.
 * Throws kind `settings` for a value without a parameter (`unknownParameter`), a parameter without a value (`parameterMissing`)
 * and a value of another type (`parameterType`).
 */
export function applyParameters(document: FlowDocument, values: Readonly<Record<string, ParameterValue>>): FlowDocument {
  const declared = Object.keys(document.parameters);
  for (const name of Object.keys(values)) if (!Object.hasOwn(document.parameters, name)) throw unknownParameter(name, declared);
  const typed = new Map<string, ParameterValue>();
  for (const [name, parameter] of Object.entries(document.parameters)) {
    const given = Object.hasOwn(values, name) ? values[name] : parameter.default;
    if (given !== undefined) typed.set(name, typedValue(name, parameter, given));
  }
  const nodes: Record<string, FlowNode> = {};
  for (const [id, node] of Object.entries(document.nodes)) {
    const settings = replaceUses(node.settings, (name) => {
      const value = typed.get(name);
      if (value !== undefined) return value;
      if (!Object.hasOwn(document.parameters, name)) throw unknownParameter(name, declared).at({ node: id });
      throw new AppError('settings', 'parameterMissing', {
        message: `The parameter "${name}" has no value.`,
        hint: `Give it one (on the command line: --param ${name}=…) or a default in the flow.`,
        where: { node: id },
      });
    });
    nodes[id] = settings === node.settings ? node : { ...node, settings: settings as FlowNode['settings'] };
  }
  return { ...document, nodes };
}

/**
 * Some settings with the parameters they name replaced by `valueOf(name)`; where that is undefined the text stays.
 * Parts that name no parameter stay the same objects.
 */
export function replaceUses(settings: unknown, valueOf: (name: string) => ParameterValue | undefined): unknown {
  if (typeof settings === 'string') {
    if (!settings.includes('{{')) return settings;
    const whole = wholeReference.exec(settings);
    if (whole) return valueOf(whole[1]!) ?? settings;
    return settings.replace(reference, (text, name: string) => String(valueOf(name) ?? text));
  }
  if (Array.isArray(settings)) {
    const replaced = settings.map((value) => replaceUses(value, valueOf));
    return replaced.some((value, index) => value !== settings[index]) ? replaced : settings;
  }
  if (typeof settings !== 'object' || settings === null) return settings;
  const entries = Object.entries(settings).map(([key, value]) => [key, replaceUses(value, valueOf), value] as const);
  return entries.some(([, replaced, value]) => replaced !== value) ? Object.fromEntries(entries.map(([key, replaced]) => [key, replaced])) : settings;
}

/** Whether a value is of a parameter's type as it stands. */
export function fitsParameter(parameter: FlowParameter, value: ParameterValue): boolean {
  return typeof value === (parameter.type === 'text' ? 'string' : parameter.type);
}

function typedValue(name: string, parameter: FlowParameter, given: ParameterValue): ParameterValue {
  if (fitsParameter(parameter, given)) return given;
  if (parameter.type === 'text') return String(given);
  const text = String(given).trim();
  if (parameter.type === 'number' && text !== '' && typeof given === 'string' && Number.isFinite(Number(text))) return Number(text);
  if (parameter.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const wants = parameter.type === 'number' ? 'a number' : 'true or false';
  throw new AppError('settings', 'parameterType', { message: `The parameter "${name}" must be ${wants}; "${text}" is not.`, data: { parameter: name } });
}

function unknownParameter(name: string, declared: readonly string[]): AppError {
  const near = closest(name, declared);
  const list = declared.length > 0 ? ` Parameters: ${declared.join(', ')}.` : ' It declares none.';
  return new AppError('settings', 'unknownParameter', { message: `The flow has no parameter "${name}".${list}`, ...(near ? { hint: `Did you mean "${near}"?` } : {}) });
}
