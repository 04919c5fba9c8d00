/** The codes of an activity. */
export default {
  codes: {
    title: 'Codes',
    of: 'Codes of {title}',
    open: 'Show the codes',
    none: 'This activity has no list of codes.',
    about: 'Print this page as a sheet for each site, or download the list, change it, and upload it again.',
    list: 'The codes as they are now',
    some: 'The first {shown} of {count} are shown. The file has all of them.',
    code: 'Code',
    site: 'Site',
    capacity: 'Places',
    used: 'Used',
    taken: 'Taken',
    free: 'Free',
    who: 'Show who took {code}',
  },
};
