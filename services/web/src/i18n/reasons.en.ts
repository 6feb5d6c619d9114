/**
 * Why a place in a document counts as a hit, by the code of the reason. A code without a text here is
 * shown in the server's English.
 */
export const reasons = {
} as Record<string, string>;
