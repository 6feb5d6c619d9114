/**
 * How a search was understood, and what is wrong with a query, by code. A code without a text here is
 * shown in the server's English.
 */
export const queries = {
} as Record<string, string>;
