import { defineTransform } from '../../kit/defineRun.ts';
import { AppError } from '../../kit/errors.ts';
import { definition } from './definition.ts';

/** Before a flow runs, the flows it calls are put in the place of these nodes, so none of them is ever opened. */
export const run = defineTransform(definition, {
  open: ({ node, settings: { file } }) => {
    throw new AppError('bug', 'callNotReplaced', { message: `The flow "${file}" was not put in the place of its call.`, where: { node } });
  },
});
