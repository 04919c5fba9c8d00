/** Every word of the portal in English. Another language is another file and folder of this shape. */

import audit from './en/audit.js';
import claims from './en/claims.js';
import common from './en/common.js';
import credits from './en/credits.js';
import problems from './en/problems.js';
import staff from './en/staff.js';

export default {
  language: 'en-US',
  brand: 'Laurel',
  ...audit,
  ...claims,
  ...common,
  ...credits,
  ...problems,
  ...staff,
};
