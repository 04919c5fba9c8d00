/** The page on which staff upload files of credits, and the roster. */
export default {
  uploads: {
    title: 'Upload a file of credits',
    lead:
      'A CSV file of at most {size} MB with the columns of a feed. It is read at once, and you see what became of ' +
      'each row. You may upload a file again: rows that were taken before have no effect.',
    for: 'For',
    roster: 'ASCLS, the roster of members',
    sending: '“{name}” is being sent.',
    report: 'What became of the file',
    another: 'Upload another file',
    state: {
      not_here: 'The file has not arrived yet.',
      waiting: 'The file has arrived. It is read within a minute, or else in the next nightly run.',
      being_read: 'The file is being read.',
      done: 'The file was read.',
      refused: 'Nothing of the file was taken.',
      superseded: 'A newer roster came into force before this one was read. You have nothing to do.',
    },
    all_taken: 'Every row was taken.',
    some_rejected: { one: 'One row was rejected.', other: '{count} rows were rejected.' },
    some_noted: {
      one: 'One member counts without an ASCP customer ID, because it is not valid.',
      other: '{count} members count without an ASCP customer ID, because it is not valid.',
    },
    facts: {
      rows: 'Rows',
      credits: 'New credits',
      repeats: 'Taken before',
      rejected: 'Rejected',
      members: 'Members',
      changed: 'Changed addresses',
      received: 'Received',
    },
    again_on: 'Rows with a date in the future are read again on {day}.',
    rejected_rows: {
      title: 'Rejected rows',
      lead: 'Correct these rows and upload them in a new file. The other rows were taken.',
      download: 'Download the rejected rows',
    },
    noted_rows: {
      title: 'ASCP customer IDs that are not valid',
      lead: 'Correct these IDs in the next roster. Until then the members count without them.',
      download: 'Download these rows',
    },
    show: 'Show the rejected rows',
    shown: 'The rejected rows of {name} are shown below.',
    whole_row: 'The whole row',
    first: 'The first {count} of {total}. The download has all of them.',
    over: 'These rows are kept for 30 days; they are gone.',
    columns: { line: 'Line', row: 'Reference or member', column: 'Column', problem: 'Problem' },
  },
};
