/** The sessions of a claim: the whole program by day, with search; each session is claimed and evaluated in place. */

import { openSaver } from '../../claim/claim_saver.js';
import { kindOf } from '../../claim/kinds.js';
import { disclosuresRead, loadClaim, loadProgram } from '../../claim/load.js';
import { byDay } from '../../claim/sessions/by_day.js';
import { offerOf } from '../../claim/sessions/fit.js';
import { sessionRow } from '../../claim/sessions/session_row.js';
import { stepHead } from '../../claim/steps.js';
import { forgetRefused } from '../../claim/unsaved.js';
import { fill, h } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { cents, t, weekday } from '../../elements/words.js';
import { note } from '../../frame/router.js';
import { announce } from '../../frame/shell.js';

export async function page({ values, query }) {
  const { claim, etag, activity } = await loadClaim(values.claim);
  const moved = elsewhere(activity, claim);
  if (moved) return { moved: `/claims/${claim.claim_id}/${moved}` };
  const program = await loadProgram(activity.id);
  const saver = openSaver({ claim, etag, tell });
  const rows = program.map((session) => sessionRow({ session, activity, saver, claimed }));
  const news = h('div', {});
  const bar = totals(activity, saver);
  const filter = filterForm(rows, query, saver);

  /** The sessions that count now: those in the API, with this tab's unsaved changes. */
  function claimed() {
    const held = saver.claim.sessions.filter((one) => one.counts && !saver.isWaiting(one.session_id));
    return [...held, ...saver.coming(program)];
  }

  function tell(what, details) {
    if (what === 'elsewhere') {
      tellNews(details.changes);
      if (saver.claim.status === 'final') bar.finish();
    } else {
      rows.find((row) => row.session.id === details.sessionId)?.told(what, details);
    }
    for (const row of rows) row.update();
    bar.update();
  }

  function tellNews(changes) {
    const box = h(
      'div',
      { class: 'note', role: 'group', 'aria-label': t('changes.title') },
      h('h2', {}, t('changes.title')),
      h(
        'ul',
        {},
        changes.map((one) => h('li', {}, one)),
      ),
    );
    fill(news, box);
    announce(`${t('changes.title')} ${changes.join(' ')}`);
  }

  const body = [
    ...stepHead(activity, claim, 'sessions', t('sessions.title')),
    h('p', {}, t('sessions.why', { statement: kindOf(claim.statement).name })),
    news,
    gone(claim, program, saver),
    rows.length > 8 && filter.node,
    days(rows, activity),
    bar.node,
  ];
  const leave = () => {
    for (const row of rows) row.leave();
    saver.close();
  };
  const shown = () => {
    if (rows.length === 1) rows[0].open();
    bar.update();
    filter.apply();
    forgetRefused(claim.claim_id);
    saver.flush();
  };
  return { title: t('sessions.title'), body, leave, shown };
}

function elsewhere(activity, claim) {
  if (claim.status === 'final') return 'certificate';
  if (!disclosuresRead(activity, claim)) return 'disclosures';
  return claim.assessment && !claim.assessment.passed ? 'course' : null;
}

/** Claimed sessions that the program no longer has. */
function gone(claim, program, saver) {
  const known = new Set(program.map((one) => one.id));
  const lost = claim.sessions.filter((one) => !known.has(one.session_id));
  if (!lost.length) return null;
  const item = (one) => {
    const out = h(
      'button',
      {
        type: 'button',
        class: 'button quiet',
        onclick: () => saver.remove(one.session_id, one.title).then(() => line.remove()),
      },
      t('sessions.remove'),
    );
    const line = h('li', {}, `${one.title} `, out);
    return line;
  };
  return h('div', { class: 'note warn' }, h('p', {}, t('sessions.gone')), h('ul', {}, lost.map(item)));
}

function days(rows, activity) {
  if (activity.kind === 'online')
    return h(
      'ol',
      { class: 'plain' },
      rows.map((row) => row.node),
    );
  return byDay(rows, (row) => row.session.day).map(([date, held]) =>
    h(
      'section',
      { class: 'day', 'data-day': date },
      h('h2', {}, weekday(date)),
      h(
        'ol',
        { class: 'plain' },
        held.map((row) => row.node),
      ),
    ),
  );
}

function filterForm(rows, query, saver) {
  const all = (name) => [...new Set(rows.map((row) => row.session[name]).filter(Boolean))];
  const select = (label, values, chosen, nameOf) =>
    field({
      label,
      input: h(
        'select',
        { onchange: apply },
        h('option', { value: '' }, t('sessions.all')),
        values.map((one) => h('option', { value: one, selected: one === chosen }, nameOf(one))),
      ),
    });
  const words = field({ label: t('sessions.search'), type: 'search', value: query.get('q') ?? '', oninput: apply });
  const date = select(t('sessions.day'), all('day'), query.get('day'), (one) => weekday(one, 'short'));
  const track = select(t('sessions.track'), all('track').sort(), query.get('track'), (one) => one);
  const only = h('input', { type: 'checkbox', checked: query.get('mine') === 'true', onchange: apply });
  const count = h('p', { class: 'meta', role: 'status' });
  const texts = new Map(
    rows.map((row) => [row, plain([row.session.title, row.session.track, ...row.session.speakers].join(' '))]),
  );

  function apply() {
    const wanted = plain(words.input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const { day: held, track: kind, id } = row.session;
      const fits =
        (!date.input.value || held === date.input.value) &&
        (!track.input.value || kind === track.input.value) &&
        wanted.every((word) => texts.get(row).includes(word)) &&
        (!only.checked || saver.claim.sessions.some((one) => one.session_id === id));
      row.node.hidden = !fits;
      shown += fits;
    }
    for (const section of document.querySelectorAll('.day'))
      section.hidden = !section.querySelector('.session:not([hidden])');
    count.textContent = t('sessions.shown', { count: shown, all: rows.length });
    note({ q: words.input.value, day: date.input.value, track: track.input.value, mine: only.checked ? 'true' : '' });
  }

  const node = h(
    'div',
    { role: 'search', 'aria-label': t('sessions.find') },
    h(
      'div',
      { class: 'search' },
      words.node,
      all('day').length > 1 && date.node,
      all('track').length > 1 && track.node,
    ),
    h('label', { class: 'choice slim' }, only, h('span', {}, t('sessions.only_mine'))),
    count,
  );
  return { node, apply: rows.length > 8 ? apply : () => null };
}

/** Lowercase letters without accents: people search as they type. */
function plain(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function totals(activity, saver) {
  const sum = h('p', { class: 'sum' });
  const about = h('p', { class: 'meta' });
  const share = h('progress', { 'aria-label': t('sessions.share') });
  const onward = h('a', { class: 'button', href: `/claims/${saver.claim.claim_id}/summary` }, t('sessions.onward'));
  const node = h(
    'div',
    { class: 'totals', role: 'region', 'aria-label': t('sessions.totals') },
    h('div', { class: 'grow' }, sum, share, about),
    onward,
  );
  const update = () => {
    const offer = offerOf(activity, saver.claim);
    const values = { total: saver.claim.total, maximum: offer.maximum };
    sum.textContent = t('sessions.total', values);
    share.max = cents(offer.maximum);
    share.value = cents(saver.claim.total);
    about.textContent = [
      t('sessions.count', { count: saver.claim.sessions.length }),
      saver.unsaved() ? t('sessions.unsaved', { count: saver.unsaved() }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
  };
  const finish = () => {
    onward.href = `/claims/${saver.claim.claim_id}/certificate`;
    fill(onward, t('activity.see_certificate'));
  };
  return { node, update, finish };
}
