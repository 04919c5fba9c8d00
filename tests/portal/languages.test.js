/** Each language of the learners' pages says what English says: the same keys, placeholders and forms. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as english from '../../portal/texts/en.js';
import * as spanish from '../../portal/texts/es.js';

const OTHERS = { es: spanish };
// Pages of staff are in English: their words have one language.
const STAFFS = [
  'attendance_reports',
  'codes',
  'credit_table',
  'evaluations',
  'files',
  'nights',
  'pace_lists',
  'people',
  'preview',
  'revisions',
  'session_files',
  'file_columns',
  'staff',
  'staff_codes',
  'uploads',
  'workbench',
];
// How often a form may be asked for: nobody has a million credits.
const COUNTS = Array.from({ length: 2000 }, (_, count) => count);

const isText = (one) => typeof one === 'string';
const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];
const isPlural = (one) => isText(one.other) && Object.keys(one).every((form) => FORMS.includes(form));
const formsOf = (language) => {
  const rules = new Intl.PluralRules(language);
  return [...new Set(COUNTS.map((count) => rules.select(count)))].sort();
};

/** All texts by their keys; one with plural forms is one text. */
function flat(texts, before = '') {
  return Object.entries(texts).flatMap(([name, one]) =>
    isText(one) || isPlural(one) ? [[before + name, one]] : flat(one, `${before}${name}.`),
  );
}

/** The learners' texts of a language by their keys. */
async function all({ default: first, later }) {
  const parts = Object.keys(later).filter((part) => !STAFFS.includes(part));
  const more = await Promise.all(parts.map(async (part) => (await later[part]()).default));
  const { api, ...own } = Object.assign({}, first, ...more);
  return new Map(flat(own));
}

const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();
const unless = (name, text) => placeholders(text).filter((one) => one !== name);
const variants = (one) => (isText(one) ? [one] : Object.values(one));

test('only the words of staff have no second language', () => {
  for (const part of STAFFS) assert.ok(english.later[part], part);
  for (const { later } of Object.values(OTHERS)) {
    const wanted = Object.keys(english.later).filter((part) => !STAFFS.includes(part));
    assert.deepEqual(Object.keys(later).sort(), wanted.sort());
  }
});

for (const [code, other] of Object.entries(OTHERS)) {
  test(`${code} has the keys of English`, async () => {
    assert.deepEqual([...(await all(other)).keys()].sort(), [...(await all(english)).keys()].sort());
  });

  test(`${code} has the placeholders of English in every text`, async () => {
    const theirs = await all(other);
    for (const [key, text] of await all(english)) {
      const there = theirs.get(key);
      assert.deepEqual(placeholders(there.other ?? there), placeholders(text.other ?? text), key);
      // "One answer is missing": a form for one number need not name it.
      for (const variant of variants(there))
        assert.deepEqual(unless('{count}', variant), unless('{count}', text.other ?? text), `${key}: ${variant}`);
    }
  });

  test(`${code} has the forms that its language counts in`, async () => {
    const theirs = await all(other);
    for (const [key, text] of await all(english)) {
      assert.equal(isText(theirs.get(key)), isText(text), key);
      if (isText(text)) continue;
      assert.deepEqual(Object.keys(text).sort(), formsOf('en-US'), key);
      assert.deepEqual(Object.keys(theirs.get(key)).sort(), formsOf(other.default.language), key);
    }
  });

  test(`${code} has sentences of the API with the same names in them`, async () => {
    const { api } = (await other.later.credits()).default;
    assert.ok(Object.keys(api).length > 100);
    for (const [english, translated] of Object.entries(api)) {
      assert.ok(translated.trim() && translated !== english, english);
      assert.deepEqual(placeholders(translated), placeholders(english), english);
    }
  });

  test(`${code} leaves nothing empty, and hardly anything in English`, async () => {
    const theirs = await all(other);
    for (const variant of [...theirs.values()].flatMap(variants)) assert.ok(variant.trim(), variant);
    const same = [...(await all(english))].filter(([key, text]) => isText(text) && theirs.get(key) === text);
    const long = same.filter(([, text]) => text.split(' ').length > 4);
    assert.deepEqual(
      long.map(([key]) => key),
      [],
    );
  });
}

test('Spanish has one word for to add, and one kind of quotes', async () => {
  for (const [key, text] of await all(spanish))
    for (const variant of variants(text)) assert.doesNotMatch(variant, /\bañad|[«»"]/i, key);
});
