/** The form of an activity: a draft that is saved as it is, and published when nothing is missing. */

import { sayOnPage } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { wordsFor } from '../../elements/problem_box.js';
import { moment, t } from '../../elements/words.js';
import { go, reload } from '../../frame/router.js';
import { oneAtATime } from '../../frame/staff_page.js';
import { fetchStyle } from '../../frame/style_sheets.js';
import { drop, keep, kept } from '../../platform/drafts.js';
import { codeOf, Problem } from '../../platform/problems.js';
import { benchLinks } from '../../workbench/bench_links.js';
import { differences } from '../../workbench/differences.js';
import { tidied } from '../../workbench/documents.js';
import { discardDraft, openDraft, publishDraft, saveDraft } from '../../workbench/draft.js';
import { activityForm } from '../../workbench/form.js';
import { loadOwners } from '../../workbench/providers.js';
import { differenceTable, notNow, question } from '../../workbench/questions.js';

/** @import { ProblemView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */
/** @import { Opened } from '../../workbench/draft.js' */

const KEPT = 'workbench.';
const PAUSE = 400; // milliseconds

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ values }) {
  const [opened, owners] = await Promise.all([openDraft(values.activity), loadOwners(), fetchStyle('workbench')]);
  const typed = kept(KEPT + opened.id);
  if (typed) opened.document = typed.document;
  const bench = new Bench(opened, owners);
  const title = opened.document.title || t('workbench.untitled');
  const body = [
    h('p', { class: 'crumbs' }, h('a', { href: '/staff/library' }, t('staff.library.title'))),
    h('h1', {}, title),
    bench.node,
  ];
  const isOutdated = typed && typed.etag !== opened.etag;
  /** @param {BeforeUnloadEvent} event */
  const guard = (event) => {
    if (bench.isChanged) event.preventDefault();
  };
  const leave = () => {
    removeEventListener('beforeunload', guard);
    bench.keepNow();
  };
  const shown = () => {
    addEventListener('beforeunload', guard);
    if (isOutdated) bench.ask(bench.conflict(opened));
    else if (typed) bench.say(t('workbench.kept'));
  };
  return { title, body, shown, leave };
}

/** What happens to one draft on this page. */
class Bench {
  /**
   * @param {Opened} opened
   * @param {{value: string, label: string}[]} owners
   */
  constructor(opened, owners) {
    this.opened = opened;
    this.act = oneAtATime((error) => this.showError(error));
    this.isChanged = false;
    this.waiting = 0;
    this.place = h('div', {});
    this.standing = h('p', { class: 'meta', 'aria-live': 'polite' });
    this.form = activityForm(opened.document, owners, () => this.changed());
    const save = () => this.act(() => this.saveAndSay());
    const publish = () => this.act(() => this.askToPublish());
    const discard = h('button', { type: 'button', class: 'link-button', onclick: () => this.askToDiscard() });
    discard.textContent = t('workbench.discard');
    this.discard = discard;
    /** @param {Event} event */
    const submit = (event) => {
      event.preventDefault();
      save();
    };
    this.node = h(
      'form',
      { class: 'bench', novalidate: true, onsubmit: submit },
      h('div', { class: 'bench-standing' }, this.standing, discard),
      opened.published && h('p', {}, seenNow(opened.id)),
      benchLinks(opened.id, Boolean(opened.published), (href) => this.act(() => this.leaveTo(href))),
      h(
        'div',
        { class: 'bench-acts' },
        h('button', { type: 'submit', class: 'button' }, t('workbench.save')),
        h('button', { type: 'button', class: 'button quiet', onclick: publish }, t('workbench.publish')),
      ),
      this.place,
      this.form.node,
    );
    this.tell();
  }

  /** Says whether this is a draft, which revision it changes, and whether all is saved. */
  tell() {
    const { etag, base, savedAt } = this.opened;
    const key = etag ? (base ? 'changing' : 'new') : 'published';
    const said = t(`workbench.standing.${key}`, { revision: base, when: moment(savedAt) });
    this.standing.textContent = this.isChanged ? `${said} ${t('workbench.unsaved')}.` : said;
    this.discard.hidden = !etag;
  }

  changed() {
    if (!this.isChanged) {
      this.isChanged = true;
      this.tell();
    }
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keepNow(), PAUSE);
  }

  /** Keeps unsaved changes in this tab. */
  keepNow() {
    clearTimeout(this.waiting);
    const { id, document, etag } = this.opened;
    if (this.isChanged) keep(KEPT + id, { document, etag });
  }

  /** @param {unknown} error */
  showError(error) {
    const { title, detail } = wordsFor(error);
    this.show('bad', title, detail, error instanceof Problem ? error.errors : []);
  }

  /**
   * Saves; asks what counts where somebody else saved too. Whether it is saved.
   * @returns {Promise<boolean>}
   */
  async save() {
    const { opened } = this;
    const document = tidied(opened.document, opened.published);
    try {
      await saveDraft(opened, document);
    } catch (error) {
      if (codeOf(error) !== 'changed_elsewhere') throw error;
      this.ask(this.conflict(await openDraft(opened.id)));
      return false;
    }
    clearTimeout(this.waiting);
    drop(KEPT + opened.id);
    this.isChanged = false;
    this.tell();
    return true;
  }

  /**
   * Saves all changes, then goes to `href`.
   * @param {string} href
   */
  async leaveTo(href) {
    if (!this.isChanged || (await this.save())) await go(href);
  }

  async saveAndSay() {
    if (!(await this.save())) return;
    const { problems } = this.opened;
    const said = problems.length ? t('workbench.saved_lacks', { count: problems.length }) : t('workbench.saved_now');
    this.show(problems.length ? 'warn' : 'ok', said, '', problems);
  }

  /**
   * The question which version counts: this one, or `theirs`.
   * @param {Opened} theirs
   */
  conflict(theirs) {
    const found = differences(theirs.document, this.opened.document);
    const mine = () => {
      const { etag, base, published } = theirs;
      Object.assign(this.opened, { etag, base, published });
      return this.act(() => this.saveAndSay());
    };
    const take = () => {
      this.forget();
      return reload();
    };
    const about = found.length
      ? [h('p', {}, t('workbench.conflict_why')), differenceTable(found, { before: 'theirs', after: 'mine' })]
      : h('p', {}, t('workbench.conflict_same'));
    return question(t('workbench.conflict'), about, [
      { label: t('workbench.keep_mine'), act: mine },
      { label: t('workbench.take_theirs'), act: take },
    ]);
  }

  async askToPublish() {
    if (!(await this.save())) return;
    const { opened } = this;
    if (opened.problems.length) return this.saveAndSay();
    try {
      await publishDraft(opened, { isDry: true });
    } catch (error) {
      if (codeOf(error) !== 'changed_elsewhere') throw error;
      return this.askAfterAnother();
    }
    const title = t('workbench.ask_publish');
    this.ask(
      question(title, this.whatChanges(), [
        { label: t('workbench.publish_now'), act: () => this.act(() => this.publish()) },
        notNow(t('workbench.not_yet'), this.place),
      ]),
    );
  }

  /** Somebody published since this draft was begun: it can be published over that, once that was seen. */
  async askAfterAnother() {
    const now = await openDraft(this.opened.id);
    this.ask(this.conflict({ ...now, document: now.published ?? {}, base: now.revision }));
  }

  whatChanges() {
    const { published, document } = this.opened;
    if (!published) return h('p', {}, t('workbench.ask_new', { title: document.title }));
    const found = differences(published, document);
    if (!found.length) return h('p', {}, t('workbench.no_changes'));
    const said = h('p', {}, t('workbench.ask_changes', { count: found.length }));
    return [said, differenceTable(found, { before: 'before', after: 'after' })];
  }

  async publish() {
    await publishDraft(this.opened, { isDry: false });
    this.forget();
    await reload();
    sayOnPage(t('workbench.published_now'));
  }

  askToDiscard() {
    const discard = async () => {
      await discardDraft(this.opened);
      this.forget();
      await (this.opened.published ? reload() : go('/staff/library?state=draft', { replace: true }));
      sayOnPage(t('workbench.discarded'));
    };
    this.ask(
      question(t('workbench.discard'), h('p', {}, t('workbench.ask_discard')), [
        { label: t('workbench.discard_now'), act: () => this.act(discard) },
        notNow(t('workbench.not_yet'), this.place),
      ]),
    );
  }

  /** Nothing of this page is kept any more. */
  forget() {
    clearTimeout(this.waiting);
    this.isChanged = false;
    drop(KEPT + this.opened.id);
  }

  /** @param {HTMLElement} node */
  ask(node) {
    fill(this.place, node);
    node.focus();
  }

  /** @param {string} text */
  say(text) {
    this.isChanged = true;
    this.tell();
    fill(this.place, h('p', { class: 'note' }, text));
  }

  /**
   * Says what happened, with all problems: each leads to its field, which says so too.
   * @param {string} tone
   * @param {string} title
   * @param {string} detail
   * @param {ProblemView[]} problems
   */
  show(tone, title, detail, problems) {
    const found = this.form.showProblems(problems);
    /** @param {{text: string, id: string | null}} one */
    const item = ({ text, id }) => {
      /** @param {Event} event */
      const lead = (event) => {
        event.preventDefault();
        document.getElementById(id ?? '')?.focus();
      };
      return h('li', {}, id ? h('a', { href: `#${id}`, onclick: lead }, text) : text);
    };
    const box = h(
      'div',
      { class: `note ${tone}`, role: 'group', tabindex: '-1', 'aria-label': title },
      h('h2', {}, title),
      detail && h('p', {}, detail),
      found.length > 0 && h('ul', {}, found.map(item)),
    );
    this.ask(box);
  }
}

/** @param {string} id */
const seenNow = (id) => h('a', { href: `/activities/${encodeURIComponent(id)}` }, t('workbench.as_published'));
