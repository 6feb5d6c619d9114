import { excerpt, type Placed } from './quote';

/** Quoted shows the quote of a hit, as text, with the hit marked in it; shortened if before is given. */
export function Quoted({ hit, before }: { hit: Placed; before?: number }) {
  return (
    <>
      {excerpt(hit, before).map((p, i) => (p.marked ? <mark key={i}>{p.text}</mark> : p.text))}
    </>
  );
}
