/** The form of a whole activity, section by section. */

import { h, newId } from '../elements/dom.js';
import { hasText, t } from '../elements/words.js';
import { editorsOf } from './editors.js';
import { ACTIVITY, SECTIONS } from './parts.js';
import { showProblems } from './problem_places.js';
import { instantOf, isZone, wallOf } from './times.js';

/** @import { ProblemView } from '#api' */
/** @import { Desk, Place } from './fields.js' */
/** @import { FormSection, Part } from './parts.js' */

/**
 * The form; it writes into `document` what is typed, and calls `changed` after each change.
 * @param {any} document
 * @param {{value: string, label: string}[]} owners
 * @param {() => void} changed
 */
export function activityForm(document, owners, changed) {
  let zone = document.time_zone;
  /** @type {Place[]} */
  let complained = [];
  /** @type {Desk} */
  const desk = {
    document,
    providers: owners,
    dependents: new Set(),
    changed: (part) => {
      if (part.kind === 'zone') zone = withZone(document, zone);
      for (const one of desk.dependents) {
        if (one.node.isConnected) one.again();
        else desk.dependents.delete(one);
      }
      changed();
    },
  };
  const sections = SECTIONS.map((one) => sectionOf(one, desk));
  /** @param {(string | number)[]} steps */
  const reach = (steps) => {
    for (const one of sections) {
      const found = one.reach(steps);
      if (!found) continue;
      complained.push(found);
      return found;
    }
    return null;
  };
  return {
    node: h(
      'div',
      {},
      sections.map((one) => one.node),
    ),
    /**
     * Shows problems at their fields, and takes the earlier ones back.
     * @param {ProblemView[]} problems
     */
    showProblems: (problems) => {
      for (const one of complained) one.complain();
      complained = [];
      return showProblems(problems, document, reach);
    },
  };
}

/**
 * @param {FormSection} section
 * @param {Desk} desk
 */
function sectionOf({ name, parts }, desk) {
  const { nodes, reach } = editorsOf(parts, desk.document, desk);
  const id = newId('section');
  const about = `workbench.about_section.${name}`;
  const node = h(
    'section',
    { class: 'card', 'aria-labelledby': id },
    h('h2', { id }, t(`workbench.sections.${name}`)),
    hasText(about) && h('p', {}, t(about)),
    nodes,
  );
  return { node, reach };
}

/**
 * Another zone: what was typed as 9:00 stays 9:00, by the clock of the new zone, which is returned.
 * @param {any} document
 * @param {string} before
 * @returns {string}
 */
function withZone(document, before) {
  const zone = document.time_zone;
  if (!isZone(zone)) return before;
  moveAll(ACTIVITY, document, (at) => instantOf(wallOf(at, before), zone) ?? at);
  return zone;
}

/**
 * @param {Part[]} parts
 * @param {any} holder
 * @param {(at: string) => string} moved
 */
function moveAll(parts, holder, moved) {
  if (!holder || typeof holder !== 'object') return;
  for (const part of parts) {
    const value = holder[part.name];
    if (part.kind === 'moment' && typeof value === 'string') holder[part.name] = moved(value);
    if (part.kind === 'record') moveAll(part.parts ?? [], value, moved);
    if (part.kind === 'list' && Array.isArray(value)) for (const one of value) moveAll(part.parts ?? [], one, moved);
  }
}
