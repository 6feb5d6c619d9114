import { lazy, type ComponentType } from 'react';
import { ownBuild, reasonFor, type MissingReason } from './build';

/** MissingPart is the error of a page whose script couldn't be loaded. */
export class MissingPart extends Error {
  constructor(
    readonly reason: MissingReason,
    cause: unknown,
  ) {
    super(`a part of the desk could not be loaded (${reason})`, { cause });
    this.name = 'MissingPart';
  }
}

// The pages that failed, each with what lets it be loaded again: React keeps a failure for good.
const failed = new Set<() => void>();

/** retryFailed makes the pages that couldn't be loaded be asked for again when they are next shown. */
export function retryFailed() {
  for (const again of failed) again();
  failed.clear();
}

/** lazyPage is a page that is loaded when it is first shown. */
export function lazyPage(load: () => Promise<{ default: ComponentType }>): ComponentType {
  const attempt = async () => {
    try {
      return await load();
    } catch (cause) {
      failed.add(() => (Page = lazy(attempt)));
      if (!couldNotLoad(cause)) throw cause;
      const reason = await reasonFor(ownBuild());
      // The page is about to go: nothing is shown until the new one is there.
      if (reason === 'updated' && window.namedrop?.reloadOnce(ownBuild())) return new Promise<never>(() => {});
      throw new MissingPart(reason, cause);
    }
  };
  let Page = lazy(attempt);
  return function LazyPage() {
    return <Page />;
  };
}

/** couldNotLoad tells a script that wasn't there from one that has a mistake. Each browser has its own words. */
export function couldNotLoad(cause: unknown): boolean {
  return cause instanceof TypeError && /dynamically imported module|importing a module script/i.test(cause.message);
}
