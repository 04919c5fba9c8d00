/** One session of the program: its details, whether it is claimed, and a panel for its credits and evaluation. */

import { fill, h, newId } from '../../elements/dom.js';
import { field } from '../../elements/forms.js';
import { clock, hours, t } from '../../elements/words.js';
import { announce } from '../../frame/shell.js';
import { drop, keep, kept } from '../../platform/drafts.js';
import { showProblem } from '../../platform/problems.js';
import { sessionOf } from '../changes.js';
import { evaluation } from './evaluation.js';
import { beside, blocked, creditsOf, offerOf } from './fit.js';

const PAUSE = 800; // milliseconds without a keystroke before the text is saved

/**
 * A row for `session`. `claimed()` returns the sessions that are claimed now, saved or not. Returns `{node, session,
 * update(), told(what, details), open()}`.
 */
export function sessionRow({ session, activity, saver, claimed }) {
  const key = `session.${saver.claim.claim_id}.${session.id}`;
  const panelId = newId('panel');
  const state = h('p', { class: 'state' });
  const toggle = h('button', {
    type: 'button',
    class: 'button quiet',
    'aria-expanded': 'false',
    'aria-controls': panelId,
    onclick: () => show(!isOpen()),
  });
  const panel = h('div', { class: 'panel', id: panelId, hidden: true });
  const node = h(
    'li',
    { class: 'session', id: `session-${session.id}` },
    h('div', { class: 'session-head' }, h('div', {}, when(), h('h3', {}, session.title), about(), state), toggle),
    panel,
  );
  let inside = null;
  let last = null;
  let stalled = false;

  const offer = () => offerOf(activity, saver.claim);
  const mine = () => sessionOf(saver.claim, session.id);
  const isOpen = () => !panel.hidden;
  const isSaved = (one) => mine()?.credits === one.credits && sorted(mine().evaluation) === sorted(one.evaluation);

  function when() {
    return activity.kind === 'online'
      ? null
      : h('p', { class: 'when' }, hours(session.starts_at, session.ends_at, activity.time_zone));
  }

  function about() {
    return h('p', { class: 'meta' }, [session.speakers.join(', '), session.track].filter(Boolean).join(' · '));
  }

  /** Draws the current state. */
  function update() {
    const saved = mine();
    const waiting = saver.isWaiting(session.id);
    const [most] = creditsOf(session, offer());
    const reason = blocked({ session, credits: most ?? '0', claimed: claimed(), activity, offer: offer() });
    const overlap = !saved && beside(session, claimed(), activity)[0];
    node.classList.toggle('is-claimed', Boolean(saved));
    node.classList.toggle('is-blocked', !saved && Boolean(reason));
    fill(state, badge(saved, waiting, most), !saved && reason ? ` ${reason}` : '');
    toggle.hidden = !saved && !most;
    const name = isOpen()
      ? 'sessions.fold'
      : saved
        ? 'sessions.change'
        : overlap
          ? 'sessions.instead'
          : 'sessions.claim';
    fill(toggle, t(name), h('span', { class: 'unseen' }, `: ${session.title}`));
    if (inside) inside.update();
  }

  function badge(saved, waiting, most) {
    if (waiting)
      return h(
        'span',
        { class: `badge ${stalled ? 'warn' : 'wait'}` },
        t(stalled ? 'sessions.waiting_badge' : 'sessions.saving_badge'),
      );
    if (saved && !saved.counts)
      return h('span', { class: 'badge bad' }, t('sessions.does_not_count', { credits: saved.credits }));
    if (saved) return h('span', { class: 'badge' }, t('sessions.claimed', { credits: saved.credits }));
    if (kept(key)) return h('span', { class: 'badge warn' }, t('sessions.begun'));
    return most ? h('span', { class: 'badge off' }, t('sessions.up_to', { credits: most })) : null;
  }

  function show(open) {
    panel.hidden = !open;
    node.classList.toggle('is-open', open);
    toggle.setAttribute('aria-expanded', String(open));
    if (open && !inside) inside = fillPanel();
    update();
  }

  function fillPanel() {
    const typed = kept(key);
    const from = typed ?? mine() ?? last;
    const form = activity.evaluation_forms.find((one) => one.id === session.evaluation_form);
    const options = creditsOf(session, offer()).map((one) =>
      h('option', { value: one, selected: one === from?.credits }, one),
    );
    const credits = field({
      label: t('sessions.credits'),
      hint: t('sessions.credits_hint'),
      input: h('select', { onchange: () => changed(false) }, options),
    });
    const asked = evaluation(form, from?.evaluation ?? {}, changed);
    const [warning, trouble] = [h('div', {}), h('div', {})];
    const said = h('p', { class: 'meta' }, mine() && !typed ? t('sessions.saved') : '');
    const press = h('button', { type: 'button', class: 'button', onclick: () => (mine() ? done() : claim()) });
    const out = h('button', { type: 'button', class: 'button danger', onclick: removeLicense }, t('sessions.remove'));
    let pause = null;
    fill(panel, warning, credits.node, asked.node, trouble, said, h('div', { class: 'actions' }, press, out));

    const wanted = () => ({ credits: credits.input.value, evaluation: asked.answers() });
    const why = () => blocked({ session, credits: credits.input.value, claimed: claimed(), activity, offer: offer() });
    const same = () => isSaved(wanted());

    /** Keeps the text in the tab at once; a session that is already claimed is also saved at once. */
    function changed(isTyping) {
      keep(key, wanted());
      trouble.replaceChildren();
      clearTimeout(pause);
      if (isTyping) pause = setTimeout(save, PAUSE);
      else save();
      draw();
    }

    function save() {
      clearTimeout(pause);
      if (mine() && !asked.open().length && !why() && !same()) saver.put(session.id, wanted(), session.title);
    }

    function claim() {
      if (asked.open().length) {
        announce(t('sessions.left', { count: asked.open().length }), { now: true });
        asked.complain();
      } else if (why()) {
        announce(why(), { now: true });
        warning.querySelector('button')?.focus();
      } else {
        saver.put(session.id, wanted(), session.title);
        close();
      }
    }

    function done() {
      save();
      if (asked.open().length) asked.complain();
      else close();
    }

    function removeLicense() {
      clearTimeout(pause);
      last = wanted();
      drop(key);
      saver.remove(session.id, session.title);
      inside = null;
      close();
    }

    function close() {
      show(false);
      toggle.focus();
    }

    function draw() {
      const reason = why();
      const other = beside(session, claimed(), activity)[0];
      const left = asked.open().length;
      fill(press, mine() ? t('sessions.done') : t('sessions.claim_credits', { credits: credits.input.value }));
      out.hidden = !mine();
      fill(warning, reason && h('div', { class: 'note warn' }, h('p', {}, reason), other && removeOther(other)));
      if (left) said.textContent = t(mine() ? 'sessions.left_saved' : 'sessions.left', { count: left });
      else if (!mine() && !saver.isWaiting(session.id))
        said.textContent = reason ? t('sessions.cannot') : t('sessions.ready');
    }

    function removeOther(other) {
      const swap = () => saver.remove(other.session_id, other.title).then(() => press.focus());
      return h(
        'button',
        { type: 'button', class: 'button quiet', onclick: swap },
        t('sessions.remove_other', { title: other.title }),
      );
    }

    draw();
    return {
      update: draw,
      save,
      same,
      trouble,
      say: (text) => {
        said.textContent = text;
      },
    };
  }

  /** Shows the result of a change of this session. */
  function told(what, details) {
    const texts = {
      sending: t('sessions.saving'),
      saved: details.removed
        ? t('sessions.removed', { title: session.title })
        : t('sessions.saved_at', { time: clock() }),
      waiting: t('sessions.waiting'),
    };
    if (what !== 'sending') stalled = what === 'waiting';
    if (what === 'saved' && !details.removed && (!inside || inside.same())) drop(key);
    update();
    if (texts[what]) {
      inside?.say(texts[what]);
      if (what === 'saved')
        announce(
          details.removed
            ? texts.saved
            : t('sessions.saved_said', { title: session.title, credits: mine().credits, total: saver.claim.total }),
        );
      if (what === 'waiting') announce(texts.waiting);
    } else {
      show(true);
      if (what === 'refused') showProblem(inside.trouble, details.problem, { level: 'h4' });
      else conflict(details);
    }
  }

  function conflict({ mine: wanted, theirs }) {
    const keepMine = () => {
      inside.trouble.replaceChildren();
      saver.put(session.id, wanted, session.title);
    };
    const takeTheirs = () => {
      drop(key);
      inside = null;
      show(true);
      toggle.focus();
    };
    const there = theirs ? t('sessions.theirs', { credits: theirs.credits }) : t('sessions.theirs_removed');
    const box = h(
      'div',
      { class: 'note warn', role: 'group', tabindex: '-1', 'aria-label': t('sessions.conflict') },
      h('p', {}, `${t('sessions.conflict')} ${there}`),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', class: 'button', onclick: keepMine }, t('sessions.keep_mine')),
        h('button', { type: 'button', class: 'button quiet', onclick: takeTheirs }, t('sessions.take_theirs')),
      ),
    );
    fill(inside.trouble, box);
    box.focus();
  }

  // It may have been sent while no page showed it.
  if (kept(key) && isSaved(kept(key))) drop(key);
  if (kept(key)) show(true);
  else update();
  return { node, session, update, told, open: () => show(true), leave: () => inside?.save() };
}

function sorted(answers) {
  return JSON.stringify(Object.entries(answers).sort(([one], [other]) => (one < other ? -1 : 1)));
}
