import type { Brand, BrandDraft } from '../api/types';

export const emptyBrand: BrandDraft = {
  name: '', aliases: [], heardAs: [], handles: [], domains: [], context: [], exclude: [], competesWith: '', own: true, active: true,
};

/** draftOf is what can be written of a brand. */
export function draftOf(b: Brand): BrandDraft {
  const { name, aliases, heardAs, handles, domains, context, exclude, competesWith, own, active } = b;
  return { name, aliases, heardAs, handles, domains, context, exclude, competesWith, own, active };
}

/** The lists of a brand, in the order they are asked for. */
export const brandLists = ['aliases', 'heardAs', 'domains', 'handles', 'context', 'exclude'] as const;
type BrandList = (typeof brandLists)[number];

/** with adds words to one of the lists; what is there already stays once. */
export function withWord(b: BrandDraft, list: BrandList, word: string): BrandDraft {
  return b[list].some((w) => w.toLowerCase() === word.toLowerCase()) ? b : { ...b, [list]: [...b[list], word] };
}
