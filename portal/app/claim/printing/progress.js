/** What happens while a certificate is printed, step by step: shown, and said to screen readers. */

import { fill, h } from '../../elements/dom.js';
import { t } from '../../elements/words.js';

const A_WHILE = 5000; // milliseconds until the page says that it is still at work

/**
 * The steps by their names; `begin(name)` begins a step, `end()` takes all away again.
 * @param {string[]} names
 */
export function printProgress(names) {
  const bar = h('progress', { max: names.length, 'aria-label': t('printing.progress') });
  const items = h('ol', { class: 'print-steps' });
  const said = h('p', { role: 'status' });
  const node = h('div', { class: 'note', hidden: true }, said, bar, items);
  let timer = 0;
  const end = () => {
    clearTimeout(timer);
    node.hidden = true;
    said.textContent = '';
  };
  /** @param {string} name */
  const begin = (name) => {
    const here = names.indexOf(name);
    clearTimeout(timer);
    node.hidden = false;
    bar.value = here;
    said.textContent = t(`printing.now.${name}`);
    fill(
      items,
      names.map((one, n) =>
        h(
          'li',
          { class: n < here ? 'is-done' : '', 'aria-current': n === here && 'step' },
          t(`printing.now.${one}`),
          n < here && h('span', { class: 'unseen' }, ` ${t('steps.done')}`),
        ),
      ),
    );
    timer = setTimeout(() => {
      said.textContent = t('printing.still', { now: t(`printing.now.${name}`) });
    }, A_WHILE);
  };
  return { node, begin, end };
}
