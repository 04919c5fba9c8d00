/** The participants of an activity, as printed on their certificates: for paper and as CSV. */

import { h } from '../../elements/dom.js';
import { day, t } from '../../elements/words.js';
import { askForActivity } from '../../frame/activity_choice.js';
import { printAndSave, staffHead } from '../../frame/staff_page.js';
import { call } from '../../platform/api.js';
import { kindOf } from '../../platform/kinds.js';
import { table } from './paper_table.js';

/** @import { ParticipantList, ParticipantView } from '#api' */
/** @import { Page, Visit } from '../../frame/router.js' */

const COLUMNS = ['name', 'statement', 'hours', 'sessions', 'completed_on', 'certificate', 'standing', 'license'];
const NUMBERS = ['hours', 'sessions'];

/**
 * @param {Visit} visit
 * @returns {Promise<Page>}
 */
export async function page({ query }) {
  const title = t('pace_lists.participants.title');
  const activity = query.get('activity');
  if (!activity) return askForActivity(title, '/staff/participants', t('pace_lists.open'));
  const path = `/v1/staff/activities/${encodeURIComponent(activity)}/participants`;
  /** @type {{data: ParticipantList}} */
  const { data } = await call('GET', path);
  const people = data.participants;
  const columns = COLUMNS.filter((name) => name !== 'license' || people.some((one) => one.license));
  const body = [
    staffHead(t('pace_lists.participants.of', { title: data.title })),
    h('p', {}, [data.provider, data.number, t('pace_lists.participants.count', { count: people.length })].join(' · ')),
    printAndSave({ path, name: 'participants.csv' }),
    people.length > 0 &&
      table(
        title,
        columns.map((name) => ({
          title: t(`pace_lists.participants.columns.${name}`),
          isNumber: NUMBERS.includes(name),
        })),
        people.map((one) => columns.map((name) => cell(one, name))),
      ),
  ];
  return { title, body };
}

/**
 * @param {ParticipantView} one
 * @param {string} name
 */
function cell(one, name) {
  if (name === 'name') return h('bdi', {}, one.name);
  if (name === 'statement') return kindOf(one.statement).name;
  if (name === 'hours') return one.hours;
  if (name === 'sessions') return String(one.session_ids.length);
  if (name === 'completed_on') return day(one.completed_on);
  if (name === 'certificate') return one.certificate;
  if (name === 'standing') return t(`pace_lists.participants.standing.${one.standing}`);
  return one.license ?? '–';
}
