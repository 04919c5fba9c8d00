/** The pages of providers' files. */
export default {
  files: {
    what: 'The files of providers that were taken or refused, the latest first.',
    none: 'There is no file yet.',
    numbers: 'The file in numbers',
    its_credits: 'The credits that it brought',
    taken: 'Taken',
    refused: 'Refused',
    columns: {
      name: 'File',
      provider: 'Provider',
      arrived: 'Arrived',
      taken: 'Taken',
      standing: 'Status',
      rows: 'Rows',
      credits: 'Credits',
      repeats: 'Repeats',
      rejected: 'Rejected',
    },
    undo: {
      title: 'Undo the file',
      about:
        'An undo withdraws the credits that this file brought; those that ASCP has are withdrawn there. Rows that ' +
        'the provider sends again afterwards count again. Try it first: that changes nothing.',
      try: 'Try it first',
      do: 'Undo the file',
      reason_about: 'Learners read it in the history of their credits.',
      dry_run: {
        title: 'Try-out',
        waiting: 'It begins within a minute, or after the run that is under way. You may leave this page.',
        working: '{rows} rows were looked at. You may leave this page.',
        done: { one: '{count} row would be undone ({moment}).', other: '{count} rows would be undone ({moment}).' },
        asked: {
          one: 'ASCP has the credit of {count} row, and would be asked to withdraw it.',
          other: 'ASCP has the credits of {count} rows, and would be asked to withdraw them.',
        },
      },
      real: {
        title: 'Undo',
        waiting: 'It begins within a minute, or after the run that is under way. You may leave this page.',
        working: '{rows} rows are done. You may leave this page.',
        done: { one: '{count} row was undone ({moment}).', other: '{count} rows were undone ({moment}).' },
        asked: {
          one: 'ASCP has the credit of {count} row, and is asked to withdraw it. The credit shows the answer.',
          other: 'ASCP has the credits of {count} rows, and is asked to withdraw them. Each credit shows the answer.',
        },
      },
      problems: {
        file_gone: 'This version of the file is no longer kept. Withdraw its credits one by one.',
        file_unreadable: 'The file could not be read. Try again.',
        unexpected: 'Something went wrong. Try again. Rows that were done stay done.',
      },
      why: 'Reason: {why}',
      others: 'These rows stay as they are:',
      rows: 'Show each row',
      more_rows: 'Show more rows',
      line: 'Line {line}:',
      outcomes: {
        undone: 'undone',
        asked: 'with ASCP, which is asked to withdraw it',
        skipped: 'stays',
        failed: 'failed',
      },
      reasons: {
        not_taken: 'the row was not taken',
        not_of_this_file: 'another file or a program brought the credit',
        already_undone: 'undone before',
        already_withdrawn: 'withdrawn before',
        at_ascp: 'ASCP has the credit',
        being_sent: 'on its way to ASCP, which has not answered; undo the file again later',
        outcome_unknown: 'ASCP may have the credit; undo the file again tomorrow',
        busy: 'the credit was changed at the same moment; undo the file again',
      },
    },
  },
};
