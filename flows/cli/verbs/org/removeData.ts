import { AppError } from '../../../kit/errors.ts';

/** Removes an org's file. Gives whether there was one. Throws kind `settings` where it is in use or no org's. */
export async function removeData(data: string): Promise<boolean> {
  const { removeOrg } = await import('../../../../demoOrg/removeOrg.ts');
  try {
    return removeOrg(data);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('EORG')) throw error;
    const hint = code === 'EORGBUSY' ? { hint: '"sluice org stop --port NUMBER" stops it, or Ctrl-C where it was started.' } : {};
    throw new AppError('settings', 'demoOrgData', { message, ...hint, cause: error });
  }
}
