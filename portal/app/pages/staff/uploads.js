/** Uploading a provider's file of credits, or the roster: the form, and then what became of the file. */

import { announce } from '../../elements/announcements.js';
import { fill, h } from '../../elements/dom.js';
import { fileField, fileIn } from '../../elements/file_field.js';
import { field, form } from '../../elements/forms.js';
import { t } from '../../elements/words.js';
import { go } from '../../frame/router.js';
import { call } from '../../platform/api.js';
import { sendForm } from '../../platform/form_upload.js';
import { LIMITS } from '../../platform/limits.js';
import { person } from '../../platform/session.js';
import { reportSection } from './upload_report.js';

/** @import { ProviderView, UploadFormView, UploadView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

/** @typedef {{value: string, name: string}} Owner of the files: a provider, or ASCLS */

// No provider has an ID with this character.
const ASCLS = '@ascls';
const MEGABYTE = 1_000_000;

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const owner = query.get('for');
  const upload = query.get('upload');
  const title = t(upload ? 'uploads.report' : 'uploads.title');
  const head = [
    h('p', { class: 'crumbs' }, h('a', { href: upload ? '/staff/uploads' : '/staff' }, crumb(upload))),
    h('h1', {}, title),
  ];
  if (!owner || !upload) return { title, body: [head, uploading(await owners())], width: 'narrow' };
  const path = `${below(owner)}/${encodeURIComponent(upload)}`;
  /** @returns {Promise<UploadView>} */
  const look = async () => (await call('GET', path)).data;
  const report = reportSection(await look(), look);
  const again = h('p', {}, h('a', { class: 'button quiet', href: '/staff/uploads' }, t('uploads.another')));
  return { title, body: [head, report.node, again], width: 'narrow', shown: report.watch, leave: report.leave };
}

/** @param {string | null} upload */
function crumb(upload) {
  return t(upload ? 'uploads.title' : 'staff.title');
}

/** @param {string} owner */
function below(owner) {
  return owner === ASCLS ? '/v1/rosters/ascls/uploads' : `/v1/providers/${encodeURIComponent(owner)}/uploads`;
}

/**
 * For whom the person may upload.
 * @returns {Promise<Owner[]>}
 */
async function owners() {
  const who = person();
  /** @param {ProviderView} one */
  const owner = (one) => ({ value: one.id, name: one.display_name });
  if (!who?.isOperator) {
    const found = (who?.providers ?? []).map((id) => call('GET', `/v1/providers/${encodeURIComponent(id)}`));
    return (await Promise.all(found)).map(({ data }) => owner(data));
  }
  const { data } = await call('GET', '/v1/staff/providers');
  const active = data.items.filter((/** @type {ProviderView} */ one) => one.active).map(owner);
  return [...active, { value: ASCLS, name: t('uploads.roster') }];
}

/** @param {Owner[]} found */
function uploading(found) {
  const options = found.map(({ value, name }) => h('option', { value }, name));
  const owner = field({ label: t('uploads.for'), input: h('select', {}, options) });
  const file = fileField({ label: t('upload.file'), accept: '.csv,text/csv' });
  const place = h('div', {});
  const send = async () => {
    const given = fileIn(file);
    const to = owner.input.value;
    const query = { bytes: String(given.size), type: typeOf(given) };
    /** @type {UploadFormView} */
    const signed = (await call('POST', below(to), { query })).data;
    const bar = h('progress', { max: '1', value: '0', 'aria-label': t('uploads.sending', { name: given.name }) });
    fill(place, bar);
    announce(t('uploads.sending', { name: given.name }));
    try {
      await sendForm(signed, given, (part) => {
        bar.value = part;
      });
    } finally {
      fill(place);
    }
    await go(`/staff/uploads?${new URLSearchParams({ for: to, upload: signed.upload_id })}`);
  };
  const made = form({ fields: [file], send, label: t('upload.send') }, owner.node, file.node, place);
  return h(
    'section',
    { class: 'card', 'aria-label': t('uploads.title') },
    h('p', {}, t('uploads.lead', { size: LIMITS.uploadBytes / MEGABYTE })),
    made.node,
  );
}

/**
 * The media type of a file. Browsers name CSV files after the spreadsheet program that is installed.
 * @param {File} file
 */
function typeOf(file) {
  return file.name.toLowerCase().endsWith('.csv') ? 'text/csv' : file.type || 'application/octet-stream';
}
