/** Half a unit in the last place, relative: what one rounding of a double may be off. */
const half = 2 ** -53;

/**
 * The decimal that a result of doubles stands for: 0.1 + 0.2 is 0.3 and 1.1 * 1.1 is 1.21, as with the decimals that Salesforce keeps
 * currencies and numbers in. A result is replaced by the nearest number with nine digits after the point (or six, four, two, where binary
 * roundings reach the ninth), and only where that lies no farther away than roundings can have moved it: no digit is lost that a double can tell.
 *
 * @param result what the operation gave
 * @param noise how far, at most, the roundings of operands and result can have moved it
 */
export function nearestDecimal(result: number, noise: number): number {
  const scale = noise < 2e-10 ? 1e9 : noise < 2e-7 ? 1e6 : noise < 2e-5 ? 1e4 : 1e2;
  // Where the product is whole and below 2 ** 53, the quotient is the double nearest to that decimal; beyond, doubles have no digits to mend.
  const decimal = Math.round(result * scale) / scale;
  return Math.abs(decimal - result) <= noise ? decimal : result;
}

/** The noise of a sum or difference: of both operands, and of a result that is no larger than the two together. */
export function noiseOfSum(a: number, b: number): number {
  return (Math.abs(a) + Math.abs(b)) * 2 * half;
}

/** The noise of a product, quotient or power: of both operands and of the result. */
export function noiseOfProduct(result: number): number {
  return Math.abs(result) * 4 * half;
}
