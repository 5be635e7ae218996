/** Words that the steps of enrolling share. */

/** "1 row", "12 rows", "1,240 rows" */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;

/** "1,240" */
export const numberText = (count: number): string => count.toLocaleString("en-CA");
