import type * as en from './queries.en';

export const queries: typeof en.queries = {
};
