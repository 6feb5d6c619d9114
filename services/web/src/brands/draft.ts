import type { Brand, BrandDraft, Proposals } from '../api/types';

export const emptyBrand: BrandDraft = {
  name: '', aliases: [], heardAs: [], soundsLike: [], handles: [], domains: [], context: [], exclude: [], competesWith: '', own: true, active: true,
};

/** newBrand is one's own brand at first. A later one competes with the first own one, until somebody says otherwise. */
export function newBrand(name: string, have: Brand[]): BrandDraft {
  const own = have.find((b) => b.own);
  return { ...emptyBrand, name, own: !own, competesWith: own?.id ?? '' };
}

/** draftOf is what can be written of a brand. */
export function draftOf(b: Brand): BrandDraft {
  const { name, aliases, heardAs, soundsLike, handles, domains, context, exclude, competesWith, own, active } = b;
  return { name, aliases, heardAs, soundsLike, handles, domains, context, exclude, competesWith, own, active };
}

/** The lists of a brand, in the order they are asked for. */
export const brandLists = ['aliases', 'heardAs', 'soundsLike', 'domains', 'handles', 'context', 'exclude'] as const;
type BrandList = (typeof brandLists)[number];

/** The lists of suggestions, in the order they are shown, and the list of the brand that each goes into. */
export const suggestedLists = [
  ['domains', 'domains'],
  ['context', 'context'],
  ['nearby', 'context'],
  ['exclude', 'exclude'],
  ['aliases', 'aliases'],
  ['heardAs', 'heardAs'],
] as const satisfies readonly (readonly [keyof Proposals, BrandList])[];

export const has = (b: BrandDraft, list: BrandList, word: string) => b[list].some((w) => w.toLowerCase() === word.toLowerCase());

/** withWord adds a word to one of the lists; what is there already stays once. */
export function withWord(b: BrandDraft, list: BrandList, word: string): BrandDraft {
  return has(b, list, word) ? b : { ...b, [list]: [...b[list], word] };
}

export function withoutWord(b: BrandDraft, list: BrandList, word: string): BrandDraft {
  return { ...b, [list]: b[list].filter((w) => w.toLowerCase() !== word.toLowerCase()) };
}
