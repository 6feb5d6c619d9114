/** What is to be said of a brand before and after it is saved. */
export const findings: Record<string, string> = {
  name_everyday: '“{text}” is an everyday word in {language}.',
  name_dictionary: '“{text}” is also an ordinary word in {language}.',
};
