/** Which column of a file is which. */
export default {
  file_columns: {
    title: 'Columns of the file',
    first: 'Choose the file first. Then you can say which of its columns is which.',
    reading: 'Reading the columns…',
    read: { one: 'The file has one column.', other: 'The file has {count} columns.' },
    ask: 'Please choose one.',
    from_line: 'Line {line} of the file names its columns. Look whether these are right.',
    choose: 'Choose a column',
    none: 'Not in this file',
    cells: 'First rows: {cells}',
    empty: 'empty',
    all: 'All columns of the file, with the first rows',
    column: 'Column',
    cells_title: 'First rows',
  },
};
