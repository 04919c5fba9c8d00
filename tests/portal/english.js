/** The words in English, as a page has them before its module runs: Node loads this before each test. */

import { fetchWords, speak } from '../../portal/app/elements/words.js';

await speak('en');
await Promise.all([fetchWords('claims'), fetchWords('credits')]);
