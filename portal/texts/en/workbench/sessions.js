/** Sessions of a draft from a file. */
export default {
  session_files: {
    title: 'Sessions from a file',
    of: 'Sessions of “{title}” from a file',
    lead: {
      one: 'The draft has one session. Times in a file are in the zone of the activity: {zone}.',
      other: 'The draft has {count} sessions. Times in a file are in the zone of the activity: {zone}.',
    },
    about:
      'The first line names the columns: title, speakers, track, date, start, end, credits, specialty area, ' +
      'evaluation form. Their order and spelling do not matter, and others are passed over. Separate speakers by ' +
      'semicolons. Without a column of credits, a new session gives the credit of its length.',
    matching:
      'A line is about the session with its ID or its title. Other lines are new sessions. A line that cannot be ' +
      'read changes nothing, and no other line.',
    download: 'Download the present sessions as CSV',
    no_zone: 'Choose the time zone of the activity in the form first, and save the draft.',
    columns: {
      session_id: 'Session ID',
      title: 'Title',
      speakers: 'Speakers',
      track: 'Track',
      date: 'Date',
      starts_at: 'Start',
      ends_at: 'End',
      minutes: 'Minutes',
      credits: 'Credits',
      specialty_area: 'Specialty area',
      evaluation_form: 'Evaluation form',
    },
    credits_of: 'Credits, {kind}',
    remove: 'Remove the sessions that are not in the file',
    take: 'Take into the draft',
    checked: 'Checked. Nothing was saved.',
    taken: 'Taken into the draft. Learners see nothing of it until you publish it.',
    nothing: 'The draft has all of this already. Nothing was saved.',
    none_taken: 'No line that can be read changes the draft. Nothing was saved.',
    counts: '{created} new, {changed} changed, {same} as before, {left_out} left out.',
    missing: {
      one: 'One session is not in the file, and stays: {titles}',
      other: '{count} sessions are not in the file, and stay: {titles}',
    },
    removed: {
      one: 'One session is not in the file, and is removed: {titles}',
      other: '{count} sessions are not in the file, and are removed: {titles}',
    },
    listed: 'The lines of the file',
    some: 'The first {shown} of {count} lines are shown: first those with something wrong.',
    line: 'Line',
    session: 'Session',
    result: 'Result',
    wrong: 'What is wrong or missing',
    outcome: { new: 'New', changed: 'Changed', same: 'As before', left_out: 'Left out' },
  },
};
