import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { previewRule } from '../api/alerts';
import type { Hit, RuleDraft } from '../api/types';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { Quoted } from '../text/Quoted';
import { ago } from '../text/time';
import classes from './alerts.module.css';

/** RulePreview shows what a rule, as it stands in the form, would have sent, before it sends anything. */
export function RulePreview({ draft }: { draft: RuleDraft }) {
  const m = useMessages();
  const [asked] = useDebouncedValue(draft, 250);
  const seen = useQuery({
    queryKey: ['rule-preview', asked.brands, asked.kinds, asked.sources, asked.minConfidence],
    queryFn: ({ signal }) => previewRule({ ...asked, active: true }, signal),
    placeholderData: keepPreviousData,
  });
  const now = new Date();
  return (
    <section className={page.panel} aria-busy={seen.isFetching}>
      <div role="status">
        <h2 className={page.second}>{seen.data ? m.alerts.would(seen.data.total, seen.data.days) : m.alerts.looking}</h2>
      </div>
      {seen.data && (
        <p className="meta">
          {[seen.data.below > 0 ? m.alerts.below(seen.data.below) : '', seen.data.unsure > 0 ? m.alerts.unsure(seen.data.unsure) : ''].filter(Boolean).join(' · ')}
        </p>
      )}
      <p className="meta">{m.alerts.noDeliveriesHelp}</p>
      <Refused error={seen.error} />
      <ul className={classes.sent}>
        {(seen.data?.mentions ?? []).slice(0, 8).map((x) => (
          <li key={x.id}>
            <div className="meta">
              <Link to={`/mentions/${x.id}`}>
                {x.brand.name}, {x.document.source || x.document.title}
              </Link>{' '}
              · {ago(x.document.published, now, m)}
            </div>
            <Quote hit={x.hits[x.best]} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Quote({ hit }: { hit: Hit | undefined }) {
  return hit ? <Quoted hit={hit} before={50} /> : null;
}
