import type { CompiledOperand } from './compiledOperand.ts';
import type { Argument, Call } from './query.ts';
import type { Scope } from './scope.ts';
import { malformed } from './soqlFault.ts';

const kmPerMile = 1.609_344;

/** `DISTANCE(Location__c, GEOLOCATION(37.775, -122.418), 'mi')`: a number, computed on the sphere. */
export function compileDistance(scope: Scope, { args, name, place }: Call): CompiledOperand {
  const [from, to, unit] = args;
  if (args.length !== 3 || unit?.kind !== 'string' || !from || !to) throw malformed(`unexpected token: '${name}'`, place);
  const word = unit.value.toLowerCase();
  if (word !== 'mi' && word !== 'km') throw malformed(`Invalid distance unit: ${unit.value}. Valid unit: 'mi', 'km'`, unit.place);
  const km = `distance(${position(scope, from)}, ${position(scope, to)})`;
  return { sql: word === 'km' ? km : `(${km} / ${kmPerMile})`, field: undefined, name, isAggregate: false, isDistance: true };
}

/** Latitude and longitude in SQL. */
function position(scope: Scope, argument: Argument): string {
  if (argument.kind === 'path') {
    const { field, table } = scope.resolve(argument);
    const { latitude, longitude } = field.parts ?? {};
    if (latitude === undefined || longitude === undefined) throw malformed(`field ${field.name} does not support the function DISTANCE`, argument.place);
    return `${table.column(latitude)}, ${table.column(longitude)}`;
  }
  if (argument.kind !== 'call' || argument.name !== 'GEOLOCATION')
    throw malformed('DISTANCE takes location fields and GEOLOCATION(latitude, longitude)', argument.place);
  const [latitude, longitude] = argument.args;
  if (argument.args.length !== 2 || latitude?.kind !== 'number' || longitude?.kind !== 'number')
    throw malformed('GEOLOCATION takes a latitude and a longitude', argument.place);
  if (Math.abs(latitude.value) > 90) throw malformed('latitude must be between -90 and 90', latitude.place);
  if (Math.abs(longitude.value) > 180) throw malformed('longitude must be between -180 and 180', longitude.place);
  return `${scope.statement.bind(latitude.value)}, ${scope.statement.bind(longitude.value)}`;
}
