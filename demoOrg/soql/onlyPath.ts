import type { Call, Operand, Path } from './query.ts';
import { malformed } from './soqlFault.ts';

/** The one field that a function takes. @throws SoqlFault */
export function onlyPath(call: Call): Path {
  const inner = innerOperand(call);
  if (inner.kind !== 'path') throw malformed(`unexpected token: '${inner.name}'`, inner.place);
  return inner;
}

/** The one field or function that a function takes. @throws SoqlFault */
export function innerOperand({ args, name, place }: Call): Operand {
  const [inner] = args;
  if (args.length !== 1 || !inner || (inner.kind !== 'path' && inner.kind !== 'call')) throw malformed(`unexpected token: '${name}'`, place);
  return inner;
}
