/** A QR code for the camera of a phone. */

import { encode } from '../libraries/uqr.js';

const SVG = 'http://www.w3.org/2000/svg';
const QUIET = 4; // modules of white around it, as the standard asks

/**
 * A picture of `text`; `label` says to a screen reader what it is. Black on white in every color scheme.
 * @param {string} text
 * @param {string} label
 */
export function qrCode(text, label) {
  const { data, size } = /** @type {{data: boolean[][], size: number}} */ (encode(text, { ecc: 'M', border: QUIET }));
  const dark = data.flatMap((row, y) => row.flatMap((is, x) => (is ? [`M${x} ${y}h1v1h-1z`] : [])));
  const attributes = { class: 'qr', role: 'img', 'aria-label': label, viewBox: `0 0 ${size} ${size}` };
  const picture = shape('svg', attributes);
  picture.append(
    shape('rect', { width: String(size), height: String(size), fill: '#fff' }),
    shape('path', { d: dark.join(''), fill: '#000', 'shape-rendering': 'crispEdges' }),
  );
  return picture;
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 */
function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
