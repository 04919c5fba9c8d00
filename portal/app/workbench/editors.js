/** The parts of an activity's form that hold others: records, lists, amounts by statement, answers of a question. */

import { announce } from '../elements/announcements.js';
import { fill, h, newId } from '../elements/dom.js';
import { field } from '../elements/forms.js';
import { t } from '../elements/words.js';
import { kindOf } from '../platform/kinds.js';
import { FIELDS, labelOf, listIn, write } from './fields.js';
import { newPartId } from './parts.js';

/** @import { Desk, Editor, Place } from './fields.js' */
/** @import { Part } from './parts.js' */

/** @type {Record<string, (part: Part, holder: any, desk: Desk) => Editor>} */
const HOLDERS = { record, list, maxima, answers };

/**
 * What edits one part of `holder`.
 * @param {Part} part
 * @param {any} holder
 * @param {Desk} desk
 * @returns {Editor}
 */
export function editorOf(part, holder, desk) {
  const made = (HOLDERS[part.kind] ?? FIELDS[part.kind])(part, holder, desk);
  const { isShown } = part;
  if (isShown) {
    const again = () => {
      made.node.hidden = !isShown(holder);
    };
    again();
    desk.dependents.add({ node: made.node, again });
  }
  return made;
}

/**
 * The editors of `parts`, and how a problem finds its place among them.
 * @param {Part[]} parts
 * @param {any} holder
 * @param {Desk} desk
 */
export function editorsOf(parts, holder, desk) {
  const made = new Map(parts.map((part) => [part.name, editorOf(part, holder, desk)]));
  return {
    nodes: [...made.values()].map((one) => one.node),
    /**
     * @param {(string | number)[]} steps
     * @returns {Place | null}
     */
    reach: ([name, ...rest]) => made.get(String(name))?.reach(rest) ?? null,
  };
}

/**
 * A place for problems that belong to no single field.
 * @returns {Place & {node: HTMLElement}}
 */
function notice() {
  const node = h('p', { class: 'error', id: newId('notice'), tabindex: '-1', hidden: true });
  const complain = (text = '') => {
    node.textContent = text;
    node.hidden = !text;
  };
  return { node, id: node.id, complain };
}

/**
 * @param {Part} part
 * @param {any} holder
 * @param {Desk} desk
 * @returns {Editor}
 */
function record(part, holder, desk) {
  const value = holder[part.name];
  const inner = value && typeof value === 'object' && !Array.isArray(value) ? value : {};
  /** @type {Desk} */
  const within = {
    ...desk,
    changed: (below) => {
      if (Object.keys(inner).length) holder[part.name] = inner;
      else delete holder[part.name];
      desk.changed(below);
    },
  };
  const { nodes, reach } = editorsOf(part.parts ?? [], inner, within);
  const wrong = notice();
  const node = h('fieldset', { class: 'parts' }, h('legend', {}, labelOf(part)), wrong.node, nodes);
  return { node, reach: (steps) => (steps.length && reach(steps)) || wrong };
}

/**
 * A list: each entry folds out. Entries are drawn when they are opened, since a meeting has hundreds of sessions.
 * @param {Part} part
 * @param {any} holder
 * @param {Desk} desk
 * @returns {Editor}
 */
function list(part, holder, desk) {
  const wrong = notice();
  const place = h('div', { class: 'entries' });
  /** @type {ReturnType<typeof entry>[]} */
  let made = [];
  const all = () => listIn(holder[part.name]);
  const draw = () => {
    const now = all();
    made = now.map((one, n) => entry(part, one, n, { desk, isLast: n === now.length - 1, move, remove }));
    fill(place, ...made.map((one) => one.node));
  };
  /** @param {any[]} now */
  const put = (now) => {
    write(holder, part, now.length ? now : undefined, desk);
    draw();
  };
  /** @type {(n: number, by: number) => void} */
  const move = (n, by) => {
    const now = all();
    now.splice(n + by, 0, ...now.splice(n, 1));
    put(now);
    made[n + by].summary.focus();
    announce(t('workbench.moved', { number: n + by + 1, count: now.length }));
  };
  /** @param {number} n */
  const remove = (n) => {
    put(all().filter((_, at) => at !== n));
    announce(t('workbench.removed'));
    (made[Math.min(n, made.length - 1)]?.summary ?? add).focus();
  };
  const add = h('button', { type: 'button', class: 'button quiet' }, t(`workbench.add.${part.key}`));
  add.addEventListener('click', () => {
    const now = all();
    const id = part.prefix ? { id: newPartId(part.prefix, now) } : {};
    put([...now, { ...part.first, ...id, ...sameAs(part, now, desk) }]);
    made[made.length - 1].open()?.focus();
  });
  draw();
  desk.dependents.add({
    node: place,
    again: () => {
      for (const one of made) one.again();
    },
  });
  return {
    node: h('div', { class: 'part-list' }, wrong.node, place, h('p', {}, add)),
    reach: ([n, ...rest]) => (typeof n === 'number' && made[n]?.reach(rest)) || wrong,
  };
}

/**
 * What a new session has in common with the last one: its evaluation form and its amounts.
 * @param {Part} part
 * @param {any[]} now
 * @param {Desk} desk
 */
function sameAs(part, now, desk) {
  if (part.name !== 'sessions') return {};
  const last = now[now.length - 1];
  const [form] = listIn(desk.document.evaluation_forms);
  return {
    ...(form && { evaluation_form: last?.evaluation_form ?? form.id }),
    ...(last?.maximum && { maximum: { ...last.maximum } }),
  };
}

/**
 * @param {Part} part
 * @param {any} one
 * @param {number} n
 * @param {{desk: Desk, isLast: boolean, move: (n: number, by: number) => void, remove: (n: number) => void}} acts
 */
function entry(part, one, n, { desk, isLast, move, remove }) {
  const summary = h('summary', {});
  const body = h('div', { class: 'entry' });
  /** @type {ReturnType<typeof editorsOf> | null} */
  let inner = null;
  const again = () => {
    summary.textContent = nameOf(part, one, n);
  };
  const wrong = notice();
  const draw = () => {
    if (inner) return inner;
    inner = editorsOf(part.parts ?? [], one, desk);
    const acts = [
      n > 0 && actButton('up', () => move(n, -1)),
      !isLast && actButton('down', () => move(n, 1)),
      actButton('remove', () => remove(n)),
    ];
    fill(body, wrong.node, inner.nodes, h('p', { class: 'entry-acts' }, acts));
    return inner;
  };
  /**
   * @param {'up' | 'down' | 'remove'} name
   * @param {() => void} act
   */
  const actButton = (name, act) => {
    const label = `${t(`workbench.${name}`)}: ${nameOf(part, one, n)}`;
    return h(
      'button',
      { type: 'button', class: 'link-button', 'aria-label': label, onclick: act },
      t(`workbench.${name}`),
    );
  };
  const node = h('details', { class: 'part', ontoggle: () => node.open && draw() }, summary, body);
  again();
  const open = () => {
    node.open = true;
    draw();
    return /** @type {HTMLElement | null} */ (body.querySelector('input, select, textarea'));
  };
  /**
   * @param {(string | number)[]} steps
   * @returns {Place}
   */
  const reach = (steps) => {
    open();
    return (steps.length && draw().reach(steps)) || wrong;
  };
  return { node, summary, open, reach, again };
}

/**
 * What an entry is called: by its own title or text, or by its number.
 * @param {Part} part
 * @param {any} one
 * @param {number} n
 * @returns {string}
 */
export function nameOf(part, one, n) {
  const own = one.title ?? one.text ?? one.code ?? (one.type && kindOf(one.type).name);
  const name = t(`workbench.entries.${part.key}`);
  const numbered = t('workbench.entry', { name, number: n + 1 });
  return typeof own === 'string' && own.trim() ? `${numbered}: ${own.trim().slice(0, 120)}` : numbered;
}

/**
 * An amount for each statement that the activity offers.
 * @param {Part} part
 * @param {any} holder
 * @param {Desk} desk
 * @returns {Editor}
 */
function maxima(part, holder, desk) {
  const wrong = notice();
  const place = h('div', { class: 'trio' });
  const node = h('fieldset', { class: 'parts' }, h('legend', {}, labelOf(part)), wrong.node, place);
  /** @type {Map<string, Place>} */
  let fields = new Map();
  let drawn = '';
  const again = () => {
    const types = [...new Set(listIn(desk.document.statements).flatMap((one) => one.type ?? []))];
    if (drawn === types.join()) return;
    drawn = types.join();
    const now = types.map((type) => [type, amountField(type)]);
    fields = new Map(/** @type {[string, Place][]} */ (now));
    fill(
      place,
      types.length ? now.map(([, one]) => one.node) : h('p', { class: 'hint' }, t('workbench.no_statements')),
    );
  };
  /** @param {string} type */
  const amountField = (type) => {
    const value = holder[part.name]?.[type] ?? '';
    const one = field({ label: kindOf(type).short_name, value, inputmode: 'decimal', autocomplete: 'off' });
    one.input.addEventListener('input', () => {
      const { [type]: _, ...rest } = holder[part.name] ?? {};
      const typed = one.input.value.trim();
      const all = typed ? { ...rest, [type]: typed } : rest;
      write(holder, part, Object.keys(all).length ? all : undefined, desk);
    });
    return one;
  };
  again();
  desk.dependents.add({ node, again });
  return { node, reach: ([type]) => fields.get(String(type)) ?? wrong };
}

/**
 * The answers of a question of the post-test, and which one is right.
 * @param {Part} part
 * @param {any} holder
 * @param {Desk} desk
 * @returns {Editor}
 */
function answers(part, holder, desk) {
  const wrong = notice();
  const place = h('div', {});
  const group = newId('right');
  const all = () => listIn(holder[part.name]);
  /** @param {any[]} now */
  const put = (now) => {
    write(holder, part, now.length ? now : undefined, desk);
    draw();
  };
  /**
   * @param {any} one
   * @param {number} n
   */
  const row = (one, n) => {
    const name = t('workbench.entry', { name: t('workbench.entries.answers'), number: n + 1 });
    const text = field({ label: name, value: one.text ?? '', autocomplete: 'off' });
    text.input.addEventListener('input', () => {
      one.text = text.input.value;
      desk.changed(part);
    });
    const isRight = () => {
      holder.right = one.id;
      desk.changed(part);
    };
    const right = h('input', { type: 'radio', name: group, checked: holder.right === one.id, onchange: isRight });
    const remove = h('button', {
      type: 'button',
      class: 'link-button',
      'aria-label': `${t('workbench.remove')}: ${name}`,
    });
    remove.textContent = t('workbench.remove');
    remove.addEventListener('click', () => put(all().filter((_, at) => at !== n)));
    const choice = h('label', { class: 'choice' }, right, h('span', {}, t('workbench.right')));
    return h('div', { class: 'answer' }, text.node, choice, remove);
  };
  const draw = () => fill(place, all().map(row));
  const add = h('button', { type: 'button', class: 'button quiet' }, t('workbench.add.answers'));
  add.addEventListener('click', () => {
    put([...all(), { id: newPartId('a', all()) }]);
    /** @type {HTMLElement} */ (place.querySelector('.answer:last-child input')).focus();
  });
  draw();
  const node = h('fieldset', { class: 'parts' }, h('legend', {}, labelOf(part)), wrong.node, place, h('p', {}, add));
  return { node, reach: () => wrong };
}
