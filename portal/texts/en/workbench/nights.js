/** Nights at a glance: the bars, one night as a flow, and the files of a run. */
export default {
  nights: {
    title: { one: 'The last night with a run', other: 'The last {count} nights with a run' },
    rows_picture: 'Rows of each night, the oldest on the left. The highest bar has {most} rows.',
    age_picture:
      'Days that the oldest credit waited for its receipt, the oldest night on the left. The most is {most}.',
    over: { one: 'One night is over its limit.', other: '{count} nights are over their limit.' },
    rejected_limit:
      'The line in a bar is the limit of the alarm: rejected rows that reach below it are more than {percent} % of ' +
      'the night. It counts for nights of more than {few} rows. A triangle marks a night over its limit.',
    age_limits:
      'The lower picture: the days that the oldest credit waited for its receipt. Its lines are the limits of the ' +
      'alarms, {first} and {second} days.',
    rejected_over: 'too many rejected rows',
    waits_over: 'a credit waits too long',
    numbers: 'The numbers of these nights',
    days: { one: '{count} day', other: '{count} days' },
    columns: {
      day: 'Night',
      runs: 'Runs',
      rows: 'Rows',
      credits: 'Credits',
      repeats: 'Repeats',
      rejected: 'Rejected',
      unmatched: 'Not matched',
      oldest_days: 'Days without a receipt',
      alarm: 'Over a limit',
    },
    flow: {
      title: 'From rows to receipts',
      about: 'What became of the rows that were read on this day, and where the credits from them are now.',
      picture: 'A flow from left to right.',
      unknown: 'Where the credits are now cannot be said: the files also brought credits on another day.',
      columns: { part: 'Part', of: 'Of', count: 'How many' },
      parts: {
        rows: 'Rows read',
        credits: 'New credits',
        repeats: 'Repeats',
        rejected_rows: 'Rejected rows',
        accepted: 'With a receipt from ASCP',
        on_its_way: 'On the way to ASCP',
        earned: 'Wait to be matched',
        unmatched: 'Not matched',
        rejected: 'Refused by ASCP',
        withdrawn: 'Withdrawn',
        elsewhere: 'Not found under these files',
      },
    },
    files: {
      title: 'Files of this run',
      name: 'File',
      standing: 'Status',
      rows: 'Rows',
      credits: 'Credits',
      repeats: 'Repeats',
      rejected: 'Rejected',
      more: 'More',
      some: 'The first {count} are shown.',
      back_of: 'Rejected rows of {name}',
      outcomes: { taken: 'Taken', refused: 'Refused', put_off: 'Postponed', begun: 'Continues in the next run' },
      members: { one: '{count} member', other: '{count} members' },
      noted: {
        one: 'One member counts without an ASCP customer ID.',
        other: '{count} members count without an ASCP customer ID.',
      },
      behind: 'From line {line} on',
    },
  },
};
