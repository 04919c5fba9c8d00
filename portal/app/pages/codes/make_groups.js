/** The form that makes new Group IDs for a site. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { field, form } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { reload } from '../../frame/router.js';
import { call } from '../../platform/api.js';

/** @import { CodeView } from '#api' */

/** @param {string} path of the codes */
export function makeGroups(path) {
  const site = field({ label: t('codes.site'), required: true, autocomplete: 'off', maxlength: '120' });
  const number = { required: true, inputmode: 'numeric', autocomplete: 'off' };
  const capacity = field({ label: t('codes.make.places'), value: '30', ...number });
  const count = field({ label: t('codes.make.count'), value: '1', ...number });
  const said = h('div', {});
  let request = newRequest();
  // A request that got no answer is sent again under its own name, so that nothing is made twice.
  const renew = () => {
    request = newRequest();
  };
  for (const one of [site, capacity, count]) one.input.addEventListener('input', renew);
  const send = async () => {
    const json = {
      request_id: request,
      site: site.input.value.trim(),
      capacity: Number(capacity.input.value),
      count: Number(count.input.value),
    };
    const { data } = await call('POST', path, { json });
    const text = t('codes.make.done', { count: data.items.length });
    announce(text);
    renew();
    const codes = data.items.map((/** @type {CodeView} */ one) => h('li', {}, h('code', {}, one.code)));
    const again = h('button', { type: 'button', class: 'button quiet', onclick: () => reload() }, t('codes.make.show'));
    fill(said, h('p', { class: 'note ok' }, text), h('ul', {}, codes), again);
  };
  const places = { site, capacity, count };
  const fields = [site, capacity, count];
  const made = form({ fields, label: t('codes.make.submit'), send, places }, [site.node, capacity.node, count.node]);
  return h('section', { class: 'card no-print' }, h('h2', {}, t('codes.make.title')), made.node, said);
}

const newRequest = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
