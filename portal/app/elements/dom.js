/** Builds elements. Text is only ever set as text, so that nobody's input can become markup. */

import { language, textsUnder } from './words.js';

/**
 * What can stand inside an element: null, undefined and false are left out, lists are laid flat.
 * @typedef {Node | string | number | boolean | null | undefined} Single
 * @typedef {Single | any[]} Child
 */

/** @typedef {Record<string, any> | null} Attributes */

const WRITTEN = 'en-US';
const NAME = '{provider}';
const SAFE_LINK = /^(?:https?:|mailto:|otpauth:|\/(?!\/)|#|\?)/i;

/**
 * An element: `h('p', {class: 'hint'}, 'Some text', otherElement)`.
 * Attributes that are functions become listeners, true and false switch an attribute on and off,
 * null, undefined and false children are ignored.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) set(element, name, value);
  element.append(...flat(children));
  return element;
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
function flat(children) {
  const all = /** @type {any[]} */ (children).flat(Infinity);
  return all.filter((child) => child !== null && child !== undefined && child !== false);
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {any} value
 */
function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
  else if (name === 'value' || name === 'checked') Object.assign(element, { [name]: value });
  else if (name === 'href' && !SAFE_LINK.test(value)) element.setAttribute('data-refused-link', '');
  else element.setAttribute(name, value === true ? '' : value);
}

/**
 * A fragment of several nodes.
 * @param {...Child} children
 */
export function group(...children) {
  const fragment = document.createDocumentFragment();
  fragment.append(...flat(children));
  return fragment;
}

/**
 * Replaces the content of `element` with `children`.
 * @template {Element} E
 * @param {E} element
 * @param {...Child} children
 * @returns {E}
 */
export function fill(element, ...children) {
  element.replaceChildren(group(...children));
  return element;
}

/**
 * The element of index.html with this id.
 * @param {string} id
 */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * A text as a provider, staff or the API wrote it. Its direction does not touch the text around it. On a page in
 * another language, a sentence of the API is in that language, and all others say that they are in English.
 * @param {string | null | undefined} text
 */
export function written(text) {
  if (!text || language === WRITTEN) return text && h('bdi', {}, text);
  const translated = translation(text, textsUnder('api'));
  return h('bdi', { lang: !translated && WRITTEN }, translated ?? text);
}

/**
 * @param {string} text
 * @param {Record<string, string>} sentences by the English ones; some have the name of a provider
 * @returns {string | undefined}
 */
function translation(text, sentences) {
  if (Object.prototype.hasOwnProperty.call(sentences, text)) return sentences[text];
  for (const [english, own] of Object.entries(sentences).filter(([one]) => one.includes(NAME))) {
    const [start, end] = english.split(NAME);
    const isThis = text.startsWith(start) && text.endsWith(end) && text.length > start.length + end.length;
    if (isThis) return own.replace(NAME, () => text.slice(start.length, text.length - end.length));
  }
  return undefined;
}

/**
 * `text`, in which `part` is such a text.
 * @param {string} text
 * @param {string | null | undefined} part
 * @returns {Child[]}
 */
export function around(text, part) {
  const at = part ? text.indexOf(part) : -1;
  return at < 0 ? [text] : [text.slice(0, at), written(part), text.slice(at + String(part).length)];
}

/**
 * Texts in one line, with dots between them; what is empty is left out.
 * @param {...Child} parts
 * @returns {Child[]}
 */
export function inLine(...parts) {
  return flat(parts).flatMap((part, n) => (n ? [' · ', part] : [part]));
}

let counter = 0;

/** A unique element id. */
export function newId(name = 'x') {
  counter += 1;
  return `${name}-${counter}`;
}
