import type * as en from './findings.en';

export const findings: typeof en.findings = {
  name_everyday: '“{text}” is een alledaags woord in het {language}.',
  name_dictionary: '“{text}” is ook een gewoon woord in het {language}.',
};
