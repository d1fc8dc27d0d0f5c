// The first date that a page writes reads the browser's tables of languages and zones: forty milliseconds of a laptop,
// ten times that of a phone, in which nothing else moves. Read here, they are read for the whole page.
new Intl.DateTimeFormat('id', { timeZone: 'Asia/Jakarta', weekday: 'long', month: 'long', hour: '2-digit' }).format()
new Intl.NumberFormat('id').format(1)
close()
