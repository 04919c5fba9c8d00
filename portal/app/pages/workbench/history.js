/** The revisions of an activity that were public, compared and restored; its archive; and its end. */

import { sayOnPage } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { showProblem } from '../../elements/problem_box.js';
import { moment, t } from '../../elements/words.js';
import { go, reload } from '../../frame/router.js';
import { oneAtATime } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { differences } from '../../workbench/differences.js';
import { activityPath, draftPath, openDraft } from '../../workbench/draft.js';
import { differenceTable, notNow, question } from '../../workbench/questions.js';
import { publisher, revisionTable } from '../../workbench/revision_table.js';

/** @import { ActivityNumbers, RevisionPageView } from '#api' */
/** @import { Child } from '../../elements/dom.js' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Opened } from '../../workbench/draft.js' */

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values, query }) {
  const opened = await openDraft(values.activity);
  const title = t('revisions.of', { title: opened.document.title || t('workbench.untitled') });
  const form = `/staff/library/${encodeURIComponent(opened.id)}`;
  const head = [h('p', { class: 'crumbs' }, h('a', { href: form }, t('workbench.back'))), h('h1', {}, title)];
  if (!opened.published) return { title, body: [head, h('p', { class: 'note' }, t('revisions.unpublished'))] };
  const path = activityPath(opened.id);
  const [revisions, numbers] = await Promise.all([
    call('GET', `${path}/revisions`, { query: { cursor: query.get('cursor') } }),
    call('GET', `${path}/numbers`),
  ]);
  return { title, body: [head, new History(opened, revisions.data, numbers.data).nodes()] };
}

/** What happens on this page. */
class History {
  /**
   * @param {Opened} opened
   * @param {RevisionPageView} page
   * @param {ActivityNumbers} numbers
   */
  constructor(opened, page, numbers) {
    this.opened = opened;
    this.page = page;
    this.numbers = numbers;
    this.path = activityPath(opened.id);
    this.form = `/staff/library/${encodeURIComponent(opened.id)}`;
    this.etag = `"${page.present.revision}"`;
    this.place = h('div', {});
    this.act = oneAtATime((error) => showProblem(this.place, error));
  }

  /** @returns {Child} */
  nodes() {
    const { present, archived_at, items, next_cursor } = this.page;
    const said = { revision: present.revision, when: moment(archived_at ?? '') };
    const { saved_at: at, saved_by: by } = present;
    const next = `${this.form}/history?${new URLSearchParams({ cursor: next_cursor ?? '' })}`;
    const acts = {
      compare: (/** @type {number} */ revision) => this.act(() => this.compare(revision)),
      restore: (/** @type {number} */ revision) => this.askToRestore(revision),
    };
    return [
      h('p', { class: 'meta' }, t(`revisions.standing.${archived_at ? 'archived' : 'library'}`, said)),
      at && by && h('p', { class: 'meta' }, t('revisions.by', { when: moment(at) }), ' ', publisher(present)),
      this.place,
      h('h2', {}, t('revisions.earlier')),
      items.length ? revisionTable(items, acts) : h('p', {}, t('revisions.none')),
      next_cursor && h('p', {}, h('a', { class: 'button quiet', href: next }, t('revisions.next'))),
      this.end(),
    ];
  }

  /** @param {HTMLElement} node */
  ask(node) {
    fill(this.place, node);
    node.focus();
  }

  /** @param {number} revision */
  async compare(revision) {
    const { data } = await call('GET', `${this.path}/revisions/${revision}`);
    const found = differences(data.document, this.opened.published);
    const title = t('revisions.differences', { revision });
    const about = found.length
      ? differenceTable(found, { before: 'before', after: 'after' })
      : h('p', {}, t('revisions.same'));
    this.ask(h('section', { class: 'note', tabindex: '-1', 'aria-label': title }, h('h2', {}, title), about));
  }

  /** @param {number} revision */
  askToRestore(revision) {
    const why = [t('revisions.restore_why'), this.opened.etag && t('revisions.restore_over')].filter(Boolean).join(' ');
    const restore = async () => {
      const options = { json: { revision }, ifMatch: this.opened.etag };
      await call('POST', `${draftPath(this.opened.id)}/restore`, options);
      await go(this.form);
      sayOnPage(t('revisions.restored'));
    };
    this.ask(
      question(t('revisions.ask_restore', { revision }), h('p', {}, why), [
        { label: t('revisions.restore_now'), act: () => this.act(restore) },
        notNow(t('revisions.not_now'), this.place),
      ]),
    );
  }

  /** Archive and deletion. */
  end() {
    const { claimed } = this.numbers;
    const isArchived = Boolean(this.page.archived_at);
    const [name, way] = isArchived ? ['put_back', 'restore'] : ['archive', 'archive'];
    const change = async () => {
      await call('POST', `${this.path}/${way}`, { ifMatch: this.etag });
      await reload();
      sayOnPage(t(isArchived ? 'revisions.put_back_now' : 'revisions.archived_now'));
    };
    const button = h('button', { type: 'button', class: 'button quiet', onclick: () => this.act(change) });
    button.textContent = t(`revisions.${name}`);
    const remove = h('button', { type: 'button', class: 'button quiet', onclick: () => this.askToDelete() });
    remove.textContent = t('revisions.delete');
    return h(
      'section',
      { class: 'card', 'aria-labelledby': 'end' },
      h('h2', { id: 'end' }, t('revisions.end')),
      h('p', {}, t('revisions.archive_about')),
      h('p', {}, button),
      h('p', {}, this.whetherToDelete()),
      !claimed && !this.opened.etag && h('p', {}, remove),
    );
  }

  /** Whether it can be deleted, or what is in the way. */
  whetherToDelete() {
    const { claimed } = this.numbers;
    if (claimed) return t('revisions.no_delete', { count: claimed });
    return t(this.opened.etag ? 'revisions.draft_first' : 'revisions.delete_about');
  }

  askToDelete() {
    const remove = async () => {
      await call('DELETE', this.path, { ifMatch: this.etag });
      await go('/staff/library', { replace: true });
      sayOnPage(t('revisions.deleted'));
    };
    const title = t('revisions.ask_delete', { title: this.page.present.title });
    this.ask(
      question(title, h('p', {}, t('revisions.delete_why')), [
        { label: t('revisions.delete_now'), act: () => this.act(remove) },
        notNow(t('revisions.not_now'), this.place),
      ]),
    );
  }
}
