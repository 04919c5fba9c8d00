/** Lo que la API dice en inglés, en español: cada frase por la inglesa. Una frase nueva se muestra en inglés. */

import questions from './api/questions.js';
import reasons from './api/reasons.js';
import rules from './api/rules.js';
import where from './api/where.js';

export default { api: Object.fromEntries([...questions, ...where, ...reasons, ...rules]) };
