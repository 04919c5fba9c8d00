/** Elements of a picture that is made in the page. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...Node} children
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * A name that shows when the pointer rests on a part of the picture.
 * @param {string} text
 */
export function named(text) {
  const title = svg('title', {});
  title.textContent = text;
  return title;
}

/**
 * A small field of one color, for a key.
 * @param {string} color
 */
export function sample(color) {
  const attributes = { width: 12, height: 12, 'aria-hidden': 'true' };
  return svg('svg', attributes, svg('rect', { width: 12, height: 12, fill: color }));
}
