import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { judgeLead, listLeadChoices, unjudgeLead, type Lead, type LeadMatch, type Said } from '../api/leads';
import page from '../frame/page.module.css';
import { Refused } from '../frame/Refused';
import { useMessages } from '../i18n';
import { useMay } from '../session/useMay';
import { undoStack } from '../undo/undo';
import { because } from './because';
import classes from './leads.module.css';

/** Means is which mention a lead means, in a cell. */
export function Means({ lead: l }: { lead: Lead }) {
  const m = useMessages();
  const t = m.leads.match;
  const x = l.match;
  if (!x) return <span className={page.none}>{l.answer === '' && l.note === '' ? '–' : t.pending}</span>;
  return (
    <>
      {x.mention ? (
        <Link to={`/mentions/${x.mention.id}`}>{x.show || x.mention.title}</Link>
      ) : x.show !== '' ? (
        x.show
      ) : (
        <span className={page.none}>{x.tier === 'channel' ? t.channelMeans : t.noneMeans}</span>
      )}
      {x.mention && x.show !== '' && <div className="meta">{x.mention.title}</div>}
      {x.tier === 'show' && x.candidates.length > 0 && <div className="meta">{t.couldBe(x.candidates.length)}</div>}
      {x.judged !== '' && <div className="meta">{t.byPerson(x.judgedBy)}</div>}
    </>
  );
}

/** sameAs is what has to be said to have a match again that a person had said. */
const sameAs = (x: LeadMatch): Said => (x.mention ? { mention: x.mention.id, alias: x.alias } : x.tier === 'show' ? { show: x.show, alias: x.alias } : { tier: x.tier, alias: '' });

/** MatchForm confirms or corrects which mention a lead means. */
export function MatchForm({ lead: l }: { lead: Lead }) {
  const m = useMessages();
  const t = m.leads.match;
  const may = useMay();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const refresh = () => queries.invalidateQueries({ predicate: (q) => ['leads', 'report', 'reports'].includes(String(q.queryKey[0])) });
  const judge = useMutation({
    mutationFn: async (said: Said) => {
      await judgeLead(l.id, said);
      const before = l.match;
      undoStack.push({ label: t.saved, undo: () => (before && before.judged !== '' ? judgeLead(l.id, sameAs(before)) : unjudgeLead(l.id)).then(refresh) });
    },
    onSuccess: async () => {
      setOpen(false);
      await refresh();
    },
  });
  const back = useMutation({ mutationFn: () => unjudgeLead(l.id), onSuccess: refresh });
  const x = l.match;
  const small = { size: 'compact-sm', variant: 'default' } as const;
  return (
    <div className={classes.match}>
      {x && x.reason !== '' && <p className={page.help}>{because(m, x)}</p>}
      {x && x.saidIn === 'note' && <p className={page.help}>{t.inNote}</p>}
      {may.write && (
        <div className={page.row}>
          {x && x.judged === '' && (
            <Button {...small} loading={judge.isPending && !open} onClick={() => judge.mutate(sameAs(x))}>
              {t.confirm}
            </Button>
          )}
          <Button {...small} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t.correct}
          </Button>
          {x && x.judged !== '' && (
            <Button {...small} loading={back.isPending} onClick={() => back.mutate()}>
              {t.takeBack}
            </Button>
          )}
        </div>
      )}
      {open && <Correct lead={l} save={(said) => judge.mutate(said)} busy={judge.isPending} />}
      <Refused error={judge.error ?? back.error} />
    </div>
  );
}

const nothing = 'none';
const anything = 'channel';

function Correct({ lead: l, save, busy }: { lead: Lead; save: (said: Said) => void; busy: boolean }) {
  const m = useMessages();
  const t = m.leads.match;
  const found = useQuery({ queryKey: ['leads', 'choices', l.id], queryFn: ({ signal }) => listLeadChoices(l.id, signal) });
  const shows = found.data ?? [];
  const [show, setShow] = useState(l.match?.show ? `show ${l.match.show}` : nothing);
  const [mention, setMention] = useState(l.match?.mention?.id ?? '');
  const [alias, setAlias] = useState(l.match?.alias || l.match?.wording || '');
  const chosen = shows.find((s) => `show ${s.show}` === show);
  const said = (): Said => {
    if (!chosen) return { tier: show === anything ? 'channel' : 'none', alias: '' };
    return mention !== '' && chosen.mentions.some((x) => x.id === mention) ? { mention, alias: alias.trim() } : { show: chosen.show, alias: alias.trim() };
  };
  const day = (iso: string) => new Date(iso).toLocaleDateString(m.locale, { dateStyle: 'medium' });
  return (
    <form
      className={page.fields}
      onSubmit={(e) => {
        e.preventDefault();
        save(said());
      }}
    >
      {found.isSuccess && shows.length === 0 && <p className={page.help}>{t.noShows}</p>}
      <NativeSelect label={t.show} value={chosen ? show : show === anything ? anything : nothing} onChange={(e) => setShow(e.currentTarget.value)} data={[{ value: nothing, label: t.none }, { value: anything, label: t.channel }, ...shows.map((s) => ({ value: `show ${s.show}`, label: s.show }))]} />
      {chosen && (
        <>
          <NativeSelect label={t.mention} value={mention} onChange={(e) => setMention(e.currentTarget.value)} data={[{ value: '', label: t.mentionAny }, ...chosen.mentions.map((x) => ({ value: x.id, label: `${day(x.published)} · ${x.title}` }))]} />
          <TextInput label={t.alias} description={t.aliasHelp} maxLength={300} value={alias} onChange={(e) => setAlias(e.currentTarget.value)} />
        </>
      )}
      <div>
        <Button type="submit" size="compact-sm" loading={busy} disabled={!found.isSuccess}>
          {t.save}
        </Button>
      </div>
    </form>
  );
}
