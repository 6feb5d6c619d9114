/** pluralIn returns a function that counts things in a language: plural(2, 'mention', 'mentions'). */
export const pluralIn = (locale: string) => (n: number, one: string, many: string) =>
  `${n.toLocaleString(locale)} ${n === 1 ? one : many}`;
