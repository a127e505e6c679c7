import type { Target } from '../../kit/change.ts';
import { AppError } from '../../kit/errors.ts';
import type { RunRequest } from '../runRequest.ts';

/**
 * Throws kind `settings` for a target in production that nobody has named, and where it is asked for, for a flow that has not yet written
 * elsewhere. Whether an org is production it says itself.
 */
export function checkProduction({ isProduction, name, connection, object }: Target, { allowProduction = [], needsSandboxRun, document, undoes }: RunRequest, hasRunElsewhere: () => boolean): void {
  if (!isProduction) return;
  if (!allowProduction.some((given) => same(given, name) || same(given, connection))) {
    throw new AppError('settings', 'productionNotAllowed', {
      message: `"${connection}" leads to ${name}, which is a production org, and this run would write ${object} there.`,
      hint: `Look at the plan first. Then allow it by its name: on the command line --allow-production "${name}", in the window by typing it.`,
      data: { connection, org: name },
    });
  }
  if ((!needsSandboxRun && (document.limits?.sandboxFirst !== true || undoes !== undefined)) || hasRunElsewhere()) return;
  throw new AppError('settings', 'notRunInSandbox', {
    message: `"${document.name}", as it is now, has not yet written to a sandbox and ended well, and that is asked for before it writes to ${name}.`,
    hint: 'Run it against a sandbox first, with --connection in place of this one.',
  });
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
