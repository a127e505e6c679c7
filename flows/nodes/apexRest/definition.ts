import { defineNode, inPort, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { freeName } from '../../kit/findColumns.ts';
import { checkFormula } from '../../kit/formula/compileFormula.ts';
import { formulaProblems } from '../../kit/formula/formulaProblems.ts';
import { checkJsonPath } from '../../kit/jsonPath.ts';
import type { ColumnSpec, Schema } from '../../kit/schema.ts';
import { checkTemplate, columnTemplate, fillTemplate } from './columnTemplate.ts';
import { settings, type Settings } from './settings.ts';

export const definition = defineNode({
  type: 'apexRest',
  version: 1,
  kind: 'transform',
  title: 'Apex REST',
  summary: 'Calls an Apex REST class of an org for each row or for many at once, and adds values of the answer.',
  category: 'Salesforce',
  keywords: ['http', 'request', 'reply', 'call', 'class', 'webservice', 'endpoint', 'fire and forget', 'invoke'],
  settings,
  ports: () => ({ in: [inPort], out: [outPort, rejectedPort] }),
  caption: ({ method, path }) => (path === '' ? '' : `${method} ${path}`),
  columns: (given, [upstream]) => upstream && answeredSchema(upstream, given),
  check: (given, [upstream]) => [...checkPath(given, upstream), ...checkBody(given, upstream), ...checkAnswers(given)],
  traits: { state: 'none', order: 'keeps', deterministic: false, conserves: true },
});

/** The columns that come in and those of the answer; a name that is taken gets a number. */
export function answeredSchema(upstream: Schema, given: Pick<Settings, 'answers' | 'mode'>): Schema {
  const result: ColumnSpec[] = [...upstream];
  for (const { name, type } of answerColumns(given)) result.push({ name: freeName(name, new Set(result.map((known) => known.name))), type });
  return result;
}

/** The columns of the answer. */
export function answerColumns({ answers, mode }: Pick<Settings, 'answers' | 'mode'>): Schema {
  return mode === 'forget' ? [] : answers.map(({ path, type, name }) => ({ name: name.trim() || (/([^.[\]$]+)(?:\[\d+\])*$/.exec(path.trim())?.[1] ?? 'Answer'), type }));
}

export function hasBody({ method, content }: Pick<Settings, 'method' | 'content'>): boolean {
  return method !== 'GET' && method !== 'DELETE' && content !== 'none';
}

function checkPath({ path, per }: Settings, upstream: Schema | undefined): SettingProblem[] {
  if (path.trim() === '') return [];
  const problem = (code: string, message: string): SettingProblem => ({ code, severity: 'error', message, path: ['path'] });
  if (!path.startsWith('/')) return [problem('apexPath', `The path "${path}" does not begin with a slash.`)];
  if (path.startsWith('/services/')) return [problem('apexPath', 'The path counts from /services/apexrest, which is left out.')];
  if (per === 'batch' && columnTemplate(path).length > 1) return [problem('apexPathOfMany', 'The path has a column in it, and a request for many rows has one path.')];
  return checkTemplate(path, upstream, ['path']);
}

function checkBody(given: Settings, upstream: Schema | undefined): SettingProblem[] {
  if (!hasBody(given)) return [];
  const { content, fields, json } = given;
  if (content === 'fields') {
    return fields.flatMap(({ column, formula }, index) => [
      ...(column.trim() === '' ? [{ code: 'bodyKeyBlank', severity: 'error' as const, message: `Line ${index + 1} of the body has no key.`, path: ['fields', index, 'column'] }] : []),
      ...formulaProblems(checkFormula(formula, upstream).problems, ['fields', index, 'formula']),
    ]);
  }
  const columns = checkTemplate(json, upstream, ['json']);
  if (columns.length > 0) return columns;
  try {
    JSON.parse(fillTemplate(columnTemplate(json), () => 'null'));
    return [];
  } catch (error) {
    return [{ code: 'bodyNotJson', severity: 'error', message: `The body is no JSON: ${(error as Error).message}.`, path: ['json'] }];
  }
}

function checkAnswers({ answers, answerList, mode }: Settings): SettingProblem[] {
  if (mode === 'forget') return [];
  return [...answers.flatMap(({ path }, index) => checkJsonPath(path, ['answers', index, 'path'])), ...(answerList.trim() === '' ? [] : checkJsonPath(answerList, ['answerList']))];
}
