import { marks } from './quote';

/** Marked shows text from outside, as text, with the name marked. */
export function Marked({ text, surface }: { text: string; surface: string }) {
  return (
    <>
      {marks(text, surface).map((p, i) => (p.marked ? <mark key={i}>{p.text}</mark> : p.text))}
    </>
  );
}
