/** Reports of attendance. */
export default {
  attendance_reports: {
    title: 'Attendance',
    of: 'Attendance of {title}',
    open: 'Go on',
    about:
      'Hand in the report of Zoom, Microsoft Teams, Open edX or Blackboard Collaborate as it was exported, or any ' +
      'other CSV or Excel file. Stays of one e-mail address are put together, and only the time in a session counts. ' +
      'Learners see their minutes, and still claim and evaluate each session themselves.',
    required: 'A session can be claimed by who attended {share} % of it.',
    not_required: 'This activity does not require attendance: the minutes only propose a credit.',
    session: 'Session',
    by_times: 'By the times in the file',
    session_hint: 'Choose one if the file has minutes but no times.',
    zone: 'Time zone of the file',
    columns: {
      email_column: 'E-mail',
      name_column: 'Name',
      join_column: 'Joined at',
      leave_column: 'Left at',
      minutes_column: 'Minutes',
    },
    checked: 'Checked. Nothing was saved.',
    done: 'Done.',
    people: { one: '{count} person was in a session.', other: '{count} people were in a session.' },
    counts: 'Rows by result',
    result: 'Result',
    rows: 'Rows',
    listed: 'The rows of the file',
    shown: '{shown} of {count} rows are shown, those with a problem first.',
    line: 'Line',
    person: 'Person',
    minutes: 'Minutes',
    stay: '{title}: {minutes} of {needed}',
    status: {
      taken: 'Taken',
      known: 'Known already',
      no_email: 'No e-mail address',
      too_short: 'Too short',
      not_in_session: 'Not in a session',
      unreadable: 'Cannot be read',
    },
    status_about: {
      taken: 'The session can be claimed',
      known: 'It was recorded before',
      no_email: 'A guest or a phone: there is no address to record',
      too_short: 'Recorded; another file may add the missing minutes',
      not_in_session: 'The times are outside of every session',
      unreadable: 'See the row',
    },
  },
};
