/** The answers to a question as a bar: for 1 to 5, what is below the middle is left of it and what is above, right. */

/** @import { AnswerCountView, QuestionResultsView } from '#api' */

const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT] = [400, 24];
// From bad to good. The choices of a question are neither.
const COLORS = ['#b2182b', '#ef8a62', '#d0d0d0', '#67a9cf', '#2166ac'];
const YES_NO = ['#2166ac', '#b2182b'];
const CHOICES = ['#2166ac', '#92c5de', '#8c8c8c', '#d0d0d0'];

/**
 * The segments of a bar in shares of its width, from left to right; the middle of 1 to 5 is at 0.5.
 * @param {AnswerCountView[]} counts
 * @param {string} kind of the question
 */
export function segments(counts, kind) {
  const isScale = kind === 'likert';
  const colors = isScale ? COLORS : kind === 'yes_no' ? YES_NO : CHOICES;
  const total = counts.reduce((sum, one) => sum + one.count, 0);
  if (!total) return [];
  const shares = counts.map((one) => one.count / total);
  const below = shares[0] + shares[1] + shares[2] / 2;
  let at = isScale ? (1 - below) / 2 : 0;
  return shares.map((share, n) => {
    const width = isScale ? share / 2 : share;
    const made = { at, width, color: colors[n % colors.length] };
    at += width;
    return made;
  });
}

/**
 * @param {QuestionResultsView} question
 * @param {string} label for screen readers
 */
export function bar(question, label) {
  const picture = shape('svg', {
    role: 'img',
    'aria-label': label,
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: '100%',
    height: String(HEIGHT),
    preserveAspectRatio: 'none',
  });
  const isScale = question.kind === 'likert';
  for (const { at, width, color } of segments(question.counts, question.kind)) {
    const box = { x: String(at * WIDTH), y: '2', width: String(width * WIDTH), height: String(HEIGHT - 4) };
    picture.append(shape('rect', { ...box, fill: color, stroke: 'currentColor', 'stroke-width': '0.5' }));
  }
  if (isScale) {
    const middle = String(WIDTH / 2);
    picture.append(shape('line', { x1: middle, x2: middle, y1: '0', y2: String(HEIGHT), stroke: 'currentColor' }));
  }
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
