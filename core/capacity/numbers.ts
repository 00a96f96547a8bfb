/** Small arithmetic that the formulas share. */

export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** Up to the next multiple of `step`; a value that is a multiple already (to within rounding noise) stays. */
export const roundUp = (value: number, step: number): number => Math.ceil(value / step - 1e-9) * step;

export const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

export const sumOf = <T>(items: Iterable<T>, value: (item: T) => number): number => {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
};
