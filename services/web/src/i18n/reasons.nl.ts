import type * as en from './reasons.en';

export const reasons: typeof en.reasons = {
};
