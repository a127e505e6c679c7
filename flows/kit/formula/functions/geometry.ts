import { defineFunction, rowError, showValue, type FormulaExample, type FormulaFunction } from '../operation.ts';
import { finite } from '../rounding.ts';

const number = { name: 'number', types: ['number'] } as const;
const text = (name: string) => ({ name, types: ['text'] }) as const;

/** The mean radius of the Earth (IUGG), per unit of length. */
const earthRadius: Readonly<Record<string, number>> = { km: 6371.0088, mi: 6371.0088 / 1.609344 };

function ofAngle(name: string, help: string, work: (value: number) => number, ...examples: FormulaExample[]): FormulaFunction {
  return defineFunction({ name, category: 'Math', help, parameters: [number], result: 'number', examples, strict: (value: number) => finite(work(value), () => `${name}(${value})`) });
}

/** Latitude and longitude in radians. */
function readPlace(place: string): [latitude: number, longitude: number] {
  const [latitude, longitude, ...more] = place.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (latitude === undefined || longitude === undefined || more.length > 0 || !(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
    throw rowError('notAPlace', `${showValue(place)} is not a place.`, 'Write GEOLOCATION(latitude, longitude), in degrees.');
  }
  return [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
}

/** The great-circle distance by the haversine formula. */
function distance(from: string, to: string, unit: string): number {
  const radius = earthRadius[unit.toLowerCase()];
  if (radius === undefined) throw rowError('unitUnknown', `DISTANCE has no unit ${showValue(unit)}.`, 'Write "km" or "mi".');
  const [latitude, longitude] = readPlace(from);
  const [otherLatitude, otherLongitude] = readPlace(to);
  const half = (angle: number): number => Math.sin(angle / 2) ** 2;
  const chord = half(otherLatitude - latitude) + Math.cos(latitude) * Math.cos(otherLatitude) * half(otherLongitude - longitude);
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(chord)));
}

export const geometryFunctions: readonly FormulaFunction[] = [
  defineFunction({ name: 'PI', category: 'Math', help: 'The number pi.', parameters: [], result: 'number', examples: [{ formula: 'ROUND(2 * PI(), 3)', result: 6.283 }], build: () => () => Math.PI }),
  ofAngle('SIN', 'The sine of an angle in radians.', Math.sin, { formula: 'SIN(PI() / 2)', result: 1 }),
  ofAngle('COS', 'The cosine of an angle in radians.', Math.cos, { formula: 'COS(0)', result: 1 }),
  ofAngle('TAN', 'The tangent of an angle in radians.', Math.tan, { formula: 'ROUND(TAN(PI() / 4), 9)', result: 1 }),
  ofAngle('ASIN', 'The angle, in radians, whose sine is the number.', Math.asin, { formula: 'ROUND(ASIN(1), 4)', result: 1.5708 }, { formula: 'ASIN(Ratio)', row: { Ratio: 2 }, fails: 'ASIN(2) has no result.' }),
  ofAngle('ACOS', 'The angle, in radians, whose cosine is the number.', Math.acos, { formula: 'ROUND(ACOS(0), 4)', result: 1.5708 }),
  ofAngle('ATAN', 'The angle, in radians, whose tangent is the number.', Math.atan, { formula: 'ROUND(ATAN(1), 4)', result: 0.7854 }),
  defineFunction({
    name: 'ATAN2',
    category: 'Math',
    help: 'The angle, in radians, of the point at x and y.',
    parameters: [
      { name: 'y', types: ['number'] },
      { name: 'x', types: ['number'] },
    ],
    result: 'number',
    examples: [{ formula: 'ROUND(ATAN2(-1, 0), 4)', result: -1.5708 }],
    strict: (y: number, x: number) => Math.atan2(y, x),
  }),
  defineFunction({
    name: 'GEOLOCATION',
    category: 'Math',
    help: 'A place on Earth, for DISTANCE: latitude and longitude in degrees.',
    parameters: [
      { name: 'latitude', types: ['number'] },
      { name: 'longitude', types: ['number'] },
    ],
    result: 'text',
    examples: [
      { formula: 'GEOLOCATION(48.4, 9.99)', result: '48.4,9.99' },
      { formula: 'GEOLOCATION(Latitude, 0)', row: { Latitude: 91 }, fails: '"91,0" is not a place.' },
    ],
    extension: 'Gives a text; Salesforce has a type of its own for it.',
    strict: (latitude: number, longitude: number) => {
      const place = `${latitude},${longitude}`;
      readPlace(place);
      return place;
    },
  }),
  defineFunction({
    name: 'DISTANCE',
    category: 'Math',
    help: 'The distance between two places as the crow flies, in "km" or "mi".',
    parameters: [text('from'), text('to'), text('unit')],
    result: 'number',
    examples: [{ formula: 'ROUND(DISTANCE(GEOLOCATION(48.4, 9.99), GEOLOCATION(52.52, 13.405), "km"), 0)', result: 518 }],
    strict: distance,
  }),
];
