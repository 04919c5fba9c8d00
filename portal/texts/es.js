/** The words of the portal in Spanish, for its learners: pages of staff are in English. */

import common from './es/common.js';
import problems from './es/problems.js';

export default {
  language: 'es-US',
  brand: 'Laurel',
  ...common,
  ...problems,
};

/** Words that only some pages need, as in `en.js`. */
export const later = {
  account_change: () => import('./es/account_change.js'),
  addresses: () => import('./es/addresses.js'),
  audit: () => import('./es/audit.js'),
  claims: () => import('./es/claims.js'),
  credits: async () => {
    const [words, sentences] = await Promise.all([import('./es/credits.js'), import('./es/api.js')]);
    return { default: { ...words.default, ...sentences.default } };
  },
  data: () => import('./es/data.js'),
  evaluation: () => import('./es/evaluation.js'),
  help: () => import('./es/help.js'),
  where: () => import('./es/learner/where.js'),
  progress: () => import('./es/learner/progress.js'),
  printing: () => import('./es/learner/printing.js'),
  program: () => import('./es/learner/program.js'),
  transcript: () => import('./es/learner/transcript.js'),
};
