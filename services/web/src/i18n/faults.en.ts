/**
 * Why a source could not be read, by the code of its fault. A code without a text here is shown in the
 * server's English.
 */
export const faults = {
} as Record<string, string>;
