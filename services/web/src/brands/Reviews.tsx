import type { Brand } from '../api/types';
import page from '../frame/page.module.css';
import { useMessages } from '../i18n';

/** Reviews says how often a brand's mentions were right, and what was learnt from that. */
export function Reviews({ brand: b }: { brand: Brand }) {
  const m = useMessages();
  if (b.judged === 0) return <p className={page.help}>{m.brands.unjudged}</p>;
  const learnt = b.learnt?.pending ? m.brands.learning : b.learnt?.at ? m.brands.learnt(b.dismissed, b.confirmed, b.learnt.mentions) : '';
  return (
    <div className={page.help} role="status">
      {m.brands.right(b.confirmed, b.judged)} {m.brands.effects[b.effect] ?? ''} {learnt}
    </div>
  );
}
