import { existsSync, readFileSync } from 'node:fs';

export interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly slowest: readonly { readonly title: string; readonly ms: number }[];
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly assertionResults: readonly { readonly fullName: string; readonly duration?: number }[] }[];
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
  readonly errors: readonly unknown[];
  readonly suites: readonly PlaywrightSuite[];
}
interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly { readonly title: string; readonly tests: readonly { readonly projectName: string; readonly results: readonly { readonly duration: number }[] }[] }[];
}

/** A runner that wrote no report did not get as far as a test: that is a failure, not an empty success. */
const noReport: Results = { passed: 0, failed: 1, skipped: 0, slowest: [] };

export function vitestResults(file: string): Results {
  if (!existsSync(file)) return noReport;
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  const brokenFiles = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
    slowest: report.testResults.flatMap((result) => result.assertionResults.map((test) => ({ title: test.fullName, ms: test.duration ?? 0 }))),
  };
}

export function playwrightResults(file: string): Results {
  if (!existsSync(file)) return noReport;
  const report = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped, slowest: report.suites.flatMap(testsOf) };
}

function testsOf(suite: PlaywrightSuite): { title: string; ms: number }[] {
  const own = (suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => ({ title: `${test.projectName}: ${spec.title}`, ms: test.results.reduce((sum, result) => sum + result.duration, 0) })));
  return [...own, ...(suite.suites ?? []).flatMap(testsOf)];
}

export function addResults(...all: readonly Results[]): Results {
  return all.reduce((sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed, skipped: sum.skipped + one.skipped, slowest: [...sum.slowest, ...one.slowest] }));
}
