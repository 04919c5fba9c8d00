/**
 * The language of a name: a list to choose from, and what the browser's languages suggest where letters do not tell.
 */

import { h } from '../elements/dom.js';
import { field } from '../elements/forms.js';
import { hasText, language, t } from '../elements/words.js';

// The languages of the API, by the scripts in which letters alone do not tell them apart.
const GROUPS = [
  { script: /\p{Script=Han}/u, tags: ['ja', 'zh-Hans', 'zh-Hant', 'ko'] },
  { script: /\p{Script=Arabic}/u, tags: ['ar', 'fa', 'ur', 'ps', 'ckb', 'ug', 'sd'] },
  { script: /\p{Script=Cyrillic}/u, tags: ['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk', 'ky', 'mn', 'tg'] },
  { script: /\p{Script=Devanagari}/u, tags: ['hi', 'ne', 'mr', 'sa'] },
  { script: /\p{Script=Bengali}/u, tags: ['bn', 'as'] },
  { script: /\p{Script=Ethiopic}/u, tags: ['am', 'ti'] },
  { script: /\p{Script=Tibetan}/u, tags: ['bo', 'dz'] },
  { script: /\p{Script=Hebrew}/u, tags: ['he', 'yi'] },
];
const OTHERS = ['en', 'vi', 'pa', 'es', 'fr', 'de', 'it', 'pt', 'pl', 'tr', 'fil', 'yo', 'ig'];
const TELLS = /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/**
 * What a browser set to `preferred` languages suggests for `name`; empty where the letters tell, or nothing fits.
 * @param {string} name
 * @param {readonly string[]} [preferred]
 * @returns {string}
 */
export function suggested(name, preferred = navigator.languages ?? []) {
  if (TELLS.test(name)) return '';
  const group = GROUPS.find((one) => one.script.test(name));
  return (group && preferred.map(tagOf).find((tag) => group.tags.includes(tag))) || '';
}

/**
 * A browser's language as the API writes it: Chinese by its script, all others without a region.
 * @param {string} wanted
 */
function tagOf(wanted) {
  const [base] = wanted.split('-');
  if (base !== 'zh') return base;
  return /-(Hant|TW|HK|MO)/i.test(wanted) ? 'zh-Hant' : 'zh-Hans';
}

/**
 * The name of a language. Not every browser knows each: what it does not know it gives back as the tag, or refuses.
 * @param {string} tag
 */
export function nameOf(tag) {
  const own = hasText(`languages.${tag}`) ? t(`languages.${tag}`) : tag;
  try {
    const known = new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;
    return known === tag ? own : known;
  } catch {
    return own;
  }
}

/**
 * A field to choose the language of the name in; `follow(name)` suggests one until the learner has chosen.
 * @param {{value: string | null}} options
 */
export function languageField({ value }) {
  const tags = [...GROUPS.flatMap((one) => one.tags), ...OTHERS];
  const named = tags.map((tag) => [tag, nameOf(tag)]).sort((a, b) => a[1].localeCompare(b[1], language));
  const input = h(
    'select',
    {},
    h('option', { value: '' }, t('profile.language_by_letters')),
    named.map(([tag, label]) => h('option', { value: tag, selected: tag === value }, label)),
  );
  const made = field({ label: t('profile.language'), hint: t('profile.language_hint'), input });
  let chosen = Boolean(value);
  input.addEventListener('change', () => {
    chosen = true;
  });
  /** @param {string} name */
  const follow = (name) => {
    if (!chosen) input.value = suggested(name);
  };
  return { ...made, follow };
}
