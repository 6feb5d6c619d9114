import type * as en from './faults.en';

export const faults: typeof en.faults = {
};
