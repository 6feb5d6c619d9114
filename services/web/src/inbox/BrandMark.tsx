import { useMessages } from '../i18n';

/** BrandMark tells ours from a competitor's by shape first, by colour second. */
export function BrandMark({ own }: { own: boolean }) {
  const m = useMessages();
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" role="img" aria-label={own ? m.inbox.own : m.inbox.rival} style={{ flex: 'none' }}>
      {own ? <circle cx="5" cy="5" r="4.5" fill="var(--own)" /> : <path d="M5 0l5 5-5 5-5-5z" fill="var(--rival)" />}
    </svg>
  );
}
