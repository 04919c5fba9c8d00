/** The sessions page: days, marks and the bar. */
export default {
  program: {
    days: 'Days of the activity',
    strip: 'What you claimed of each day',
    of_limit: '{claimed} of {limit}',
    claimed: '{claimed} claimed',
    past: 'Skip to your total',
    folded: { one: '{count} more at the same time', other: '{count} more at the same time' },
    fold: 'Show only what you claimed',
    mark: 'Mark several sessions',
    mark_end: 'Stop marking',
    mark_hint: 'Mark what you attended, on all days. Then evaluate the marked sessions in a row.',
    unmarked: '“{title}” is no longer marked: it was at the same time.',
    evaluate: { one: 'Evaluate {count} session', other: 'Evaluate {count} sessions' },
    place: 'Marked session {n} of {of}: “{title}”',
    claim_all: 'Full credit for all {count}, with these answers',
    row_done: 'No marked session is left.',
  },
};
