/** A draft as learners would see it once it is published, and the certificate that it would print. */

import { activityView } from '../../claim/activity_view.js';
import { h } from '../../elements/dom.js';
import { showProblem } from '../../elements/problem_box.js';
import { days, moment, t } from '../../elements/words.js';
import { saveAs } from '../../frame/save_file.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import { codeOf, Problem } from '../../platform/problems.js';
import { draftPath, openDraft } from '../../workbench/draft.js';
import { saidOf, whereIs } from '../../workbench/problem_places.js';
import { claimPreview } from './claim_preview.js';

/** @import { PreviewView, PublicActivity } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Opened } from '../../workbench/draft.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const opened = await openDraft(values.activity);
  const title = t('preview.of', { title: opened.document.title || t('workbench.untitled') });
  const crumbs = h(
    'p',
    { class: 'crumbs' },
    h('a', { href: `/staff/library/${encodeURIComponent(opened.id)}` }, t('workbench.back')),
  );
  return { title, body: [crumbs, await shown(opened, title)] };
}

/**
 * @param {Opened} opened
 * @param {string} title
 * @returns {Promise<Child>}
 */
async function shown(opened, title) {
  try {
    const { data } = await call('GET', `${draftPath(opened.id)}/preview`);
    return [
      h('h1', {}, title),
      h('p', { class: 'note' }, t(opened.etag ? 'preview.note' : 'preview.published')),
      certificates(opened.id, data.activity),
      asLearners(data),
      claimPreview(data),
    ];
  } catch (error) {
    if (codeOf(error) !== 'invalid' || !(error instanceof Problem)) throw error;
    const lines = error.errors.map((one) => {
      const where = whereIs(one.path, opened.document);
      return h('li', {}, where ? `${where}: ${saidOf(one)}` : saidOf(one));
    });
    return [
      h('h1', {}, title),
      h(
        'section',
        { class: 'note warn' },
        h('h2', {}, t('preview.incomplete')),
        h('p', {}, t('preview.incomplete_about')),
        h('ul', {}, lines),
      ),
    ];
  }
}

/**
 * @param {string} id
 * @param {PublicActivity} one
 */
function certificates(id, one) {
  const place = h('div', {});
  /** @param {string} statement */
  const button = (statement) => {
    const download = async () => {
      try {
        const { data } = await call('GET', `${draftPath(id)}/certificate`, { query: { statement } });
        const bytes = Uint8Array.from(atob(data.pdf), (char) => char.charCodeAt(0));
        saveAs(new Blob([bytes], { type: 'application/pdf' }), `preview-${id}-${statement}.pdf`);
      } catch (error) {
        showProblem(place, error, { level: 'h3' });
      }
    };
    const label = t('preview.download', { kind: kindOf(statement).name });
    return h('button', { type: 'button', class: 'button quiet', onclick: download }, label);
  };
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'certificate' },
    h('h2', { id: 'certificate' }, t('preview.certificate')),
    h('p', {}, t('preview.certificate_about')),
    h(
      'div',
      { class: 'actions' },
      one.statements.map(({ type }) => button(type)),
    ),
    place,
  );
}

/** @param {PreviewView} data */
function asLearners({ activity: one, sessions }) {
  const { opens_at, closes_at } = one.claim_window;
  const window = { from: moment(opens_at, one.time_zone), until: moment(closes_at, one.time_zone) };
  return h(
    'section',
    { 'aria-labelledby': 'as-learners' },
    h('h2', { id: 'as-learners' }, t('preview.page')),
    h('p', { class: 'lead' }, one.title),
    h(
      'p',
      { class: 'meta' },
      [t(`kinds.${one.kind}.one`), days(one.starts_on, one.ends_on), one.location].filter(Boolean).join(' · '),
    ),
    h(
      'div',
      { class: 'columns' },
      h(
        'aside',
        { 'aria-label': t('activity.claiming') },
        h(
          'section',
          { class: 'card' },
          h('h3', {}, t('activity.claiming')),
          h('p', {}, one.canceled ? t('activity.canceled') : t('preview.claim')),
          h('p', { class: 'meta' }, t('preview.window', window)),
          one.access !== 'none' && h('p', { class: 'meta' }, t(`access.${one.access}.needed`)),
        ),
      ),
      h(
        'div',
        {},
        activityView(one, async () => [...sessions]),
      ),
    ),
  );
}
