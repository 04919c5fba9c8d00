/** Where the problems of a document are shown: at the field, and in words in the list on top. Never as a path. */

import { hasText, t } from '../elements/words.js';
import { kindOf } from '../platform/kinds.js';
import { nameOf } from './editors.js';
import { labelOf, listIn } from './fields.js';
import { ACTIVITY, stepsOf } from './parts.js';

/** @import { ProblemView } from '#api' */
/** @import { Place } from './fields.js' */
/** @import { Part } from './parts.js' */

/**
 * What a path of the API means, in the words of the form: `Session 4: Gram stains › Title`. Empty for the whole.
 * @param {string} path
 * @param {any} document
 * @returns {string}
 */
export function whereIs(path, document) {
  /** @type {string[]} */
  const said = [];
  /** @type {Part[]} */
  let parts = ACTIVITY;
  let holder = document;
  const steps = stepsOf(path);
  while (steps.length) {
    const name = String(steps.shift());
    const part = parts.find((one) => one.name === name);
    if (!part) break;
    const n = steps[0];
    if (part.kind === 'list' && typeof n === 'number') {
      const one = listIn(holder?.[name])[n];
      if (!one) break;
      said.push(nameOf(part, one, n));
      steps.shift();
      holder = one;
    } else {
      said.push(part.kind === 'maxima' && n ? kindOf(String(n)).short_name : labelOf(part));
      holder = holder?.[name];
    }
    parts = part.parts ?? [];
  }
  return said.join(' › ');
}

/**
 * What is wrong, in words for a form: the API's words are for documents too.
 * @param {ProblemView} problem
 */
export function saidOf({ code, message }) {
  const key = `workbench.problems.${code}`;
  return hasText(key) ? t(key) : message;
}

/**
 * Shows each problem at its field; gives them for the list on top, each with the ID of the field.
 * @param {ProblemView[]} problems
 * @param {any} document
 * @param {(steps: (string | number)[]) => Place | null} reach
 * @returns {{text: string, id: string | null}[]}
 */
export function showProblems(problems, document, reach) {
  return problems.map((one) => {
    const place = reach(stepsOf(one.path));
    const said = saidOf(one);
    place?.complain(said);
    const where = whereIs(one.path, document);
    return { text: where ? `${where}: ${said}` : said, id: place?.id ?? null };
  });
}
